/* graph: a hash table from keys to numbers, for building graphs. The numbers are indices of an
 * array that has the keys; the caller compares. The caller's hashes have a seed, so no choice of
 * names makes it slow. */
#ifndef TBTOP_GRAPH_GRAPH_TABLE_H
#define TBTOP_GRAPH_GRAPH_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct graph_table {
	struct graph_slot {
		uint64_t hash;
		uint32_t number;
		uint32_t used;
	} * slots;
	size_t mask, n;
};

/* Makes a table for about n numbers. Pair with graph_table_release. */
void graph_table_init(struct graph_table *t, size_t n);
void graph_table_release(struct graph_table *t);

/* Returns the next number with this hash, or GRAPH_NONE. *at is 0 for the first call. */
uint32_t graph_table_next(const struct graph_table *t, uint64_t hash, size_t *at);

void graph_table_add(struct graph_table *t, uint64_t hash, uint32_t number);

/* Mixes a number, or n bytes, into a hash. */
uint64_t graph_mix(uint64_t hash, uint64_t number);
uint64_t graph_hash(uint64_t hash, const char *text, size_t n);

#endif
