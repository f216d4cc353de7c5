/* wire: merges a message whose parts are in several places of a record. Protobuf appends a repeated
 * occurrence of a message to the first one. */
#ifndef TFE_WIRE_MESSAGE_MERGE_H
#define TFE_WIRE_MESSAGE_MERGE_H

#include <tfevents/event.h>

#include "base/arena.h"

/* The content of a message, merged from its pieces. */
struct tfe__merged {
	tfe_bytes bytes;
	size_t capacity; /* 0: the bytes are borrowed; else their capacity in the arena */
};

/* The end of a byte range; NULL for a null pointer, to which nothing may be added. */
static inline const uint8_t *tfe__end(tfe_bytes b)
{
	return b.size ? b.data + b.size : b.data;
}

/* Appends a piece. The first piece is borrowed. */
tfe_status tfe__merge(struct tfe__arena *arena, struct tfe__merged *m, const uint8_t *p,
		      size_t n) TFE_MUST_CHECK;

#endif
