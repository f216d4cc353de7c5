/* graph: a hash table with open addressing and linear probing. */
#include "tbtop/graph/graph_table.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/graph/graph_items.h"

void graph_table_init(struct graph_table *t, size_t n)
{
	size_t size = 64;
	while (size / 2 < n)
		size *= 2;
	*t = (struct graph_table){need_zeroed(size, sizeof *t->slots), size - 1, 0};
}

void graph_table_release(struct graph_table *t)
{
	free(t->slots);
	t->slots = NULL;
}

uint32_t graph_table_next(const struct graph_table *t, uint64_t hash, size_t *at)
{
	for (;; ++*at) {
		const struct graph_slot *slot = &t->slots[(hash + *at) & t->mask];
		if (!slot->used)
			return GRAPH_NONE;
		if (slot->hash == hash) {
			++*at;
			return slot->number;
		}
	}
}

static void put(struct graph_table *t, struct graph_slot slot)
{
	size_t at = slot.hash & t->mask;
	while (t->slots[at].used)
		at = (at + 1) & t->mask;
	t->slots[at] = slot;
}

void graph_table_add(struct graph_table *t, uint64_t hash, uint32_t number)
{
	if (2 * t->n > t->mask) {
		struct graph_table old = *t;
		graph_table_init(t, t->mask + 1);
		for (size_t i = 0; i <= old.mask; i++)
			if (old.slots[i].used)
				put(t, old.slots[i]);
		t->n = old.n;
		graph_table_release(&old);
	}
	put(t, (struct graph_slot){hash, number, 1});
	t->n++;
}

uint64_t graph_mix(uint64_t hash, uint64_t number)
{
	hash = (hash ^ number) * 0x9e3779b97f4a7c15;
	return hash ^ hash >> 29;
}

uint64_t graph_hash(uint64_t hash, const char *text, size_t n)
{
	uint64_t word = 0;
	hash = graph_mix(hash, n);
	for (; n >= sizeof word; n -= sizeof word, text += sizeof word) {
		memcpy(&word, text, sizeof word);
		hash = graph_mix(hash, word);
	}
	if (!n)
		return hash;
	word = 0;
	memcpy(&word, text, n);
	return graph_mix(hash, word);
}
