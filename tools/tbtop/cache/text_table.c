/* cache: a table of texts, laid out for a width. */
#include "tbtop/cache/text_table.h"

#include <stdlib.h>
#include <string.h>

#include "common/line_wrap.h"
#include "common/memory.h"

enum { LEAST = 3 }; /* width of the narrowest column */

struct text_flow *text_table_add(struct text_table *table)
{
	table->cells =
		need_room(table->cells, table->n_cells, &table->capacity, sizeof *table->cells);
	table->cells[table->n_cells] = (struct text_flow){0};
	return &table->cells[table->n_cells++];
}

void text_table_release(struct text_table *table)
{
	for (size_t i = 0; i < table->n_cells; i++)
		text_flow_release(&table->cells[i]);
	free(table->cells);
	*table = (struct text_table){0};
}

/* Returns the width of the widest line of a cell. */
static int natural_width(const struct text_flow *cell)
{
	int most = 0;
	for (size_t at = 0; at < cell->n;) {
		const char *end = memchr(cell->bytes + at, '\n', cell->n - at);
		size_t n = end ? (size_t)(end - cell->bytes) - at : cell->n - at;
		int width = text_columns(cell->bytes + at, n);
		most = width > most ? width : most;
		at += n + 1;
	}
	return most;
}

/* Chooses the widths of the columns: those of their contents, or the widest ones smaller until all
 * fit into the page. Returns false if they do not. */
static bool choose_widths(const struct text_table *t, int room, int *width)
{
	int total = 1;
	for (size_t i = 0; i < t->n_cells; i++) {
		int natural = natural_width(&t->cells[i]), *w = &width[i % t->columns];
		*w = natural > *w ? natural : *w;
	}
	for (size_t c = 0; c < t->columns; c++) {
		width[c] = width[c] < 1 ? 1 : width[c];
		total += width[c] > room ? room + 3 : width[c] + 3;
		width[c] = width[c] > room ? room : width[c];
	}
	while (total > room) {
		size_t widest = 0;
		for (size_t c = 1; c < t->columns; c++)
			if (width[c] > width[widest])
				widest = c;
		if (width[widest] <= LEAST)
			return false;
		width[widest]--;
		total--;
	}
	return true;
}

static void put_rule(const struct text_table *t, struct text_page *page, const int *width,
		     const char *left, const char *middle, const char *right)
{
	text_page_new_line(page);
	for (size_t c = 0; c < t->columns; c++) {
		const char *joint = c ? middle : left;
		text_page_add(page, TEXT_FAINT, joint, strlen(joint));
		for (int i = 0; i < width[c] + 2; i++)
			text_page_add(page, TEXT_FAINT, "\u2500", strlen("\u2500"));
	}
	text_page_add(page, TEXT_FAINT, right, strlen(right));
}

static void put_blanks(struct text_page *page, int n)
{
	for (; n > 0; n--)
		text_page_add(page, 0, " ", 1);
}

/* Adds the part of a cell that is in the current line of its row. `at` is where it begins; it is
 * moved to the end of the part. */
static void put_part(const struct text_flow *cell, struct text_page *page, int width, size_t *at)
{
	size_t n = *at < cell->n ? line_wrap(cell->bytes + *at, cell->n - *at, width) : 0;
	size_t shown = n;
	while (shown > 0 &&
	       (cell->bytes[*at + shown - 1] == '\n' || cell->bytes[*at + shown - 1] == ' '))
		shown--;
	put_blanks(page, 1);
	text_page_add_flow(page, cell, *at, *at + shown);
	put_blanks(page, 1 + width - (n ? text_columns(cell->bytes + *at, shown) : 0));
	*at += n;
}

/* Adds one row of cells: as many lines as its longest cell needs. */
static void put_row(const struct text_table *t, struct text_page *page, const int *width,
		    const struct text_flow *cells)
{
	size_t *at = need_zeroed(t->columns, sizeof *at);
	bool more;
	do {
		text_page_new_line(page);
		more = false;
		for (size_t c = 0; c < t->columns; c++) {
			text_page_add(page, TEXT_FAINT, "\u2502", strlen("\u2502"));
			put_part(&cells[c], page, width[c], &at[c]);
			more |= at[c] < cells[c].n;
		}
		text_page_add(page, TEXT_FAINT, "\u2502", strlen("\u2502"));
	} while (more);
	free(at);
}

bool text_table_put(const struct text_table *t, struct text_page *page)
{
	size_t rows = t->columns ? t->n_cells / t->columns : 0;
	int *width = need_zeroed(t->columns, sizeof *width);
	bool fits = rows && t->columns < (size_t)page->width / LEAST &&
		    choose_widths(t, page->width, width);
	if (fits)
		put_rule(t, page, width, "\u250c", "\u252c", "\u2510");
	for (size_t row = 0; fits && row < rows; row++) {
		if (row == 1 && t->has_head)
			put_rule(t, page, width, "\u251c", "\u253c", "\u2524");
		put_row(t, page, width, &t->cells[row * t->columns]);
	}
	if (fits)
		put_rule(t, page, width, "\u2514", "\u2534", "\u2518");
	free(width);
	return fits;
}
