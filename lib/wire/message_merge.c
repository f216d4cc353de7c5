/* wire: the content of a message that a record holds in pieces: protobuf appends a repeated message to the one before. */
#include "wire/message_merge.h"

#include <string.h>

#include "base/checked.h"

tfe_status tfe__merge(struct tfe__arena *arena, struct tfe__merged *m, const uint8_t *p, size_t n)
{
	if (!n)
		return TFE_OK;
	if (!m->bytes.size) {
		*m = (struct tfe__merged){{p, n}, 0};
		return TFE_OK;
	}
	size_t need;
	if (tfe__add_overflows(m->bytes.size, n, &need))
		return TFE_E_NOMEM;
	if (need > m->capacity) {
		/* Doubles, so that many pieces cost no more than twice their bytes. */
		size_t capacity;
		if (tfe__mul_overflows(need, 2, &capacity))
			return TFE_E_NOMEM;
		uint8_t *room = tfe__arena_alloc(arena, capacity);
		if (!room)
			return TFE_E_NOMEM;
		memcpy(room, m->bytes.data, m->bytes.size);
		*m = (struct tfe__merged){{room, m->bytes.size}, capacity};
	}
	/* With a capacity the bytes are ours, in the arena. */
	union {
		const uint8_t *in;
		uint8_t *out;
	} end = {.in = m->bytes.data + m->bytes.size};
	memcpy(end.out, p, n);
	m->bytes.size = need;
	return TFE_OK;
}
