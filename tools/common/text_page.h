/* common: a text in lines of styled spans, laid out for a given width. It does not depend on a
 * terminal: the bytes are those of the log, and the view escapes them. */
#ifndef COMMON_TEXT_PAGE_H
#define COMMON_TEXT_PAGE_H

#include <stddef.h>
#include <stdint.h>

/* A set of properties of a span. */
enum text_style {
	TEXT_STRONG = 1,
	TEXT_EMPHASIS = 2,
	TEXT_CODE = 4,
	TEXT_FAINT = 8, /* frames, prefixes, numbers of lines */
	TEXT_HEADING = 16,
	TEXT_LINK = 32,
	TEXT_ADDED = 64,
	TEXT_REMOVED = 128
};

struct text_span {
	size_t at, n; /* in the bytes of the page */
	uint8_t style;
};

struct text_line {
	size_t span, n_spans;
};

/* Initialize it with zeros and a width. */
struct text_page {
	int width; /* columns, 1 or more */
	char *bytes;
	size_t n_bytes, bytes_capacity;
	struct text_span *spans;
	size_t n_spans, spans_capacity;
	struct text_line *lines;
	size_t n_lines, lines_capacity;
};

void text_page_release(struct text_page *page);

/* Returns the memory that a page takes. */
size_t text_page_bytes(const struct text_page *page);

void text_page_new_line(struct text_page *page);
/* Adds a span at the end of the last line. */
void text_page_add(struct text_page *page, uint8_t style, const char *bytes, size_t n);

/* Text of several styles that is not wrapped yet. Initialize it with zeros. */
struct text_flow {
	char *bytes;
	uint8_t *style; /* of each byte */
	size_t n, bytes_capacity, style_capacity;
};

void text_flow_add(struct text_flow *flow, uint8_t style, const char *bytes, size_t n);
void text_flow_release(struct text_flow *flow);

/* Adds the bytes from `from` to `to` of a flow to the last line of the page, without newlines and
 * trailing blanks. */
void text_page_add_flow(struct text_page *page, const struct text_flow *flow, size_t from,
			size_t to);

/* Adds a flow in wrapped lines: the first one begins with the prefix `first`, the others with
 * `next`. An empty flow is an empty line. */
void text_page_wrap(struct text_page *page, const struct text_flow *flow, const char *first,
		    const char *next);

/* Returns the bytes of a line, and their number in *n. */
const char *text_line_bytes(const struct text_page *page, size_t line, size_t *n);

/* Returns the number of columns that n bytes take as printable.h shows them, up to a newline. */
int text_columns(const char *bytes, size_t n);

#endif
