/* cache: graphs read from disk. */
#ifndef TBTOP_CACHE_GRAPHS_H
#define TBTOP_CACHE_GRAPHS_H

#include "tbtop/cache/blobs.h"
#include "tbtop/cache/caches.h"
#include "tbtop/cache/exports.h"
#include "tbtop/graph/graph_items.h"

/* A graph that was read, or the reason why it cannot be shown. */
struct graph_value {
	struct graph *graph;
	char error[256]; /* "" unless there is no graph */
	char note[128];  /* what is wrong with it; "" nothing */
	/* Private: the bytes that the graph consists of. */
	struct blob blob, other;
	char *made;
};

/* Returns the graph of entry i of a series, as reads_find does: a GraphDef, a MetaGraphDef, Keras'
 * description of a model, or a RunMetadata. `other` (series NULL: none) is a series of the same
 * run whose last entry completes it: of a graph, the RunMetadata with its measurements; of a
 * RunMetadata without graphs, the graph. *progress is the share that was read, 0 to 1. */
const struct graph_value *graph_value_find(struct caches *c, const tfe_view *view, uint64_t i,
					   const tfe_view *other, double *progress);

/* Writes the graph to a new file in the current directory, in the language DOT of Graphviz, as
 * export_find does. */
const struct export *graph_dot_find(struct caches *c, const tfe_view *view, uint64_t i,
				    uint32_t number);

#endif
