/* base: growable byte buffers with a limit. */
#include "base/buf.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

void tfe__buf_init(struct tfe__buf *b, const tfe_allocator *allocator, size_t limit)
{
	*b = (struct tfe__buf){.limit = limit, .allocator = tfe__allocator_or_default(allocator)};
}

void tfe__buf_release(struct tfe__buf *b)
{
	tfe__free(&b->allocator, b->data);
	b->data = NULL;
	b->size = b->capacity = 0;
}

void tfe__buf_clear(struct tfe__buf *b)
{
	b->size = 0;
	b->status = TFE_OK;
}

/* Returns the next capacity: larger by half, at least 64 and `need` bytes, at most `limit`. */
static size_t next_capacity(const struct tfe__buf *b, size_t need)
{
	size_t c = b->capacity + b->capacity / 2;
	if (c < 64)
		c = 64;
	if (c < need)
		c = need;
	return c < b->limit ? c : b->limit;
}

uint8_t *tfe__buf_reserve(struct tfe__buf *b, size_t more)
{
	if (b->status)
		return NULL;
	size_t need;
	if (tfe__add_overflows(b->size, more, &need) || need > b->limit) {
		b->status = TFE_E_LIMIT;
		return NULL;
	}
	if (need > b->capacity || !b->data) {
		size_t capacity = next_capacity(b, need);
		uint8_t *p = tfe__realloc_array(&b->allocator, b->data, capacity, 1);
		if (!p) {
			b->status = TFE_E_NOMEM;
			return NULL;
		}
		b->data = p;
		b->capacity = capacity;
	}
	return b->data + b->size;
}

void tfe__buf_append(struct tfe__buf *b, const void *data, size_t bytes)
{
	uint8_t *p = tfe__buf_reserve(b, bytes);
	if (p && bytes) {
		memcpy(p, data, bytes);
		tfe__buf_commit(b, bytes);
	}
}
