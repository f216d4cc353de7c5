/* tfevents: shows the progress of a verb on standard error, if that is a terminal and the verb has
 * run for a second. */
#ifndef TFE_TFEVENTS_WORK_H
#define TFE_TFEVENTS_WORK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <tfevents/logdir.h>

#include "common/progress.h"

/* Work whose progress is counted: `done` of `total` bytes or items. */
struct work {
	const char *doing; /* an activity: "exporting" */
	bool bytes;
	_Atomic(uint64_t) done, total;
	struct progress *progress;
};

/* Starts to show the progress. `prints`: the verb writes to standard output meanwhile; if that is a
 * terminal too, no progress is shown. */
void work_begin(struct work *work, const char *program, bool prints);
void work_end(struct work *work);

/* Counts one more item as done. */
static inline void work_step(struct work *work)
{
	atomic_fetch_add_explicit(&work->done, 1, memory_order_relaxed);
}

/* Like work_begin, for work that reports its own progress through `look`; release with
 * progress_end. */
struct progress *work_watch(const char *program, progress_look *look, const void *context);

/* The `look` of work_watch for a log directory that is being loaded. */
progress_look work_of_loading;

#endif
