/* cache: the source of a table in GitHub's Markdown. */
#ifndef TBTOP_CACHE_MARKDOWN_TABLE_H
#define TBTOP_CACHE_MARKDOWN_TABLE_H

#include <stdbool.h>

#include "tbtop/cache/text_table.h"

/* Divides the lines of a table into cells, whose inline content is still Markdown. Returns false if
 * the n bytes are no table: a row, a line of dashes for each cell, and more rows. Release the table
 * with text_table_release. */
bool markdown_table_parse(const char *text, size_t n, struct text_table *table);

#endif
