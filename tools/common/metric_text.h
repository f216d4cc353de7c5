/* common: finds the numbers of a line of text that a training prints. */
#ifndef COMMON_METRIC_TEXT_H
#define COMMON_METRIC_TEXT_H

#include <stddef.h>

#include "common/metric_row.h"

/* Adds to the row the numbers with names that a line has: name=1, name: 1, "name 1.5" and the like,
 * of which names of steps and epochs set those of the row; a progress such as 5/100 sets its
 * position; a time at the beginning its wall time. `line` has no control characters
 * (metric_clean). */
void metric_text_parse(struct metric_row *row, const char *line, size_t n);

/* Copies a line without the escape sequences of terminals, with blanks in the place of other
 * control characters and of the characters of progress bars. `to` has space for n bytes. Returns
 * the length. */
size_t metric_clean(char *to, const char *line, size_t n);

/* Returns the length of a progress bar of tqdm, "5%|#  | 5/100 [00:01<00:19, 5.0it/s]", at the
 * beginning of a line if another message follows without a blank, as programs that write to the
 * same terminal print it; 0 otherwise. */
size_t metric_bar_bytes(const char *line, size_t n);

#endif
