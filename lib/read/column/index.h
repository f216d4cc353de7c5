/* read/column: the chunks of a column in order, and a pyramid of what is known of them above. */
#ifndef TFE_READ_COLUMN_INDEX_H
#define TFE_READ_COLUMN_INDEX_H

#include <stddef.h>

#include "base/arena.h"
#include "read/column/chunk.h"

/* A node of level L >= 1 covers 16^L chunks. */
enum { TFE__FAN_BITS = 4, TFE__LEVELS = 8 };

/* The chunks in order, and the levels above them: an array that grows by being replaced by a longer copy, so that
 * who reads the old one can go on. */
struct tfe__index {
	size_t capacity;
	/* Behind them the nodes, of level 1 capacity >> 4, then of level 2 capacity >> 8, ... */
	struct tfe__chunk *chunks[];
};

/* NULL when there is no memory. */
struct tfe__index *tfe__index_new(struct tfe__arena *arena, size_t capacity);

/* Copies what `chunks` chunks, all sealed, have in an index. */
void tfe__index_copy(struct tfe__index *to, const struct tfe__index *from, size_t chunks);

/* One that has `chunks` chunks (of `index`, NULL: of none) and room for one more. NULL when there is no memory. */
struct tfe__index *tfe__index_for(struct tfe__index *index, struct tfe__arena *arena,
				  size_t chunks);

/* Chunk number `at` was sealed: makes the nodes above that it completes. */
void tfe__index_complete(struct tfe__index *index, size_t at);

/* What is known of chunk number `at` (level 0), or of so many chunks above. */
const struct tfe__node *tfe__index_node(const struct tfe__index *index, unsigned level, size_t at);

#endif
