/* cache: Markdown as styled text: walks the document that cmark parses. */
#include "tbtop/cache/markdown_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tbtop/cache/markdown_table.h"

#ifdef HAVE_CMARK

#include <cmark.h>

enum { DEPTH = 16, PREFIX = 16 };

/* A quotation or an item of a list around the current block. */
struct level {
	char first[PREFIX], next[PREFIX]; /* what its first line and its other lines begin with */
	bool begun;                       /* its first line was added */
};

/* The state of a walk. Levels deeper than DEPTH are counted, and drawn like the deepest one. */
struct walk {
	struct text_page *page; /* NULL: only `flow` is filled */
	const char *text;       /* the source, for tables */
	size_t n;
	size_t at; /* in the source, the beginning of `line`, which is 0 at first */
	int line;
	struct text_flow *flow; /* the inline content of the current block */
	uint8_t style;          /* of the current inline content */
	struct level level[DEPTH];
	int depth;
	int number[DEPTH]; /* of the next item of the list at a depth */
};

/* --- lines ------------------------------------------------------------------------------------ */

static struct level *level_at(struct walk *w, int depth)
{
	return &w->level[depth < DEPTH ? depth : DEPTH - 1];
}

/* Writes what the next line begins with. */
static void write_prefix(struct walk *w, bool first, char *text, size_t size)
{
	size_t n = 0;
	text[0] = '\0';
	int most = w->page ? w->page->width / 2 : 0; /* deeper levels have no prefix */
	for (int i = 0; i < w->depth && i < DEPTH && n + PREFIX < size; i++) {
		if (text_columns(text, n) >= most)
			break;
		bool begin = first && !w->level[i].begun;
		n += (size_t)snprintf(text + n, size - n, "%s",
				      begin ? w->level[i].first : w->level[i].next);
	}
}

/* Adds the flow as wrapped lines and empties it. */
static void put_flow(struct walk *w)
{
	char first[DEPTH * PREFIX + 1], next[DEPTH * PREFIX + 1];
	write_prefix(w, true, first, sizeof first);
	write_prefix(w, false, next, sizeof next);
	if (w->page)
		text_page_wrap(w->page, w->flow, first, next);
	for (int i = 0; i < w->depth && i < DEPTH; i++)
		w->level[i].begun = true;
	if (w->page)
		w->flow->n = 0;
}

static bool is_tight(cmark_node *node)
{
	cmark_node *item = cmark_node_parent(node);
	cmark_node *list = item ? cmark_node_parent(item) : NULL;
	return list && cmark_node_get_type(item) == CMARK_NODE_ITEM &&
	       cmark_node_get_list_tight(list);
}

/* Separates a block from the one before it: by an empty line, except in tight lists. */
static void begin_block(struct walk *w, cmark_node *node)
{
	bool first = w->depth > 0 && !level_at(w, w->depth - 1)->begun;
	if (!w->page && w->flow->n)
		text_flow_add(w->flow, 0, "\n", 1);
	if (!w->page || !w->page->n_lines || is_tight(node))
		return;
	if (cmark_node_get_type(node) == CMARK_NODE_ITEM) {
		cmark_node *list = cmark_node_parent(node);
		if (cmark_node_get_list_tight(list) || !cmark_node_previous(node))
			return;
	} else if (first) {
		return;
	}
	if (w->page->lines[w->page->n_lines - 1].n_spans)
		text_page_new_line(w->page);
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void enter_quote(struct walk *w)
{
	struct level *level = level_at(w, w->depth++);
	*level = (struct level){.first = "\u258e ", .next = "\u258e "};
}

static void enter_item(struct walk *w, cmark_node *item)
{
	cmark_node *list = cmark_node_parent(item);
	struct level *level = level_at(w, w->depth++);
	*level = (struct level){.first = "\u2022 ", .next = "  "};
	if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST)
		return;
	int *number = &w->number[w->depth - 1 < DEPTH ? w->depth - 1 : DEPTH - 1];
	if (!cmark_node_previous(item))
		*number = cmark_node_get_list_start(list);
	snprintf(level->first, PREFIX, "%d. ", (*number)++);
	snprintf(level->next, PREFIX, "%*s", (int)strlen(level->first), "");
}

static void put_code(struct walk *w, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	for (int line = 1; *text; line++) {
		char number[16];
		size_t n = strcspn(text, "\n");
		snprintf(number, sizeof number, "%2d ", line);
		if (w->page)
			text_flow_add(w->flow, TEXT_FAINT, number, strlen(number));
		text_flow_add(w->flow, TEXT_CODE, text, n);
		put_flow(w);
		text += n + (text[n] == '\n');
	}
}

static void put_html(struct walk *w, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	text_flow_add(w->flow, TEXT_FAINT, text, strlen(text));
	put_flow(w);
}

static void put_break(struct walk *w)
{
	for (int i = 0; w->page && i < w->page->width && i < 200; i++)
		text_flow_add(w->flow, TEXT_FAINT, "\u2500", strlen("\u2500"));
	put_flow(w);
}

/* Returns the offset of a line. Lines are asked for in ascending order. */
static size_t line_at(struct walk *w, int line)
{
	for (w->line = w->line ? w->line : 1; w->line < line && w->at < w->n; w->line++) {
		const char *newline = memchr(w->text + w->at, '\n', w->n - w->at);
		w->at = newline ? (size_t)(newline - w->text) + 1 : w->n;
	}
	return w->at;
}

/* Returns the bytes from the first to the last line of a block. */
static const char *source_of(struct walk *w, cmark_node *node, size_t *n)
{
	size_t from = line_at(w, cmark_node_get_start_line(node));
	*n = line_at(w, cmark_node_get_end_line(node) + 1) - from;
	return w->text + from;
}

/* --- the walk --------------------------------------------------------------------------------- */

static void add_literal(struct walk *w, cmark_node *node, uint8_t style)
{
	const char *text = cmark_node_get_literal(node);
	if (text)
		text_flow_add(w->flow, (uint8_t)(w->style | style), text, strlen(text));
}

/* Adds the address after the text of a link or an image. */
static void add_address(struct walk *w, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	if (!url || !*url)
		return;
	text_flow_add(w->flow, TEXT_FAINT, " (", 2);
	text_flow_add(w->flow, TEXT_FAINT, url, strlen(url));
	text_flow_add(w->flow, TEXT_FAINT, ")", 1);
}

static void inline_event(struct walk *w, cmark_node *node, bool entering)
{
	uint8_t style = 0;
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		add_literal(w, node, 0);
		break;
	case CMARK_NODE_CODE:
		add_literal(w, node, TEXT_CODE);
		break;
	case CMARK_NODE_HTML_INLINE:
		add_literal(w, node, TEXT_FAINT);
		break;
	case CMARK_NODE_SOFTBREAK:
		text_flow_add(w->flow, w->style, " ", 1);
		break;
	case CMARK_NODE_LINEBREAK:
		text_flow_add(w->flow, w->style, "\n", 1);
		break;
	case CMARK_NODE_STRONG:
		style = TEXT_STRONG;
		break;
	case CMARK_NODE_EMPH:
		style = TEXT_EMPHASIS;
		break;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		style = TEXT_LINK;
		if (!entering)
			add_address(w, node);
		break;
	default:
		break;
	}
	w->style = (uint8_t)(entering ? w->style | style : w->style & ~style);
}

static void leave_block(struct walk *w, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_ITEM:
		if (!level_at(w, w->depth - 1)->begun)
			put_flow(w); /* an item without content */
		w->depth--;
		break;
	case CMARK_NODE_HEADING:
		w->style = 0;
		put_flow(w);
		break;
	case CMARK_NODE_PARAGRAPH:
		put_flow(w);
		break;
	default:
		break;
	}
}

/* Adds a paragraph that is a table. Returns false if it is none. */
static bool enter_table(struct walk *w, cmark_node *node)
{
	size_t n;
	if (w->depth || !w->page)
		return false;
	const char *source = source_of(w, node, &n);
	struct text_table table;
	bool put = markdown_table_parse(source, n, &table);
	for (size_t i = 0; i < table.n_cells; i++) {
		struct text_flow raw = table.cells[i];
		table.cells[i] = (struct text_flow){0};
		markdown_add(&table.cells[i], raw.bytes, raw.n);
		text_flow_release(&raw);
	}
	put = put && text_table_put(&table, w->page);
	text_table_release(&table);
	return put;
}

/* Returns whether the walk is to skip the content of the block. */
static bool enter_block(struct walk *w, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	if (type != CMARK_NODE_DOCUMENT)
		begin_block(w, node);
	switch (type) {
	case CMARK_NODE_BLOCK_QUOTE:
		enter_quote(w);
		break;
	case CMARK_NODE_ITEM:
		enter_item(w, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		put_code(w, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		put_html(w, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		put_break(w);
		break;
	case CMARK_NODE_HEADING:
		w->style = TEXT_HEADING;
		for (int i = cmark_node_get_heading_level(node); w->page && i > 0; i--)
			text_flow_add(w->flow, TEXT_HEADING, i > 1 ? "#" : "# ", i > 1 ? 1 : 2);
		break;
	case CMARK_NODE_PARAGRAPH:
		return enter_table(w, node);
	default:
		break;
	}
	return false;
}

static void walk_text(struct walk *w)
{
	cmark_node *document = cmark_parse_document(w->n ? w->text : "", w->n,
						    CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_SOURCEPOS);
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		bool entering = event == CMARK_EVENT_ENTER;
		if (cmark_node_get_type(node) >= CMARK_NODE_FIRST_INLINE)
			inline_event(w, node, entering);
		else if (!entering)
			leave_block(w, node);
		else if (enter_block(w, node))
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	}
	cmark_iter_free(iter);
	cmark_node_free(document);
}

bool markdown_is_available(void)
{
	return true;
}

void markdown_put(struct text_page *page, const char *text, size_t n)
{
	struct text_flow flow = {0};
	struct walk w = {.page = page, .text = text, .n = n, .flow = &flow};
	walk_text(&w);
	text_flow_release(&flow);
}

void markdown_add(struct text_flow *flow, const char *text, size_t n)
{
	struct walk w = {.text = text, .n = n, .flow = flow};
	walk_text(&w);
}

#else

bool markdown_is_available(void)
{
	return false;
}

void markdown_put(struct text_page *page, const char *text, size_t n)
{
	struct text_flow flow = {0};
	text_flow_add(&flow, 0, text, n);
	text_page_wrap(page, &flow, "", "");
	text_flow_release(&flow);
}

void markdown_add(struct text_flow *flow, const char *text, size_t n)
{
	text_flow_add(flow, 0, text, n);
}

#endif
