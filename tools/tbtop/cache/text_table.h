/* cache: a table of texts, laid out for a width. */
#ifndef TBTOP_CACHE_TEXT_TABLE_H
#define TBTOP_CACHE_TEXT_TABLE_H

#include <stdbool.h>

#include "common/text_page.h"

/* Initialize it with zeros and a number of columns. */
struct text_table {
	size_t columns;
	struct text_flow *cells; /* in rows */
	size_t n_cells, capacity;
	bool has_head; /* the first row is a heading */
};

/* Adds an empty cell, which the caller fills. It is valid until the next one is added. */
struct text_flow *text_table_add(struct text_table *table);
void text_table_release(struct text_table *table);

/* Adds the table with frames to the page. Texts that are too wide for the page are wrapped. Returns
 * false if the page is too narrow for the number of columns: nothing is added then. */
bool text_table_put(const struct text_table *table, struct text_page *page);

#endif
