/* tools: names chosen by a regular expression (PCRE2, without regard to case); "!RE" chooses the others. */
#ifndef COMMON_FILTER_H
#define COMMON_FILTER_H

#include <stdbool.h>
#include <stddef.h>

struct filter;

/* NULL for an empty pattern, which matches everything; also on an error, which is then said in `error`
 * ("" otherwise). Pair with filter_release. */
struct filter *filter_compile(const char *pattern, char *error, size_t error_size);
void filter_release(struct filter *filter);

/* Anywhere in the name. A name that costs the matcher too much does not match. */
bool filter_matches(const struct filter *filter, const char *name);

#endif
