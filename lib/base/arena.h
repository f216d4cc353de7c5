/* base: memory that is freed all at once. */
#ifndef TFE_BASE_ARENA_H
#define TFE_BASE_ARENA_H

#include <stdatomic.h>
#include <stddef.h>

#include <tfevents/status.h>

struct tfe__arena_block;

/* Bytes that a processor reads at once; none has shorter lines today. */
enum { TFE__LINE_BYTES = 64 };

/* Hands out memory from blocks that double up to 64 KiB. What it hands out never moves.
 * `used_bytes` counts what was asked of the allocator; with a `limit_bytes` above 0 no more than
 * that is asked for. */
struct tfe__arena {
	struct tfe__arena_block *block;
	size_t used_bytes, limit_bytes, next_bytes;
	_Atomic(size_t)
		*meter; /* shared: has `used_bytes` of all that count there; NULL: nobody counts */
	tfe_allocator allocator;
};

void tfe__arena_init(struct tfe__arena *arena, const tfe_allocator *allocator, size_t limit_bytes);
void tfe__arena_release(struct tfe__arena *arena);
/* Takes back all that was handed out; a block is kept for what comes next, unless it is a large
 * one. */
void tfe__arena_reset(struct tfe__arena *arena);

/* Memory aligned for any type; NULL when there is none. */
void *tfe__arena_alloc(struct tfe__arena *arena, size_t bytes);
/* The same at the beginning of a cache line. */
void *tfe__arena_alloc_line(struct tfe__arena *arena, size_t bytes);
/* A NUL-terminated copy. */
char *tfe__arena_strndup(struct tfe__arena *arena, const char *s, size_t length);

#endif
