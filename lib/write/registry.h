/* write: all open writers of the process, and the numbers of its files. */
#ifndef TFE_WRITE_REGISTRY_H
#define TFE_WRITE_REGISTRY_H

#include <stdint.h>

#include <tfevents/status.h>
#include <tfevents/writer.h>

/* Adds a writer to the list; with the first one the handlers of exit and fork are installed. */
tfe_status tfe__registry_add(tfe_writer *writer, tfe_status (*install)(void)) TFE_MUST_CHECK;
void tfe__registry_remove(tfe_writer *writer);

/* For those handlers: locks the list, which begins with the writer returned; and the same while it is locked. */
tfe_writer *tfe__registry_lock(void);
tfe_writer *tfe__registry_locked(void);
void tfe__registry_unlock(void);

/* 0, 1, 2, ... over all files of the process. */
uint64_t tfe__registry_next_number(void);

#endif
