/* common: a text in lines of styled spans. */
#include "common/text_page.h"

#include <stdlib.h>
#include <string.h>

#include "common/line_wrap.h"
#include "common/memory.h"
#include "common/printable.h"

/* Makes room for n more elements of an array of bytes. */
static void *room_for(void *array, size_t used, size_t n, size_t *capacity)
{
	if (used + n <= *capacity)
		return array;
	*capacity = used + n > 2 * *capacity ? used + n + 64 : 2 * *capacity;
	return need_resize(array, *capacity, 1);
}

/* --- pages ------------------------------------------------------------------------------------ */

void text_page_release(struct text_page *page)
{
	free(page->bytes);
	free(page->spans);
	free(page->lines);
	*page = (struct text_page){0};
}

size_t text_page_bytes(const struct text_page *page)
{
	return page->bytes_capacity + page->spans_capacity * sizeof *page->spans +
	       page->lines_capacity * sizeof *page->lines;
}

void text_page_new_line(struct text_page *page)
{
	page->lines =
		need_room(page->lines, page->n_lines, &page->lines_capacity, sizeof *page->lines);
	page->lines[page->n_lines++] = (struct text_line){.span = page->n_spans};
}

void text_page_add(struct text_page *page, uint8_t style, const char *bytes, size_t n)
{
	if (!n)
		return;
	if (!page->n_lines)
		text_page_new_line(page);
	page->bytes = room_for(page->bytes, page->n_bytes, n, &page->bytes_capacity);
	memcpy(page->bytes + page->n_bytes, bytes, n);
	struct text_line *line = &page->lines[page->n_lines - 1];
	struct text_span *last = line->n_spans ? &page->spans[page->n_spans - 1] : NULL;
	page->n_bytes += n;
	if (last && last->style == style) {
		last->n += n;
		return;
	}
	page->spans =
		need_room(page->spans, page->n_spans, &page->spans_capacity, sizeof *page->spans);
	page->spans[page->n_spans++] = (struct text_span){page->n_bytes - n, n, style};
	line->n_spans++;
}

const char *text_line_bytes(const struct text_page *page, size_t line, size_t *n)
{
	const struct text_line *l = &page->lines[line];
	const struct text_span *span = page->spans + l->span;
	*n = 0;
	for (size_t i = 0; i < l->n_spans; i++) /* the spans of a line are adjacent */
		*n += span[i].n;
	return l->n_spans ? page->bytes + span->at : "";
}

/* --- flows ------------------------------------------------------------------------------------ */

void text_flow_add(struct text_flow *flow, uint8_t style, const char *bytes, size_t n)
{
	if (!n)
		return;
	flow->bytes = room_for(flow->bytes, flow->n, n, &flow->bytes_capacity);
	flow->style = room_for(flow->style, flow->n, n, &flow->style_capacity);
	memcpy(flow->bytes + flow->n, bytes, n);
	memset(flow->style + flow->n, style, n);
	flow->n += n;
}

void text_flow_release(struct text_flow *flow)
{
	free(flow->bytes);
	free(flow->style);
	*flow = (struct text_flow){0};
}

void text_page_add_flow(struct text_page *page, const struct text_flow *flow, size_t from,
			size_t to)
{
	while (to > from && (flow->bytes[to - 1] == '\n' || flow->bytes[to - 1] == ' '))
		to--;
	while (from < to) {
		size_t end = from + 1;
		while (end < to && flow->style[end] == flow->style[from])
			end++;
		text_page_add(page, flow->style[from], flow->bytes + from, end - from);
		from = end;
	}
}

void text_page_wrap(struct text_page *page, const struct text_flow *flow, const char *first,
		    const char *next)
{
	const char *prefix = first;
	size_t at = 0;
	do {
		int used = text_columns(prefix, strlen(prefix));
		int room = page->width - used > 0 ? page->width - used : 1;
		size_t n = at < flow->n ? line_wrap(flow->bytes + at, flow->n - at, room) : 0;
		text_page_new_line(page);
		text_page_add(page, TEXT_FAINT, prefix, strlen(prefix));
		text_page_add_flow(page, flow, at, at + n);
		at += n;
		prefix = next;
	} while (at < flow->n);
}

int text_columns(const char *bytes, size_t n)
{
	int width = 0;
	for (size_t at = 0; at < n && bytes[at] != '\n';) {
		struct printable p = printable_next(bytes + at, n - at);
		width += p.width;
		at += p.bytes;
	}
	return width;
}
