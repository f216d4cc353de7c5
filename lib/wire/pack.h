/* wire: encodes messages of protobuf-c into a buffer, and decodes them into an arena. */
#ifndef TFE_WIRE_PACK_H
#define TFE_WIRE_PACK_H

#include <string.h>

#include <protobuf-c/protobuf-c.h>

#include <tfevents/event.h>

#include "base/arena.h"
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

/* Returns memory for n elements of a message that is being built, at least one byte; NULL: there is
 * none, or n * bytes overflows. */
void *tfe__pack_array(struct tfe__arena *arena, size_t n, size_t bytes);

/* Allocates n messages and the list of pointers to them; false: there is no memory. */
#define TFE__PACK_LIST(arena, message, list, n)                                                    \
	((message) = tfe__pack_array((arena), (n), sizeof *(message)),                             \
	 (list) = tfe__pack_array((arena), (n), sizeof *(list)), (message) && (list))

enum { TFE__UNPACK_MOST_BYTES = 1 << 20 };

/* Decodes a message of a file into an arena. Messages of more than TFE__UNPACK_MOST_BYTES, or that
 * would expand to more than 32 times their size, are TFE_E_LIMIT; bytes that are no message are
 * TFE_E_DAMAGED. */
tfe_status tfe__unpack(struct tfe__arena *arena, const ProtobufCMessageDescriptor *type,
		       tfe_bytes bytes, ProtobufCMessage **out) TFE_MUST_CHECK;

/* The same for a message of up to `most_bytes`. */
tfe_status tfe__unpack_most(struct tfe__arena *arena, const ProtobufCMessageDescriptor *type,
			    tfe_bytes bytes, size_t most_bytes,
			    ProtobufCMessage **out) TFE_MUST_CHECK;

/* Returns memory for n elements, at least one, within the limit of the last tfe__unpack. NULL sets
 * *failure to TFE_E_LIMIT or TFE_E_NOMEM. */
void *tfe__unpack_array(struct tfe__arena *arena, size_t n, size_t bytes, tfe_status *failure);

/* Returns a text with a NUL at its end, within the same limit. NULL sets *failure; to TFE_E_DAMAGED
 * if the text is not UTF-8 or has a NUL within it. */
const char *tfe__unpack_text(struct tfe__arena *arena, ProtobufCBinaryData from,
			     tfe_status *failure);

#endif
