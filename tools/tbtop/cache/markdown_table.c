/* cache: the source of a table in GitHub's Markdown. */
#include "tbtop/cache/markdown_table.h"

#include <string.h>

enum { MOST_CELLS = 20000 }; /* a table of more cells is shown as text */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void trim(const char **text, size_t *n)
{
	for (; *n && is_blank(**text); ++*text)
		--*n;
	while (*n && is_blank((*text)[*n - 1]))
		--*n;
}

/* Takes the next line, without blanks and bars at its ends. Returns false after the last one. */
static bool next_line(const char **text, size_t *n, const char **line, size_t *length)
{
	if (!*n)
		return false;
	const char *newline = memchr(*text, '\n', *n);
	*line = *text;
	*length = newline ? (size_t)(newline - *text) : *n;
	*n -= *length + (newline != NULL);
	*text += *length + (newline != NULL);
	trim(line, length);
	if (*length && **line == '|') {
		++*line;
		--*length;
	}
	if (*length > 1 && (*line)[*length - 1] == '|' && (*line)[*length - 2] != '\\')
		--*length;
	return true;
}

/* Takes the next cell of a line: up to a bar that is not escaped. Returns false after the last
 * one. */
static bool next_cell(const char **line, size_t *n, const char **cell, size_t *length)
{
	if (!*line)
		return false;
	size_t end = 0;
	while (end < *n && (*line)[end] != '|')
		end += (*line)[end] == '\\' && end + 1 < *n ? 2 : 1;
	*cell = *line;
	*length = end;
	*line = end < *n ? *line + end + 1 : NULL;
	*n -= end < *n ? end + 1 : *n;
	trim(cell, length);
	return true;
}

/* Returns the number of cells of the line of dashes, or 0 if it is none. */
static size_t count_dashes(const char *line, size_t n)
{
	const char *cell;
	size_t length, count = 0;
	while (next_cell(&line, &n, &cell, &length)) {
		size_t from = length && cell[0] == ':', to = length;
		if (to > from && cell[to - 1] == ':')
			to--;
		if (to == from)
			return 0;
		for (size_t i = from; i < to; i++)
			if (cell[i] != '-')
				return 0;
		count++;
	}
	return count;
}

/* Adds the text of a cell; an escaped bar is a bar. */
static void fill(struct text_flow *flow, const char *cell, size_t n)
{
	for (size_t i = 0; i < n;) {
		bool bar = cell[i] == '\\' && i + 1 < n && cell[i + 1] == '|';
		text_flow_add(flow, 0, bar ? "|" : cell + i, 1);
		i += bar ? 2 : 1;
	}
}

/* Adds a row of exactly as many cells as the table has columns. */
static void add_row(struct text_table *table, const char *line, size_t n)
{
	const char *cell;
	size_t length;
	for (size_t c = 0; c < table->columns; c++) {
		struct text_flow *flow = text_table_add(table);
		if (next_cell(&line, &n, &cell, &length))
			fill(flow, cell, length);
	}
}

static size_t count_cells(const char *line, size_t n)
{
	const char *cell;
	size_t length, count = 0;
	while (next_cell(&line, &n, &cell, &length))
		count++;
	return count;
}

bool markdown_table_parse(const char *text, size_t n, struct text_table *table)
{
	const char *head, *dashes, *line;
	size_t head_n, dashes_n, line_n;
	*table = (struct text_table){.has_head = true};
	const char *bar = memchr(text, '|', n);
	if (!bar || !next_line(&text, &n, &head, &head_n) ||
	    !next_line(&text, &n, &dashes, &dashes_n))
		return false;
	table->columns = count_dashes(dashes, dashes_n);
	if (!table->columns || table->columns > MOST_CELLS ||
	    count_cells(head, head_n) != table->columns)
		return false;
	add_row(table, head, head_n);
	while (next_line(&text, &n, &line, &line_n)) {
		if (table->n_cells + table->columns > MOST_CELLS)
			return false;
		add_row(table, line, line_n);
	}
	return true;
}
