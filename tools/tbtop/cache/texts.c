/* cache: texts read from disk and laid out. */
#include "tbtop/cache/texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/cache/markdown_walk.h"
#include "tbtop/cache/reads.h"
#include "tbtop/cache/text_keys.h"
#include "tbtop/cache/text_source.h"

/* The detail of a key: the width, and the form above it. */
enum { FORM_SHIFT = 16, WIDTH_MOST = 0xffff };

static void put_note(struct text_page *page, const char *note)
{
	text_page_new_line(page);
	text_page_new_line(page);
	text_page_add(page, TEXT_FAINT, note, strlen(note));
}

static void put_source(struct text_page *page, const struct blob *blob)
{
	struct text_flow flow = {0};
	size_t omitted = text_source(blob, &flow);
	text_page_wrap(page, &flow, "", "");
	text_flow_release(&flow);
	if (omitted) {
		char bytes[FORMAT_TEXT], note[64];
		format_bytes(bytes, omitted);
		snprintf(note, sizeof note, "%s more are not shown", bytes);
		put_note(page, note);
	}
}

/* Adds the table of several strings. Returns false if they are none, or do not fit. */
static bool put_table(struct text_page *page, const struct blob *blob)
{
	struct text_table table;
	bool put = text_source_table(blob, &table);
	for (size_t i = 0; put && i < table.n_cells; i++) {
		struct text_flow raw = table.cells[i];
		if (raw.n > MARKDOWN_MOST)
			continue;
		table.cells[i] = (struct text_flow){0};
		markdown_add(&table.cells[i], raw.bytes, raw.n);
		text_flow_release(&raw);
	}
	put = put && text_table_put(&table, page);
	text_table_release(&table);
	return put;
}

static void put_rendered(struct text_page *page, const struct blob *blob)
{
	struct text_flow flow = {0};
	if (put_table(page, blob))
		return;
	text_source(blob, &flow);
	if (flow.n && text_is_configuration(flow.bytes, flow.n)) {
		put_source(page, blob);
	} else if (flow.n <= MARKDOWN_MOST && markdown_is_available()) {
		markdown_put(page, flow.bytes, flow.n);
	} else {
		put_source(page, blob);
		put_note(page, markdown_is_available() ? "not rendered: too long for Markdown"
						       : "not rendered: built without cmark");
	}
	text_flow_release(&flow);
}

/* Adds the beginning of the text in one line, without headings if there is more. */
static void put_preview(struct text_page *page, const struct blob *blob)
{
	enum { MOST = 1000 };
	struct text_flow flow = {0}, line = {0};
	text_source(blob, &flow);
	for (size_t at = 0, end; at < flow.n && line.n < MOST; at = end + 1) {
		const char *newline = memchr(flow.bytes + at, '\n', flow.n - at);
		end = newline ? (size_t)(newline - flow.bytes) : flow.n;
		if (end == at || (flow.bytes[at] == '#' && end + 1 < flow.n))
			continue;
		text_flow_add(&line, 0, " ", line.n > 0);
		text_flow_add(&line, 0, flow.bytes + at, end - at < MOST ? end - at : MOST);
	}
	text_page_new_line(page);
	text_page_add_flow(page, &line, 0, line.n);
	text_flow_release(&flow);
	text_flow_release(&line);
}

static void put_text(struct text_page *page, const struct blob *blob, enum text_form form)
{
	if (form == TEXT_PREVIEW)
		put_preview(page, blob);
	else if (form == TEXT_SOURCE)
		put_source(page, blob);
	else
		put_rendered(page, blob);
}

static void *read_text(const struct read_key *key, size_t *bytes)
{
	struct text_value *value = need_zeroed(1, sizeof *value);
	enum text_form form = (enum text_form)(key->detail >> FORM_SHIFT);
	struct blob blob;
	value->page.width = (int)(key->detail & WIDTH_MOST);
	blob_read(key, &blob);
	if (!blob.fetched) {
		snprintf(value->error, sizeof value->error, "%s", blob.error.message);
	} else {
		text_about(&blob, value->about, sizeof value->about);
		if (text_is_string(&blob))
			put_text(&value->page, &blob, form);
		else if (form == TEXT_PREVIEW)
			text_page_add(&value->page, 0, value->about, strlen(value->about));
		else
			text_tensor_put(&blob, &value->page);
	}
	blob_release(&blob);
	*bytes = sizeof *value + text_page_bytes(&value->page);
	return value;
}

static void release_text(void *value)
{
	text_page_release(&((struct text_value *)value)->page);
	free(value);
}

static const struct read_kind text_kind = {read_text, release_text};

const struct text_value *text_find(struct caches *c, const tfe_view *view, uint64_t i,
				   enum text_form form, int width)
{
	uint64_t columns = width < 1 ? 1 : width > WIDTH_MOST ? WIDTH_MOST : (uint64_t)width;
	return reads_find(c, &(struct read_key){.kind = &text_kind,
						.view = *view,
						.entry = i,
						.detail = columns | (uint64_t)form << FORM_SHIFT});
}
