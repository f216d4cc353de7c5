/* read/column: the index of a column: its chunks in order, and a pyramid of their summaries. */
#include "read/column/index.h"

#include <string.h>

#include "base/checked.h"

enum { INDEX_MIN = 1 };

/* The offset of level L >= 1 among the nodes of an index. */
static size_t level_offset(size_t capacity, unsigned level)
{
	size_t offset = 0;
	for (unsigned l = 1; l < level; l++)
		offset += capacity >> l * TFE__FAN_BITS;
	return offset;
}

static struct tfe__node *level_of(const struct tfe__index *index, unsigned level)
{
	struct tfe__node *nodes = (struct tfe__node *)(uintptr_t)&index->chunks[index->capacity];
	return nodes + level_offset(index->capacity, level);
}

struct tfe__index *tfe__index_new(struct tfe__arena *arena, size_t capacity)
{
	size_t nodes = level_offset(capacity, TFE__LEVELS), chunk_bytes, node_bytes, bytes;
	if (tfe__mul_overflows(capacity, sizeof(struct tfe__chunk *), &chunk_bytes) ||
	    tfe__mul_overflows(nodes, sizeof(struct tfe__node), &node_bytes) ||
	    tfe__add_overflows(chunk_bytes, node_bytes, &bytes) ||
	    tfe__add_overflows(bytes, sizeof(struct tfe__index), &bytes))
		return NULL;
	struct tfe__index *index = tfe__arena_alloc(arena, bytes);
	if (index)
		index->capacity = capacity;
	return index;
}

void tfe__index_copy(struct tfe__index *to, const struct tfe__index *from, size_t chunks)
{
	memcpy(to->chunks, from->chunks, chunks * sizeof(struct tfe__chunk *));
	for (unsigned l = 1; l < TFE__LEVELS; l++) {
		size_t n = chunks >> l * TFE__FAN_BITS;
		if (n)
			memcpy(level_of(to, l), level_of(from, l), n * sizeof(struct tfe__node));
	}
}

struct tfe__index *tfe__index_for(struct tfe__index *index, struct tfe__arena *arena, size_t chunks)
{
	if (index && chunks < index->capacity)
		return index;
	struct tfe__index *larger = tfe__index_new(arena, index ? index->capacity * 2 : INDEX_MIN);
	if (larger && index)
		tfe__index_copy(larger, index, chunks);
	return larger;
}

const struct tfe__node *tfe__index_node(const struct tfe__index *index, unsigned level, size_t at)
{
	if (!level)
		return index->chunks[at]->node;
	return level_of(index, level) + at;
}

void tfe__index_complete(struct tfe__index *index, size_t at)
{
	const size_t fan = (size_t)1 << TFE__FAN_BITS;
	for (unsigned l = 1; l < TFE__LEVELS && at % fan == fan - 1; l++) {
		size_t below = at & ~(fan - 1);
		at >>= TFE__FAN_BITS;
		struct tfe__node *node = level_of(index, l) + at;
		tfe__node_init(node);
		for (size_t i = 0; i < fan; i++)
			tfe__node_merge(node, tfe__index_node(index, l - 1, below + i));
	}
}
