/* Profiles: where a program spends its time, as TensorBoard's profile plugin, Chrome and Perfetto
 * show it. */
#ifndef TFEVENTS_PROFILE_H
#define TFEVENTS_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* A recording of spans and counters in memory. Threads: every begin, end, name and add call may be
 * made from any thread at any time. */
typedef struct tfe_profile tfe_profile;

/* Zero in a field means its default. */
typedef struct tfe_profile_options {
	size_t size;
	size_t most_events; /* maximum number of spans and counter values; default 2^20 */
	const tfe_allocator *allocator; /* copied; default malloc */
	/* Nanoseconds since 1970 that never decrease; default: the time of opening plus the
	 * monotonic clock of the system. */
	int64_t (*clock_ns)(void *context);
	void *clock_context;
} tfe_profile_options;

#define TFE_PROFILE_OPTIONS_INIT TFE_SIZED(tfe_profile_options)

/* Begins a recording. `options` may be NULL. Returns TFE_E_ARG or TFE_E_NOMEM; then *out is NULL.
 * Ownership: *out is the caller's until tfe_profile_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_profile_open(const tfe_profile_options *options,
						   tfe_profile **out);

/* Frees a recording. NULL is a no-op. All other calls have returned. */
TFE_API void tfe_profile_close(tfe_profile *profile);

/* Marks the begin of a span of the calling thread, and the end of its innermost span. `name` is
 * UTF-8 and not empty; it is copied at its first use. Returns TFE_E_ARG for a bad name, and for an
 * end without a begin; TFE_E_LIMIT or TFE_E_NOMEM if the span is not recorded (too many events,
 * 64 spans within one another, 4096 threads), in which case its end is still called. */
TFE_API tfe_status tfe_profile_begin(tfe_profile *profile, const char *name);
TFE_API tfe_status tfe_profile_end(tfe_profile *profile);

/* Names the calling thread. */
TFE_API tfe_status tfe_profile_name_thread(tfe_profile *profile, const char *name);

/* Adds the present value of a counter, which is finite: a queue, a number of examples, memory. */
TFE_API tfe_status tfe_profile_add_counter(tfe_profile *profile, const char *name, double value);

/* Adds the resident memory of the process in bytes, as the counter "resident memory". Returns
 * TFE_E_UNSUPPORTED if the system does not have /proc/self/statm. */
TFE_API tfe_status tfe_profile_add_memory(tfe_profile *profile);

/* What is recorded. */
typedef struct tfe_profile_stats {
	size_t size;
	size_t spans, counters, threads;
	size_t open;    /* spans without an end */
	size_t dropped; /* spans and values that were not recorded */
} tfe_profile_stats;

#define TFE_PROFILE_STATS_INIT TFE_SIZED(tfe_profile_stats)

/* Fills what is recorded so far. Threads: any. */
TFE_API void tfe_profile_get_stats(tfe_profile *profile, tfe_profile_stats *stats);

TFE_END_DECLS

#endif
