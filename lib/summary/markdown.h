/* summary: Markdown made from rows, pairs and files. */
#ifndef TFE_SUMMARY_MARKDOWN_H
#define TFE_SUMMARY_MARKDOWN_H

#include <stddef.h>

#include "base/buf.h"

/* Appends a table: `rows` rows of `columns` plain texts, of which the first row is the heading. A
 * NULL is an empty cell. */
void tfe__markdown_table(struct tfe__buf *b, const char *const *cells, size_t rows, size_t columns);

/* Appends a list of n keys and values, plain texts in the order key, value, key, value. */
void tfe__markdown_pairs(struct tfe__buf *b, const char *const *texts, size_t n);

/* Appends a text between fences that are longer than every run of backticks within it. `language`
 * may be "". */
void tfe__markdown_fenced(struct tfe__buf *b, const char *text, size_t bytes, const char *language);

#endif
