/* common: selects names with a regular expression (PCRE2, case-insensitive); "!RE" selects the
 * names that do not match. */
#ifndef COMMON_FILTER_H
#define COMMON_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/logdir.h>

struct filter;

/* Returns NULL, which matches everything, for no pattern and for an empty one. Pair with
 * filter_release. */
struct filter *filter_compile(const char *pattern);
void filter_release(struct filter *filter);

/* Returns the error of the expression; "" for none and for NULL. A filter with an error matches
 * nothing. */
const char *filter_error(const struct filter *filter);

/* A tag such as "loss [train]" is an expression that does not match itself. If filter_needs_names
 * returns true, the caller offers all names that the filter selects from. filter_resolve makes it
 * the filter of one name if the expression matches none of them, or has an error, and one of them
 * equals it. The names must stay valid until then. */
bool filter_needs_names(struct filter *filter);
void filter_offer(struct filter *filter, const char *name);
void filter_offer_run(struct filter *filter, const tfe_run *run); /* its name and aliases */
void filter_resolve(struct filter *filter);
bool filter_is_name(const struct filter *filter);

/* Returns whether the pattern matches anywhere in the name, or in the first FILTER_NAME_BYTES of a
 * longer name. A name that exceeds the limits of the matcher does not match. After all names
 * together took too long (a second, plus a little for each name), no name matches. */
enum { FILTER_NAME_BYTES = 4096 };
bool filter_matches(struct filter *filter, const char *name);

/* Finds the part of a name that the first group of the expression captured, or without a group the
 * part that matches. Returns false without a match. */
bool filter_capture(struct filter *filter, const char *name, size_t *from, size_t *to);

/* Returns whether a name exceeded the limits of the matcher. */
bool filter_exceeded(const struct filter *filter);

/* Returns whether matching took too long; the results of filter_matches are then not valid. */
bool filter_gave_up(const struct filter *filter);

/* The message for a filter that gave up. */
extern const char filter_gave_up_text[];

/* Returns whether a run is selected by its name or one of its aliases. "!RE" selects the runs of
 * which RE matches neither the name nor an alias. */
bool filter_matches_run(struct filter *filter, const tfe_run *run);

#endif
