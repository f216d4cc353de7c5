/* common: a table of texts and numbers in memory. */
#include "common/cell_table.h"

#include <stdlib.h>

#include "common/field_rows.h"
#include "common/memory.h"

void cell_table_column(struct cell_table *t, const char *head)
{
	t->head = need_room(t->head, t->columns, &t->columns_capacity, sizeof *t->head);
	t->head[t->columns++] = need_copy(head);
}

static void add(struct cell_table *t, struct table_cell cell)
{
	t->cell = need_room(t->cell, t->cells, &t->cells_capacity, sizeof *t->cell);
	t->cell[t->cells++] = cell;
}

void cell_table_none(struct cell_table *t)
{
	add(t, (struct table_cell){.type = CELL_NONE});
}

void cell_table_text(struct cell_table *t, const char *text)
{
	add(t, (struct table_cell){.type = CELL_TEXT, .text = need_copy(text)});
}

void cell_table_number(struct cell_table *t, double number)
{
	add(t, (struct table_cell){.type = CELL_NUMBER, .number = number});
}

void cell_table_release(struct cell_table *t)
{
	for (size_t i = 0; i < t->columns; i++)
		free(t->head[i]);
	for (size_t i = 0; i < t->cells; i++)
		free(t->cell[i].text);
	free(t->head);
	free(t->cell);
	*t = (struct cell_table){0};
}

void cell_table_put(const struct cell_table *t, bool csv, struct out *out)
{
	struct field_rows rows = {.out = out, .csv = csv};
	for (size_t i = 0; i < t->columns; i++)
		field_head(&rows, t->head[i]);
	field_end(&rows);
	for (size_t i = 0; i < t->cells; i++) {
		const struct table_cell *c = &t->cell[i];
		const char *name = t->head[i % t->columns];
		if (c->type == CELL_TEXT)
			field_text(&rows, name, c->text);
		else if (c->type == CELL_NUMBER)
			field_double(&rows, name, c->number);
		else
			field_none(&rows, name);
		if ((i + 1) % t->columns == 0)
			field_end(&rows);
	}
}
