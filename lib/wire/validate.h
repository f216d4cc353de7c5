/* wire: whether the bytes of a record are an event, as TensorBoard's own parser sees it. */
#ifndef TFE_WIRE_VALIDATE_H
#define TFE_WIRE_VALIDATE_H

#include <stddef.h>
#include <stdint.h>

/* NULL where n bytes are an Event message, else a few words that say why not (static). What this refuses, and only
 * that, protobuf's Python parser (upb) refuses too: what is no protobuf at all, UTF-8 in texts of messages that
 * it knows, more than TFE__DEPTH levels. Unknown fields, and known ones written as another type, are accepted and
 * mean nothing. Everything that decodes events relies on this having been asked first. */
const char *tfe__validate_event(const uint8_t *p, size_t n);

#endif
