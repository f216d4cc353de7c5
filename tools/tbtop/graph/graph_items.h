/* graph: a computation graph as a tree of scopes. The tree is built once, by the thread that reads,
 * and never changes; update/ moves in it and view/ draws it. */
#ifndef TBTOP_GRAPH_GRAPH_ITEMS_H
#define TBTOP_GRAPH_GRAPH_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/graph_nodes.h>

#define GRAPH_NONE UINT32_MAX

/* Bytes of the log or of the graph: any characters, not terminated. */
struct graph_text {
	const char *at;
	uint32_t n;
};

/* An input of a node. */
struct graph_edge {
	struct graph_text name; /* as in the file: "^name", "name:1" */
	uint32_t node;          /* an index in graph.nodes; GRAPH_NONE: there is no such node */
	bool control;
};

/* An operation, in the order of the file. */
struct graph_node {
	tfe_graph_node source;
	struct graph_text name; /* with its function and graph; usually unique */
	const char *shape;      /* "float 8x128" of its first output; "" if the file has none */
	uint32_t first_input, n_inputs;   /* in graph.edges */
	uint32_t first_output, n_outputs; /* in graph.outputs */
	uint32_t item;                    /* its index in graph.items */
	int64_t start_us, end_us;         /* of its executions; end_us 0: not measured */
	int64_t memory_bytes;
	uint16_t device; /* an index in graph.devices */
	bool fits_tpu;
};

enum { GRAPH_NO_DEVICE = 0, GRAPH_DEVICES = 200, GRAPH_MIXED = GRAPH_DEVICES };

/* A row of the tree: the graph, a scope, an operation, an operation with a scope of its own name,
 * or a group of siblings that are alike.
 *
 * Items are in preorder: item 0 is the graph, the subtree of item i is [i, i + size), and its first
 * child is i + 1. Depths are at most GRAPH_DEPTH. */
struct graph_item {
	uint64_t id; /* of its path, the same in every reading of the graph */
	struct graph_text label;
	uint32_t parent, size;
	uint32_t node;  /* GRAPH_NONE: a scope or a group */
	uint32_t alike; /* number of children of a group of siblings that are alike; otherwise 0 */
	uint32_t search_at; /* offset of its text in graph.search */
	/* Sums of its subtree. */
	uint32_t ops, embedded, fits_tpu; /* embedded: constants and summaries */
	int64_t start_us, end_us;         /* from the first start to the last end */
	int64_t memory_bytes;
	uint16_t device; /* an index in graph.devices, or GRAPH_MIXED */
	uint8_t depth;
	bool open_at_first;
};

/* Scopes below this number of components are part of the label. A group of alike siblings may be
 * between two scopes. */
enum { GRAPH_COMPONENTS = 60, GRAPH_DEPTH = 2 * GRAPH_COMPONENTS + 2 };

struct graph {
	struct graph_node *nodes;
	struct graph_edge *edges;
	uint32_t *outputs; /* indices of nodes */
	struct graph_item *items;
	uint32_t n_nodes, n_edges, n_items;
	uint32_t missing, repeated; /* inputs without a node; nodes with the name of another one */
	uint32_t measured;          /* nodes with a time or memory */
	struct graph_text devices[GRAPH_DEVICES]; /* the first is "", the last all further ones */
	uint32_t n_devices;
	char *search; /* of each item "\nlabel\nop", in lower case */
	size_t search_bytes;
	/* Private: memory of texts, and capacities while the graph is built. */
	struct graph_block *blocks;
	size_t block_used, nodes_capacity, edges_capacity;
	size_t bytes;
	uint64_t seed;
};

/* Makes a graph without nodes. Pair with graph_close. */
struct graph *graph_open(void);
void graph_close(struct graph *g);

/* Adds a node, then the inputs of that node. Ownership: the bytes are borrowed until graph_close.
 * Nodes of a library function or of one of several graphs get a prefix, as in TensorBoard. */
void graph_add_node(struct graph *g, const tfe_graph_node *node);
void graph_add_input(struct graph *g, tfe_bytes input);
/* Adds all nodes of a message with their inputs. `report` (may be NULL) is called from time to time
 * with the share of the message that was read, 0 to 1. Returns whether the message is damaged. */
typedef void graph_report(void *context, double share);
bool graph_add_message(struct graph *g, tfe_bytes blob, tfe_graph_form form, graph_report *report,
		       void *context);

/* Connects the nodes and builds the tree. Nothing can be added afterwards. */
void graph_finish(struct graph *g, tfe_bytes run_metadata);

/* Copies bytes into memory of the graph. */
struct graph_text graph_copy(struct graph *g, const char *a, size_t n, const char *b, size_t m);

#endif
