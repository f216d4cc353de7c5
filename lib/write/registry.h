/* write: the registry of all open writers of the process, and the counter of file numbers. */
#ifndef TFE_WRITE_REGISTRY_H
#define TFE_WRITE_REGISTRY_H

#include <stdint.h>

#include <tfevents/status.h>
#include <tfevents/writer.h>

/* Adds a writer to the list. The first call installs the exit and fork handlers. */
tfe_status tfe__registry_add(tfe_writer *writer, tfe_status (*install)(void)) TFE_MUST_CHECK;
void tfe__registry_remove(tfe_writer *writer);

/* Locks the list for these handlers. Returns its first writer. */
tfe_writer *tfe__registry_lock(void);
tfe_writer *tfe__registry_locked(void);
void tfe__registry_unlock(void);

/* The next file number of the process: 0, 1, 2, ... */
uint64_t tfe__registry_next_number(void);

#endif
