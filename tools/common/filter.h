/* tools: names chosen by a regular expression (PCRE2, without regard to case); "!RE" chooses the
 * others. */
#ifndef COMMON_FILTER_H
#define COMMON_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/logdir.h>

struct filter;

/* NULL for an empty pattern, which matches everything; also on an error, which is then said in
 * `error` ("" otherwise). Pair with filter_release. */
struct filter *filter_compile(const char *pattern, char *error, size_t error_size);
void filter_release(struct filter *filter);

/* Anywhere in the name, or in the first FILTER_NAME_BYTES of a longer one. A name that costs the
 * matcher too much does not match, and once all names together took too long (a second, and a
 * little for each) none does. */
enum { FILTER_NAME_BYTES = 4096 };
bool filter_matches(struct filter *filter, const char *name);

/* Whether it took too long: what filter_matches said is of no use then. */
bool filter_gave_up(const struct filter *filter);

/* What to tell of one that gave up. */
extern const char filter_gave_up_text[];

/* Whether a run is chosen, by its name or one of its aliases; "!RE" chooses those of which it
 * matches none. */
bool filter_matches_run(struct filter *filter, const tfe_run *run);

#endif
