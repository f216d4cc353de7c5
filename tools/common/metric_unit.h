/* common: the words after a number: its unit, or its name. */
#ifndef COMMON_METRIC_UNIT_H
#define COMMON_METRIC_UNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_phrase.h"

/* Returns the length of the unit at the beginning of a gap, which is the text after a number up to
 * the next one: of " s" in " s Mean reward: ", of "/s" in "/s LR: "; 0 if there is none. */
size_t metric_unit_before(struct phrase gap);

/* Returns whether a gap is only a rate with single blanks: " tokens/s ". It may be the unit of the
 * number before it, or the name of the one after it. */
bool metric_unit_is_rate(struct phrase gap);

/* Returns the unit at the beginning of a text that may be the name of the number before it: a rate,
 * or milliseconds: "tok/s", "ms". */
struct phrase metric_unit_after(struct phrase text);

/* Returns the phrase at the beginning of a text, up to a comma or its end, that may be the name of
 * the number before it: "avg loss" in " avg loss, 0.001 rate". */
struct phrase metric_unit_phrase(struct phrase text);

#endif
