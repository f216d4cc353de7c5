/* view: tables of numbers. */
#include "tbtop/view/number_table.h"

#include <string.h>

static int widest(const struct number_column *column, int index, const struct number_row *rows,
		  size_t n_rows)
{
	int width = (int)strlen(column->title);
	for (size_t i = 0; i < n_rows; i++) {
		int cell = text_width(rows[i].cell[index]);
		width = cell > width ? cell : width;
	}
	return width + 2;
}

/* Returns the shown column that is left out next, or -1. */
static int least_important(const struct number_column *columns, int n)
{
	int worst = -1;
	for (int i = 0; i < n; i++)
		if (columns[i].width && (worst < 0 || columns[i].order > columns[worst].order))
			worst = i;
	return worst;
}

int number_table_fit(struct number_column *columns, int n, const struct number_row *rows,
		     size_t n_rows, int width)
{
	int sum = 0, worst;
	for (int i = 0; i < n; i++)
		sum += columns[i].width = widest(&columns[i], i, rows, n_rows);
	while (sum > width && (worst = least_important(columns, n)) >= 0) {
		sum -= columns[worst].width;
		columns[worst].width = 0;
	}
	return sum;
}

static void put_right(struct grid *g, int x, int y, int width, const char *text, struct style style)
{
	grid_text(g, x + width - text_width(text), y, width, text, style);
}

void number_table_titles(struct grid *g, int x, int y, const struct number_column *columns, int n)
{
	for (int i = 0; i < n; x += columns[i++].width)
		if (columns[i].width)
			put_right(g, x, y, columns[i].width, columns[i].title,
				  (struct style){.fg = ROLE_FAINT});
}

void number_table_row(struct grid *g, int x, int y, const struct number_column *columns, int n,
		      const struct number_row *row, struct style style)
{
	for (int i = 0; i < n; x += columns[i++].width)
		if (columns[i].width)
			put_right(g, x, y, columns[i].width, row->cell[i], style);
}
