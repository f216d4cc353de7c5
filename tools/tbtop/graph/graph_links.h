/* graph: what feeds an item of a tree, and what it feeds. */
#ifndef TBTOP_GRAPH_GRAPH_LINKS_H
#define TBTOP_GRAPH_GRAPH_LINKS_H

#include "tbtop/graph/graph_items.h"

struct graph_link {
	struct graph_text name; /* of an input of an operation as in the file, else of the node */
	uint32_t node;          /* GRAPH_NONE: it does not exist */
	bool control;
};

/* Of a scope, at most so many nodes outside are listed, found in at most so many edges. */
enum { GRAPH_LINKS = 100, GRAPH_LINK_EDGES = 10000 };

/* The inputs and then the outputs of an item. Those of an operation are its own; those of a scope
 * connect it with nodes outside of it, each of which is listed once. */
struct graph_links {
	uint32_t n_inputs, n_outputs;
	bool partial; /* a scope has more */
	/* Private. */
	const struct graph *graph;
	const struct graph_node *node; /* NULL: a scope */
	uint32_t inputs[GRAPH_LINKS], outputs[GRAPH_LINKS];
};

void graph_links_init(struct graph_links *links, const struct graph *g, uint32_t item);
uint32_t graph_links_count(const struct graph_links *links);
struct graph_link graph_links_at(const struct graph_links *links, uint32_t i);

#endif
