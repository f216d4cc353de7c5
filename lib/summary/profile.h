/* summary: recordings of spans and counters, and their file formats. */
#ifndef TFE_SUMMARY_PROFILE_H
#define TFE_SUMMARY_PROFILE_H

#include <pthread.h>

#include <tfevents/profile.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"

enum { TFE__PROFILE_MOST_DEPTH = 64, TFE__PROFILE_MOST_THREADS = 4096 };

#define TFE__PROFILE_NONE UINT32_MAX

/* A span. The spans of a thread are a list in the order of their begins. */
struct tfe__profile_span {
	int64_t begin_ns, duration_ns; /* -1: it has no end yet */
	uint32_t name, next;           /* TFE__PROFILE_NONE: the last */
};

/* A value of a counter. */
struct tfe__profile_value {
	int64_t at_ns;
	double value;
	uint32_t name;
};

struct tfe__profile_thread {
	int32_t id;           /* of the system; the key in `threads_of` */
	const char *name;     /* NULL: none */
	uint32_t first, last; /* its spans */
	/* The numbers of the open spans; TFE__PROFILE_NONE: it was dropped. `depth` may exceed the
	 * array: deeper spans are dropped. */
	uint32_t open[TFE__PROFILE_MOST_DEPTH];
	size_t depth;
};

struct tfe_profile {
	pthread_mutex_t lock; /* guards all following fields */
	struct tfe__profile_span *span;
	size_t n_spans, span_capacity;
	struct tfe__profile_value *value;
	size_t n_values, value_capacity;
	struct tfe__profile_thread **thread;
	size_t n_threads, thread_capacity;
	const char **name; /* of spans and counters */
	size_t n_names, name_capacity;
	struct tfe__map names, threads_of;
	size_t dropped, open;
	int64_t opened_ns, monotonic_ns; /* of opening: since 1970, and of the monotonic clock */
	tfe_profile_options options;
	struct tfe__arena arena;
	tfe_allocator allocator;
};

/* Nanoseconds since 1970. */
int64_t tfe__profile_now(const tfe_profile *p);

/* Both are called with the lock held. */

/* Puts the recording as XSpace, of which TensorBoard's profile plugin reads xplane.pb files. Spans
 * without an end end at `now_ns`. */
void tfe__put_xspace(struct tfe__buf *b, const tfe_profile *p, const char *host, int64_t now_ns);

/* Puts the recording in the Trace Event Format (JSON), compressed with gzip. */
tfe_status tfe__put_trace(struct tfe__buf *b, const tfe_profile *p, const char *host,
			  int64_t now_ns) TFE_MUST_CHECK;

#endif
