/* cache: the text of a value: its strings, or the numbers of a tensor. */
#ifndef TBTOP_CACHE_TEXT_SOURCE_H
#define TBTOP_CACHE_TEXT_SOURCE_H

#include <stdbool.h>

#include "tbtop/cache/blobs.h"
#include "tbtop/cache/text_table.h"

/* More bytes of a value are not shown. */
enum { TEXT_MOST = 1 << 18 };

/* Returns whether the value has strings, so that it is a text. */
bool text_is_string(const struct blob *blob);

/* Puts the strings of a value into a flow, separated by newlines, at most TEXT_MOST bytes. Returns
 * the number of bytes that were left out. */
size_t text_source(const struct blob *blob, struct text_flow *flow);

/* Returns whether the strings are a table: a vector of several, or a matrix. Fills the cells with
 * the strings. Release it with text_table_release. */
bool text_source_table(const struct blob *blob, struct text_table *table);

/* Describes the value: "413 bytes, UTF-8, 1 string", "DT_FLOAT, shape 28 x 28". */
void text_about(const struct blob *blob, char *text, size_t size);

/* Adds the statistics and the first elements of a tensor. */
void text_tensor_put(const struct blob *blob, struct text_page *page);

#endif
