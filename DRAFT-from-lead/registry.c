/* write: the open writers of the process, the one thing that is global: for exit, fork and file numbers. */
#include "write/registry.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "write/writer.h"

static struct {
	pthread_mutex_t lock; /* taken before a writer's lock */
	pthread_once_t once;
	bool handlers_installed;
	tfe_writer *first;
	atomic_uint file_number;
} registry = {.lock = PTHREAD_MUTEX_INITIALIZER, .once = PTHREAD_ONCE_INIT};

static void flush_all_at_exit(void)
{
	pthread_mutex_lock(&registry.lock);
	for (tfe_writer *w = registry.first; w; w = w->next)
		(void)!tfe__writer_finish_within(w, w->close_timeout_s);
	pthread_mutex_unlock(&registry.lock);
}

/* Between prepare and parent or child no writer changes: the child's copies are whole. */
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

/* The child has neither the thread nor a right to the file; it keeps the options. Mutexes are unlocked by the
 * thread that locked them; condition variables are made anew, for threads of the parent may wait on them. */
static void after_fork_in_child(void)
{
	for (tfe_writer *w = registry.first; w; w = w->next) {
		if (w->phase == TFE__WRITER_OPEN)
			w->phase = TFE__WRITER_FORKED;
		else
			w->phase = TFE__WRITER_FINISHED;
		w->thread_runs = false;
		tfe__writer_init_conditions(w);
		pthread_mutex_unlock(&w->lock);
	}
	pthread_mutex_unlock(&registry.lock);
}

static void install_handlers(void)
{
	registry.handlers_installed =
		!atexit(flush_all_at_exit) &&
		!pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
}

tfe_status tfe__registry_add(tfe_writer *w)
{
	pthread_once(&registry.once, install_handlers);
	if (!registry.handlers_installed)
		return TFE_E_NOMEM;
	pthread_mutex_lock(&registry.lock);
	w->previous = NULL;
	w->next = registry.first;
	if (w->next)
		w->next->previous = w;
	registry.first = w;
	pthread_mutex_unlock(&registry.lock);
	return TFE_OK;
}

void tfe__registry_remove(tfe_writer *w)
{
	pthread_mutex_lock(&registry.lock);
	if (w->previous)
		w->previous->next = w->next;
	else
		registry.first = w->next;
	if (w->next)
		w->next->previous = w->previous;
	pthread_mutex_unlock(&registry.lock);
}

unsigned tfe__registry_file_number(void)
{
	return atomic_fetch_add(&registry.file_number, 1);
}
