/* write: the registry of all open writers of the process, and the counter of file numbers. */
#include "write/registry.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "write/writer.h"

static struct {
	pthread_mutex_t lock;
	tfe_writer *first;
	bool installed;           /* the exit and fork handlers are installed */
	_Atomic uint64_t numbers; /* number of files so far */
} registry = {.lock = PTHREAD_MUTEX_INITIALIZER};

tfe_writer *tfe__registry_lock(void)
{
	pthread_mutex_lock(&registry.lock);
	return registry.first;
}

tfe_writer *tfe__registry_locked(void)
{
	return registry.first;
}

void tfe__registry_unlock(void)
{
	pthread_mutex_unlock(&registry.lock);
}

tfe_status tfe__registry_add(tfe_writer *writer, tfe_status (*install)(void))
{
	tfe_status status = TFE_OK;
	pthread_mutex_lock(&registry.lock);
	if (!registry.installed) {
		status = install();
		registry.installed = !status;
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
