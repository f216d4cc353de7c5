/* write: flushes open writers at process exit and handles forks.
 *
 * Locks are taken in this order: the lock of the registry, then those of the writers in list
 * order. */
#include "write/process.h"

#include <pthread.h>
#include <stdlib.h>

#include "write/registry.h"
#include "write/writer.h"

static void lock_all(tfe_writer *w)
{
	pthread_mutex_lock(&w->lock);
	tfe__lanes_lock(&w->lanes);
}

static void unlock_all(tfe_writer *w)
{
	tfe__lanes_unlock(&w->lanes);
	pthread_mutex_unlock(&w->lock);
}

static void before_fork(void)
{
	for (tfe_writer *w = tfe__registry_lock(); w; w = w->next)
		lock_all(w);
}

static void after_fork_in_parent(void)
{
	for (tfe_writer *w = tfe__registry_locked(); w; w = w->next)
		unlock_all(w);
	tfe__registry_unlock();
}

static void after_fork_in_child(void)
{
	for (tfe_writer *w = tfe__registry_locked(); w; w = w->next) {
		tfe__writer_forked(w);
		unlock_all(w);
	}
	tfe__registry_unlock();
}

/* The list stays locked, so no writer is freed meanwhile. */
static void at_exit(void)
{
	for (tfe_writer *w = tfe__registry_lock(); w; w = w->next)
		tfe__writer_ask_to_finish(w);
	for (tfe_writer *w = tfe__registry_locked(); w; w = w->next)
		(void)tfe__writer_wait_finished(w);
	tfe__registry_unlock();
}

tfe_status tfe__process_install(void)
{
	if (pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) ||
	    atexit(at_exit))
		return TFE_E_NOMEM;
	return TFE_OK;
}
