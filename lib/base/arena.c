/* base: arenas: memory that is freed all at once. */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

/* The largest block, unless a single allocation is larger. */
#define LARGEST_BYTES 65536u

static_assert((TFE__LINE_BYTES & (TFE__LINE_BYTES - 1)) == 0 &&
		      TFE__LINE_BYTES % alignof(max_align_t) == 0,
	      "a line of the cache is an alignment, for any type");

struct tfe__arena_block {
	struct tfe__arena_block *next;
	size_t used, capacity;
	alignas(max_align_t) unsigned char data[];
};

void tfe__arena_init(struct tfe__arena *arena, const tfe_allocator *allocator, size_t limit_bytes)
{
	*arena = (struct tfe__arena){.limit_bytes = limit_bytes,
				     .next_bytes = 512,
				     .allocator = tfe__allocator_or_default(allocator)};
}

static void count_more(struct tfe__arena *arena, size_t bytes)
{
	arena->used_bytes += bytes;
	if (arena->meter)
		atomic_fetch_add_explicit(arena->meter, bytes, memory_order_relaxed);
}

static void count_less(struct tfe__arena *arena, size_t bytes)
{
	arena->used_bytes -= bytes;
	if (arena->meter)
		atomic_fetch_sub_explicit(arena->meter, bytes, memory_order_relaxed);
}

void tfe__arena_release(struct tfe__arena *arena)
{
	struct tfe__arena_block *b = arena->block;
	while (b) {
		struct tfe__arena_block *next = b->next;
		tfe__free(&arena->allocator, b);
		b = next;
	}
	arena->block = NULL;
	count_less(arena, arena->used_bytes);
}

void tfe__arena_reset(struct tfe__arena *arena)
{
	struct tfe__arena_block *keep = arena->block;
	if (!keep)
		return;
	if (keep->capacity > LARGEST_BYTES) {
		tfe__arena_release(arena);
		return;
	}
	arena->block = keep->next;
	tfe__arena_release(arena);
	keep->next = NULL;
	keep->used = 0;
	arena->block = keep;
	count_more(arena, keep->capacity + sizeof *keep);
}

static struct tfe__arena_block *add_block(struct tfe__arena *arena, size_t bytes)
{
	size_t capacity = bytes > arena->next_bytes ? bytes : arena->next_bytes;
	size_t total, used;
	if (tfe__add_overflows(capacity, sizeof(struct tfe__arena_block), &total) ||
	    tfe__add_overflows(arena->used_bytes, total, &used) ||
	    (arena->limit_bytes && used > arena->limit_bytes))
		return NULL;
	struct tfe__arena_block *b = tfe__alloc(&arena->allocator, total);
	if (!b)
		return NULL;
	*b = (struct tfe__arena_block){.next = arena->block, .capacity = capacity};
	arena->block = b;
	count_more(arena, total);
	if (arena->next_bytes < LARGEST_BYTES)
		arena->next_bytes *= 2;
	return b;
}

static size_t padding(const struct tfe__arena_block *b, size_t align)
{
	return (align - (uintptr_t)(b->data + b->used) % align) % align;
}

static void *allocate(struct tfe__arena *arena, size_t bytes, size_t align)
{
	struct tfe__arena_block *b = arena->block;
	size_t padding_bytes = b ? padding(b, align) : 0, bytes_needed;
	if (!b || b->capacity - b->used < padding_bytes ||
	    b->capacity - b->used - padding_bytes < bytes) {
		if (tfe__add_overflows(bytes, align, &bytes_needed) ||
		    !(b = add_block(arena, bytes_needed)))
			return NULL;
		padding_bytes = padding(b, align);
	}
	void *p = b->data + b->used + padding_bytes;
	b->used += padding_bytes + bytes;
	return p;
}

void *tfe__arena_alloc(struct tfe__arena *arena, size_t bytes)
{
	return allocate(arena, bytes ? bytes : 1, alignof(max_align_t));
}

void *tfe__arena_alloc_line(struct tfe__arena *arena, size_t bytes)
{
	return allocate(arena, bytes ? bytes : 1, TFE__LINE_BYTES);
}

char *tfe__arena_strndup(struct tfe__arena *arena, const char *s, size_t length)
{
	size_t total;
	if (tfe__add_overflows(length, 1, &total))
		return NULL;
	char *copy = allocate(arena, total, 1);
	if (copy) {
		memcpy(copy, s, length);
		copy[length] = '\0';
	}
	return copy;
}
