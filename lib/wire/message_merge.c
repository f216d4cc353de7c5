/* wire: merges a message whose parts are in several places of a record. Protobuf appends a repeated
 * occurrence of a message to the first one. */
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
		/* The capacity doubles, so many pieces take at most twice their bytes. */
		size_t capacity;
		if (tfe__mul_overflows(need, 2, &capacity))
			return TFE_E_NOMEM;
		uint8_t *room = tfe__arena_alloc(arena, capacity);
		if (!room)
			return TFE_E_NOMEM;
		memcpy(room, m->bytes.data, m->bytes.size);
		*m = (struct tfe__merged){{room, m->bytes.size}, capacity};
	}
	/* With a capacity above 0 the bytes are owned memory in the arena. */
	union {
		const uint8_t *in;
		uint8_t *out;
	} end = {.in = m->bytes.data + m->bytes.size};
	memcpy(end.out, p, n);
	m->bytes.size = need;
	return TFE_OK;
}
