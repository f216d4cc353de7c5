/* common: selects names with a regular expression (PCRE2, case-insensitive); "!RE" selects the
 * names that do not match. */
#ifndef COMMON_FILTER_H
#define COMMON_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/logdir.h>

struct filter;

/* Compiles a pattern. Returns NULL for an empty pattern, which matches everything, and on an error,
 * which is then described in `error` ("" otherwise). Pair with filter_release. */
struct filter *filter_compile(const char *pattern, char *error, size_t error_size);
void filter_release(struct filter *filter);

/* Returns whether the pattern matches anywhere in the name, or in the first FILTER_NAME_BYTES of a
 * longer name. A name that exceeds the limits of the matcher does not match. After all names
 * together took too long (a second, plus a little for each name), no name matches. */
enum { FILTER_NAME_BYTES = 4096 };
bool filter_matches(struct filter *filter, const char *name);

/* Returns whether matching took too long; the results of filter_matches are then not valid. */
bool filter_gave_up(const struct filter *filter);

/* The message for a filter that gave up. */
extern const char filter_gave_up_text[];

/* Returns whether a run is selected by its name or one of its aliases. "!RE" selects the runs of
 * which RE matches neither the name nor an alias. */
bool filter_matches_run(struct filter *filter, const tfe_run *run);

#endif
