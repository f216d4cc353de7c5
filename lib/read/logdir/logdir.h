/* read/logdir: the struct of a log directory: the store of its runs, the scanner that finds them,
 * the threads that load them, and the thread that watches for changes. */
#ifndef TFE_READ_LOGDIR_LOGDIR_H
#define TFE_READ_LOGDIR_LOGDIR_H

#include <stddef.h>

#include "read/file/read_ahead.h"
#include "read/logdir/changes.h"
#include "read/query/reread.h"
#include "read/query/value_cache.h"
#include "read/run/store.h"

struct tfe_logdir {
	struct tfe__store store;
	tfe_logdir_options options;
	struct tfe__changes changes;
	struct tfe__value_cache values;
	struct tfe__rereads rereads;
	/* Changed by the scanner only: */
	struct tfe__arena arena;
	struct tfe__list runs, damages;
	struct tfe__scan *scan;
	_Atomic(size_t) names_bytes; /* memory of the scanner, which has its own limit (scan.h) */
	_Atomic(uint64_t) files, directories;
	_Atomic(bool) scanned; /* all folders were searched once */
	/* Loading; `lock` protects the fields up to n_threads: */
	pthread_mutex_t lock;
	pthread_cond_t work, idle; /* signalled when a run is queued, and when no work is left */
	struct tfe__helpers helpers;
	struct tfe_run **heap; /* queued runs, the newest first */
	size_t queued, heap_capacity;
	size_t busy; /* number of threads that are reading a run */
	bool stop;
	pthread_t *threads;
	size_t n_threads;
	/* Watching: */
	struct tfe__watch *watch; /* NULL: not followed */
	tfe_error error;          /* of the last load or watch; under the lock */
};

/* Returns the log directory of a run. The run must have been created by the scanner. */
static inline struct tfe_logdir *tfe__logdir_of(const struct tfe_run *run)
{
	return (struct tfe_logdir *)(uintptr_t)((char *)run->store -
						offsetof(struct tfe_logdir, store));
}

#endif
