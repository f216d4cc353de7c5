/* wire: decodes the bytes of a record to an event. The other functions are public:
 * <tfevents/event.h>. */
#ifndef TFE_WIRE_EVENT_H
#define TFE_WIRE_EVENT_H

#include <tfevents/event.h>

#include "base/arena.h"

/* Decodes n bytes that tfe__validate_event has accepted. Messages whose parts are in several places
 * of the record are merged in the arena, which is reset first and limited in proportion to the
 * record; everything else is borrowed. Returns TFE_E_NOMEM. */
tfe_status tfe__event_decode(struct tfe__arena *arena, const uint8_t *p, size_t n,
			     tfe_event *event) TFE_MUST_CHECK;

/* tfe_event_next for structs of this library: *value need not be initialised. */
tfe_status tfe__event_next(tfe_event *event, tfe_value *value) TFE_MUST_CHECK;

#endif
