/* view: lines of styled text on the grid. */
#include "tbtop/view/text_lines.h"

#include <string.h>

#include "common/find_text.h"

static struct style style_of(uint8_t style)
{
	struct style s = {0};
	if (style & (TEXT_STRONG | TEXT_HEADING | TEXT_ADDED))
		s.attr |= ATTR_BOLD;
	if (style & (TEXT_EMPHASIS | TEXT_LINK))
		s.attr |= ATTR_UNDERLINE;
	if (style & TEXT_FAINT)
		s.fg = ROLE_FAINT;
	if (style & TEXT_CODE)
		s.fg = ROLE_INFO;
	if (style & TEXT_HEADING)
		s.fg = ROLE_TITLE;
	if (style & TEXT_ADDED)
		s.fg = ROLE_GOOD;
	if (style & TEXT_REMOVED)
		s.fg = ROLE_ERROR;
	return s;
}

void text_lines_draw(struct grid *g, struct rect r, const struct text_page *page, size_t first)
{
	struct rect clip = grid_clip(g, r);
	for (int y = 0; y < r.h && first < page->n_lines; y++, first++) {
		const struct text_line *line = &page->lines[first];
		int x = r.x;
		for (size_t i = 0; i < line->n_spans && x < r.x + r.w; i++) {
			const struct text_span *span = &page->spans[line->span + i];
			x += grid_bytes(g, (struct rect){x, r.y + y, r.x + r.w - x, 1},
					page->bytes + span->at, span->n, style_of(span->style));
		}
	}
	g->clip = clip;
}

static void mark_line(struct grid *g, struct rect r, const char *bytes, size_t n, const char *part)
{
	size_t length = strlen(part);
	for (size_t at = 0; at < n;) {
		size_t hit = at + find_text(bytes + at, n - at, part);
		if (hit == n)
			return;
		struct rect found = {r.x + text_columns(bytes, hit), r.y,
				     text_columns(bytes + hit, length), 1};
		grid_tint(g, found, (struct style){.attr = ATTR_REVERSE});
		at = hit + length;
	}
}

void text_lines_mark(struct grid *g, struct rect r, const struct text_page *page, size_t first,
		     const char *part)
{
	struct rect clip = grid_clip(g, r);
	for (int y = 0; y < r.h && first < page->n_lines; y++, first++) {
		size_t n;
		const char *bytes = text_line_bytes(page, first, &n);
		mark_line(g, (struct rect){r.x, r.y + y, r.w, 1}, bytes, n, part);
	}
	g->clip = clip;
}
