/* wire: validates that the bytes of a record are an event, with the same result as TensorBoard's
 * own parser. */
#ifndef TFE_WIRE_VALIDATE_H
#define TFE_WIRE_VALIDATE_H

#include <stddef.h>
#include <stdint.h>

/* Validates n bytes as an Event message. Returns NULL, or a static text with the reason. It rejects
 * exactly what protobuf's Python parser (upb) rejects: bytes that are not protobuf, strings of
 * known messages that are not UTF-8, and more than TFE__DEPTH levels. Unknown fields, and known
 * fields of another wire type, are accepted and ignored. Every decoder of events relies on this
 * check. */
const char *tfe__validate_event(const uint8_t *p, size_t n);

/* The same for an HParamsPluginData message, which TensorBoard's plugin hparams stores. */
const char *tfe__validate_hparams(const uint8_t *p, size_t n);

#endif
