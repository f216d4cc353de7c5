/* wire: encodes messages of protobuf-c into a buffer, and gives it memory to decode them. */
#ifndef TFE_WIRE_PACK_H
#define TFE_WIRE_PACK_H

#include <string.h>

#include <protobuf-c/protobuf-c.h>

#include "base/buf.h"

/* Appends an encoded message. */
static inline void tfe__pack(struct tfe__buf *b, const ProtobufCMessage *message)
{
	size_t bytes = protobuf_c_message_get_packed_size(message);
	uint8_t *p = tfe__buf_reserve(b, bytes);
	if (p)
		tfe__buf_commit(b, protobuf_c_message_pack(message, p));
}

/* A field of a message: a text, which is borrowed; NULL is "". */
static inline ProtobufCBinaryData tfe__pack_text(const char *text)
{
	return (ProtobufCBinaryData){text ? strlen(text) : 0, (uint8_t *)(uintptr_t)text};
}

/* An allocator of protobuf-c that calls one of the library, which outlives it. */
ProtobufCAllocator tfe__pack_allocator(const tfe_allocator *allocator);

#endif
