/* base: growable bytes with an upper bound. */
#ifndef TFE_BASE_BUF_H
#define TFE_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* Bytes that grow at the end, never past `limit`. Invariant: size <= capacity <= limit. The first
 * error (TFE_E_NOMEM, TFE_E_LIMIT) sticks: later calls do nothing, and it is asked for once, by
 * tfe__buf_status, when the content is complete. */
struct tfe__buf {
	uint8_t *data;
	size_t size, capacity, limit;
	tfe_status status;
	tfe_allocator allocator;
};

void tfe__buf_init(struct tfe__buf *b, const tfe_allocator *allocator, size_t limit);
void tfe__buf_release(struct tfe__buf *b);
/* Empties it and forgets its error; the memory stays. */
void tfe__buf_clear(struct tfe__buf *b);

/* Makes room for `more` bytes and returns where they go; NULL after an error. Bytes written there
 * become content by tfe__buf_commit. */
uint8_t *tfe__buf_reserve(struct tfe__buf *b, size_t more);

/* Appends `bytes` of the room that was reserved, which are written already. */
static inline void tfe__buf_commit(struct tfe__buf *b, size_t bytes)
{
	b->size += bytes;
}

void tfe__buf_append(struct tfe__buf *b, const void *data, size_t bytes);

static inline tfe_status tfe__buf_status(const struct tfe__buf *b)
{
	return b->status;
}

#endif
