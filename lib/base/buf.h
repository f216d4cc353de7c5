/* base: growable byte buffers with a limit. */
#ifndef TFE_BASE_BUF_H
#define TFE_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* A buffer grows at its end up to `limit` bytes. Invariant: size <= capacity <= limit. It keeps its
 * first error (TFE_E_NOMEM or TFE_E_LIMIT): later calls do nothing. So callers check
 * tfe__buf_status once, when the content is complete. */
struct tfe__buf {
	uint8_t *data;
	size_t size, capacity, limit;
	tfe_status status;
	tfe_allocator allocator;
};

void tfe__buf_init(struct tfe__buf *b, const tfe_allocator *allocator, size_t limit);
void tfe__buf_release(struct tfe__buf *b);
/* Empties the buffer and clears its error. The memory is kept. */
void tfe__buf_clear(struct tfe__buf *b);

/* Reserves `more` bytes after the content and returns their address; NULL after an error.
 * tfe__buf_commit makes bytes that were written there part of the content. */
uint8_t *tfe__buf_reserve(struct tfe__buf *b, size_t more);

/* Adds `bytes` bytes to the content, which the caller has reserved and written. */
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
