/* write: all open writers of the process, for its exit, its forks and the numbers of its files.
 *
 * Locks are taken in this order: the registry's, then writers' in the order of the list. */
#include "write/registry.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "write/writer.h"

static struct {
	pthread_mutex_t lock;
	tfe_writer *first;
	bool handlers;            /* installed */
	_Atomic uint64_t numbers; /* of files so far */
} registry = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void before_fork(void)
{
	pthread_mutex_lock(&registry.lock);
	for (tfe_writer *w = registry.first; w; w = w->next)
		pthread_mutex_lock(&w->lock);
}

static void after_fork_in_parent(void)
{
	for (tfe_writer *w = registry.first; w; w = w->next)
		pthread_mutex_unlock(&w->lock);
	pthread_mutex_unlock(&registry.lock);
}

static void after_fork_in_child(void)
{
	for (tfe_writer *w = registry.first; w; w = w->next) {
		tfe__writer_forked(w);
		pthread_mutex_unlock(&w->lock);
	}
	pthread_mutex_unlock(&registry.lock);
}

/* The list stays locked: nobody frees a writer meanwhile. */
static void at_exit(void)
{
	pthread_mutex_lock(&registry.lock);
	for (tfe_writer *w = registry.first; w; w = w->next)
		tfe__writer_ask_to_finish(w);
	for (tfe_writer *w = registry.first; w; w = w->next)
		(void)tfe__writer_wait_finished(w);
	pthread_mutex_unlock(&registry.lock);
}

tfe_status tfe__registry_add(tfe_writer *writer)
{
	tfe_status status = TFE_OK;
	pthread_mutex_lock(&registry.lock);
	if (!registry.handlers) {
		if (pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) ||
		    atexit(at_exit))
			status = TFE_E_NOMEM;
		else
			registry.handlers = true;
	}
	if (!status) {
		writer->next = registry.first;
		registry.first = writer;
	}
	pthread_mutex_unlock(&registry.lock);
	return status;
}

void tfe__registry_remove(tfe_writer *writer)
{
	pthread_mutex_lock(&registry.lock);
	for (tfe_writer **p = &registry.first; *p; p = &(*p)->next) {
		if (*p == writer) {
			*p = writer->next;
			break;
		}
	}
	pthread_mutex_unlock(&registry.lock);
}

uint64_t tfe__registry_next_number(void)
{
	return atomic_fetch_add(&registry.numbers, 1);
}
