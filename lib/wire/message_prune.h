/* wire: drops the fields of a message that its schema does not have. */
#ifndef TFE_WIRE_MESSAGE_PRUNE_H
#define TFE_WIRE_MESSAGE_PRUNE_H

#include <protobuf-c/protobuf-c.h>

#include <tfevents/event.h>

#include "base/buf.h"

/* Appends a message without the fields that `type` and the types of its fields do not have, so that
 * protobuf-c does not copy them. The types must not contain themselves. Returns TFE_E_DAMAGED if
 * the bytes are no message, or the status of the buffer. */
tfe_status tfe__message_prune(struct tfe__buf *b, const ProtobufCMessageDescriptor *type,
			      tfe_bytes message) TFE_MUST_CHECK;

#endif
