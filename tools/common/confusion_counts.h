/* common: the counts of confusion matrices in event files. */
#ifndef COMMON_CONFUSION_COUNTS_H
#define COMMON_CONFUSION_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>

enum { CLASSES_LEAST = 2, CLASSES_MOST = 1000 };

/* What the numbers of a confusion matrix are shares of. */
enum confusion_share { SHARE_OF_ROW, SHARE_OF_COLUMN, SHARE_OF_TOTAL, SHARE_NONE, SHARES };

/* Returns the n * n counts of a tensor, row by row, none of them negative, whose sum is at most
 * 2^53; NULL after writing why it has none. Release them with free. */
int64_t *confusion_counts(const tfe_tensor *tensor, size_t *n, char *error, size_t size);

/* Copies the names of the n classes from the content of the plugin (docs/formats.md), any bytes
 * except NUL, and adds their bytes to *bytes. Returns NULL if there is not one for each class.
 * Release them with confusion_names_release. */
char **confusion_names(const tfe_value *value, size_t n, size_t *bytes);
void confusion_names_release(char **names, size_t n);

#endif
