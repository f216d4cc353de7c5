/* read/column: the index of a column: its chunks in order, and a pyramid of their summaries. */
#ifndef TFE_READ_COLUMN_INDEX_H
#define TFE_READ_COLUMN_INDEX_H

#include <stddef.h>

#include "base/arena.h"
#include "read/column/chunk.h"

/* A node of level L >= 1 summarises 16^L chunks. */
enum { TFE__FAN_BITS = 4, TFE__LEVELS = 8 };

/* The index. It grows by being replaced with a longer copy, so a reader of the old copy is not
 * disturbed. */
struct tfe__index {
	size_t capacity;
	/* The nodes follow the chunks: capacity >> 4 of level 1, then capacity >> 8 of level 2,
	 * ... */
	struct tfe__chunk *chunks[];
};

/* Allocates an index; NULL if there is no memory. */
struct tfe__index *tfe__index_new(struct tfe__arena *arena, size_t capacity);

/* Copies the first `chunks` chunks, all sealed, and their nodes from another index. */
void tfe__index_copy(struct tfe__index *to, const struct tfe__index *from, size_t chunks);

/* Returns an index with the first `chunks` chunks of `index` (NULL: none) and space for one more.
 * NULL if there is no memory. */
struct tfe__index *tfe__index_for(struct tfe__index *index, struct tfe__arena *arena,
				  size_t chunks);

/* Chunk number `at` was sealed: fills the nodes that it completes. */
void tfe__index_complete(struct tfe__index *index, size_t at);

/* The summary of chunk number `at` (level 0), or of a group of chunks above. */
const struct tfe__node *tfe__index_node(const struct tfe__index *index, unsigned level, size_t at);

#endif
