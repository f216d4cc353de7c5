/* wire: decodes the bytes of a record to an event. The other functions are public:
 * <tfevents/event.h>. */
#ifndef TFE_WIRE_EVENT_H
#define TFE_WIRE_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>

#include "base/arena.h"

/* Decodes n bytes that tfe__validate_event has accepted. Messages whose parts are in several places
 * of the record are merged in the arena, which is reset first and limited in proportion to the
 * record; everything else is borrowed. Returns TFE_E_NOMEM. */
tfe_status tfe__event_decode(struct tfe__arena *arena, const uint8_t *p, size_t n,
			     tfe_event *event) TFE_MUST_CHECK;

/* tfe_event.what of an event that is the file version. */
enum { TFE__EVENT_FILE_VERSION = 3 };

/* Returns whether n bytes are an event: tfe__validate_event accepts them, and they have a wall time
 * or a content. */
bool tfe__is_event(const uint8_t *p, size_t n);

/* tfe_event_next for structs of this library: *value need not be initialised. */
tfe_status tfe__event_next(tfe_event *event, tfe_value *value) TFE_MUST_CHECK;

#endif
