/* read/run: from the values of an event to the series of a run. */
#ifndef TFE_READ_RUN_ADD_EVENT_H
#define TFE_READ_RUN_ADD_EVENT_H

#include "read/run/store.h"
#include "wire/event.h"

/* Adds the values of an event of a log, whose record begins at `offset`, except the first
 * log->values_done of them. *refused becomes true if a value is invalid and was therefore
 * reported and left out. Returns TFE_E_NOMEM, and log->values_done counts the values that were
 * added. */
tfe_status tfe__add_event(struct tfe_run *run, struct tfe__log *log, tfe_event *event,
			  uint64_t offset, bool *refused) TFE_MUST_CHECK;

#endif
