/* base: arenas: memory that is freed all at once. */
#ifndef TFE_BASE_ARENA_H
#define TFE_BASE_ARENA_H

#include <stdatomic.h>
#include <stddef.h>

#include <tfevents/status.h>

struct tfe__arena_block;

/* The length of a cache line in bytes. Common processors have no shorter lines. */
enum { TFE__LINE_BYTES = 64 };

/* An arena allocates from blocks whose sizes double up to 64 KiB. Allocated memory never moves.
 * `used_bytes` is the memory of all blocks. With a `limit_bytes` above 0 it never exceeds that
 * limit. */
struct tfe__arena {
	struct tfe__arena_block *block;
	size_t used_bytes, limit_bytes, next_bytes;
	_Atomic(size_t) *meter; /* shared: the sum of `used_bytes` of several arenas; NULL: none */
	tfe_allocator allocator;
};

void tfe__arena_init(struct tfe__arena *arena, const tfe_allocator *allocator, size_t limit_bytes);
void tfe__arena_release(struct tfe__arena *arena);
/* Frees all allocations. One block is kept for the next allocations, unless it is larger than
 * 64 KiB. */
void tfe__arena_reset(struct tfe__arena *arena);

/* Returns memory aligned for any type; NULL if there is none. */
void *tfe__arena_alloc(struct tfe__arena *arena, size_t bytes);
/* Returns memory at the beginning of a cache line; NULL if there is none. */
void *tfe__arena_alloc_line(struct tfe__arena *arena, size_t bytes);
/* Returns a copy with a NUL at the end; NULL if there is no memory. */
char *tfe__arena_strndup(struct tfe__arena *arena, const char *s, size_t length);

#endif
