/* view: tables of numbers: each column is as wide as its content, and a column that does not fit is
 * left out, so that no number is cut. */
#ifndef TBTOP_VIEW_NUMBER_TABLE_H
#define TBTOP_VIEW_NUMBER_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/view/cells.h"

enum { NUMBER_COLUMNS = 12, NUMBER_CELL = 32 };

struct number_column {
	const char *title;
	int order; /* columns with a high number are left out first */
	int width; /* with the two blanks before it; 0: it is left out */
};

/* The texts of a row, one for each column. */
struct number_row {
	char cell[NUMBER_COLUMNS][NUMBER_CELL];
};

/* Sets the widths of n columns for all rows, so that their sum is at most `width`. Returns the
 * sum. */
int number_table_fit(struct number_column *columns, int n, const struct number_row *rows,
		     size_t n_rows, int width);

/* Draws the titles, or a row, from column x on. */
void number_table_titles(struct grid *g, int x, int y, const struct number_column *columns, int n);
void number_table_row(struct grid *g, int x, int y, const struct number_column *columns, int n,
		      const struct number_row *row, struct style style);

#endif
