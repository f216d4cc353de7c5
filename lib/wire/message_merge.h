/* wire: the content of a message that a record holds in pieces: protobuf appends a repeated message to the one before. */
#ifndef TFE_WIRE_MESSAGE_MERGE_H
#define TFE_WIRE_MESSAGE_MERGE_H

#include <tfevents/event.h>

#include "base/arena.h"

/* The content of a message, put together from the pieces that a record holds of it. */
struct tfe__merged {
	tfe_bytes bytes;
	size_t capacity; /* 0: borrowed; else room in the arena */
};

/* Where bytes end; nothing is added to a null pointer. */
static inline const uint8_t *tfe__end(tfe_bytes b)
{
	return b.size ? b.data + b.size : b.data;
}

/* Appends a piece. The first one is borrowed. */
tfe_status tfe__merge(struct tfe__arena *arena, struct tfe__merged *m, const uint8_t *p,
		      size_t n) TFE_MUST_CHECK;

#endif
