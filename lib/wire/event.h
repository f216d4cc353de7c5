/* wire: from the bytes of a record to an event. The rest is public: <tfevents/event.h>. */
#ifndef TFE_WIRE_EVENT_H
#define TFE_WIRE_EVENT_H

#include <tfevents/event.h>

#include "base/arena.h"

/* Decodes n bytes that tfe__validate_event has accepted. What is spread over several places of the record is put
 * together in the arena, which is emptied first and bounded by what the record is worth; all else is borrowed.
 * Returns TFE_E_NOMEM. */
tfe_status tfe__event_decode(struct tfe__arena *arena, const uint8_t *p, size_t n,
			     tfe_event *event) TFE_MUST_CHECK;

/* tfe_event_next for structs of this library: *value need not be initialised. */
tfe_status tfe__event_next(tfe_event *event, tfe_value *value) TFE_MUST_CHECK;

#endif
