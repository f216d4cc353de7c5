/* graph: opening and closing; memory of texts in blocks, which never move. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/memory.h"
#include "tbtop/graph/graph_items.h"

struct graph *graph_open(void)
{
	struct graph *g = need_zeroed(1, sizeof *g);
	g->seed = (uint64_t)(uintptr_t)g ^ (uint64_t)time(NULL);
	g->n_devices = 1;
	g->devices[0] = (struct graph_text){"", 0};
	g->bytes = sizeof *g;
	return g;
}

/* --- memory of texts -------------------------------------------------------------------------- */

struct graph_block {
	struct graph_block *next;
	char bytes[];
};

enum { BLOCK_BYTES = 1 << 16 };

static char *get_bytes(struct graph *g, size_t n)
{
	if (!g->blocks || BLOCK_BYTES - g->block_used < n || n > BLOCK_BYTES) {
		size_t size = n > BLOCK_BYTES ? n : BLOCK_BYTES;
		struct graph_block *block = need_zeroed(1, sizeof *block + size);
		block->next = g->blocks;
		g->blocks = block;
		g->block_used = 0;
		g->bytes += size;
	}
	char *bytes = g->blocks->bytes + g->block_used;
	g->block_used = n > BLOCK_BYTES ? BLOCK_BYTES : g->block_used + n;
	return bytes;
}

struct graph_text graph_copy(struct graph *g, const char *a, size_t n, const char *b, size_t m)
{
	char *bytes = get_bytes(g, n + m + 1);
	if (n)
		memcpy(bytes, a, n);
	if (m)
		memcpy(bytes + n, b, m);
	return (struct graph_text){bytes, (uint32_t)(n + m)};
}

void graph_close(struct graph *g)
{
	if (!g)
		return;
	while (g->blocks) {
		struct graph_block *next = g->blocks->next;
		free(g->blocks);
		g->blocks = next;
	}
	free(g->nodes);
	free(g->edges);
	free(g->outputs);
	free(g->items);
	free(g->search);
	free(g);
}
