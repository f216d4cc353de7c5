/* tfevents: how far a verb is, told on stderr where that is a terminal and the verb has run for a second. */
#ifndef TFE_TFEVENTS_WORK_H
#define TFE_TFEVENTS_WORK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <tfevents/logdir.h>

#include "common/progress.h"

/* Work that counts itself: `done` of `total`, bytes or anything else. */
struct work {
	const char *doing; /* "exporting" */
	bool bytes;
	_Atomic(uint64_t) done, total;
	struct progress *progress;
};

/* Begins to tell. `prints`: standard output is written meanwhile, so that, if that is a terminal too, what comes out is
 * all that is shown. */
void work_begin(struct work *work, const char *program, bool prints);
void work_end(struct work *work);

/* One more is done. */
static inline void work_step(struct work *work)
{
	atomic_fetch_add_explicit(&work->done, 1, memory_order_relaxed);
}

/* The same for what looks after itself; release with progress_end. */
struct progress *work_watch(const char *program, progress_look *look, const void *context);

/* For work_watch: how far a log directory is loaded. */
progress_look work_of_loading;

#endif
