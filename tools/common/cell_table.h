/* common: a table of texts and numbers in memory. */
#ifndef COMMON_CELL_TABLE_H
#define COMMON_CELL_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/out.h"

enum cell_type { CELL_NONE, CELL_TEXT, CELL_NUMBER };

struct table_cell {
	enum cell_type type;
	double number;
	char *text; /* of CELL_TEXT; otherwise NULL */
};

/* Begin with zeros. All columns are added first, then the cells of one row after the other. */
struct cell_table {
	char **head;
	struct table_cell *cell;
	size_t columns, cells, columns_capacity, cells_capacity;
};

void cell_table_column(struct cell_table *table, const char *head);
void cell_table_none(struct cell_table *table);
void cell_table_text(struct cell_table *table, const char *text);
void cell_table_number(struct cell_table *table, double number);
void cell_table_release(struct cell_table *table);

/* Appends the table as CSV or as JSON lines. */
void cell_table_put(const struct cell_table *table, bool csv, struct out *out);

#endif
