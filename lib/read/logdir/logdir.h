/* read/logdir: a log directory: the runs that the scanner finds, and the threads that load them. */
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
	/* The scanner's: */
	struct tfe__arena arena;
	struct tfe__list runs, damages;
	struct tfe__scan *scan;
	_Atomic(size_t) names_bytes; /* what the scanner has; it has a limit of its own (scan.h) */
	_Atomic(uint64_t) files, directories;
	_Atomic(bool) scanned; /* all folders were searched once */
	/* Loading: */
	pthread_mutex_t lock;
	pthread_cond_t work, idle;
	struct tfe__helpers helpers;
	struct tfe_run **heap; /* queued runs, newest on top */
	size_t queued, heap_capacity, busy;
	bool stop;
	pthread_t *threads;
	size_t n_threads;
	/* Watching: */
	struct tfe__watch *watch;
	tfe_error error; /* why the last load or watch failed; under the lock */
};

/* The log directory that a run belongs to. Only for runs that the scanner made. */
static inline struct tfe_logdir *tfe__logdir_of(const struct tfe_run *run)
{
	return (struct tfe_logdir *)(uintptr_t)((char *)run->store -
						offsetof(struct tfe_logdir, store));
}

#endif
