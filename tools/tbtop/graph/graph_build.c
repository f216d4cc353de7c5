/* graph: building: nodes, the edges between them, and what was measured. */
#include "tbtop/graph/graph_items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/graph/graph_shape.h"
#include "tbtop/graph/graph_table.h"
#include "tbtop/graph/graph_tree.h"
#include "tbtop/graph/tpu_ops.h"

/* The top scope of library functions, as in TensorBoard. */
static const char library_prefix[] = "__function_library__";

/* --- nodes ------------------------------------------------------------------------------------ */

static struct graph_text text_of(tfe_bytes b)
{
	uint32_t n = b.size < GRAPH_NONE ? (uint32_t)b.size : GRAPH_NONE - 1;
	return (struct graph_text){b.size ? (const char *)b.data : "", n};
}

/* Writes what comes before the name of a node, and of its inputs. */
static struct graph_text prefix_of(struct graph *g, const tfe_graph_node *node)
{
	char number[32] = "";
	struct graph_text function = text_of(node->function);
	if (node->graph)
		snprintf(number, sizeof number, "graph_%u/", (unsigned)node->graph);
	if (!function.n)
		return graph_copy(g, number, strlen(number), NULL, 0);
	struct graph_text library = graph_copy(g, library_prefix, strlen(library_prefix), number,
					       strlen(number) ? strlen(number) - 1 : 0);
	if (node->graph) /* "__function_library__graph_1_" */
		library = graph_copy(g, library.at, library.n, "_", 1);
	struct graph_text prefix = graph_copy(g, library.at, library.n, function.at, function.n);
	return graph_copy(g, prefix.at, prefix.n, "/", 1);
}

static uint16_t device_of(struct graph *g, struct graph_text device)
{
	for (uint32_t i = g->n_devices; i-- > 0;)
		if (g->devices[i].n == device.n && !memcmp(g->devices[i].at, device.at, device.n))
			return (uint16_t)i;
	if (g->n_devices + 1 < GRAPH_DEVICES)
		g->devices[g->n_devices++] = device;
	else if (g->n_devices < GRAPH_DEVICES)
		g->devices[g->n_devices++] = (struct graph_text){"other devices", 13};
	return (uint16_t)(g->n_devices - 1);
}

void graph_add_node(struct graph *g, const tfe_graph_node *node)
{
	char shape[GRAPH_SHAPE_TEXT];
	if (g->n_nodes == GRAPH_NONE / 4)
		return;
	g->nodes = need_room(g->nodes, g->n_nodes, &g->nodes_capacity, sizeof *g->nodes);
	const struct graph_node *last = g->n_nodes ? &g->nodes[g->n_nodes - 1] : NULL;
	struct graph_node *n = &g->nodes[g->n_nodes++];
	*n = (struct graph_node){
		.source = *node,
		.name = text_of(node->name),
		.shape = "",
		.first_input = g->n_edges,
		.device = device_of(g, text_of(node->device)),
		.fits_tpu = tpu_fits(node),
		.item = GRAPH_NONE,
	};
	if (node->graph || node->function.size) {
		struct graph_text prefix = prefix_of(g, node);
		n->name = graph_copy(g, prefix.at, prefix.n, n->name.at, n->name.n);
	}
	graph_shape_of(node, shape);
	if (last && !strcmp(last->shape, shape))
		n->shape = last->shape;
	else if (*shape)
		n->shape = graph_copy(g, shape, strlen(shape), NULL, 0).at;
}

void graph_add_input(struct graph *g, tfe_bytes input)
{
	if (!g->n_nodes || g->n_edges == GRAPH_NONE / 4)
		return;
	struct graph_text name = text_of(input);
	g->edges = need_room(g->edges, g->n_edges, &g->edges_capacity, sizeof *g->edges);
	g->edges[g->n_edges++] = (struct graph_edge){
		.name = name, .node = GRAPH_NONE, .control = name.n && name.at[0] == '^'};
	g->nodes[g->n_nodes - 1].n_inputs++;
}

bool graph_add_message(struct graph *g, tfe_bytes blob, tfe_graph_form form, graph_report *report,
		       void *context)
{
	enum { NODES = 1000 }; /* between reports */
	tfe_graph_nodes nodes;
	tfe_graph_node node;
	tfe_graph_nodes_init(&nodes, blob, form);
	while (tfe_graph_nodes_next(&nodes, &node)) {
		tfe_graph_inputs inputs;
		tfe_bytes input;
		graph_add_node(g, &node);
		tfe_graph_inputs_init(&inputs, &node);
		while (tfe_graph_inputs_next(&inputs, &input))
			graph_add_input(g, input);
		if (report && g->n_nodes % NODES == 0 && node.name.size)
			report(context, (double)(node.name.data - blob.data) / (double)blob.size);
	}
	return nodes.damaged;
}

/* --- edges ------------------------------------------------------------------------------------ */

static uint64_t hash_of(const struct graph *g, struct graph_text text)
{
	return graph_hash(g->seed, text.at, text.n);
}

static uint32_t find_node(const struct graph *g, const struct graph_table *names,
			  struct graph_text name)
{
	uint64_t hash = hash_of(g, name);
	size_t at = 0;
	for (uint32_t i; (i = graph_table_next(names, hash, &at)) != GRAPH_NONE;)
		if (g->nodes[i].name.n == name.n && !memcmp(g->nodes[i].name.at, name.at, name.n))
			return i;
	return GRAPH_NONE;
}

/* Returns the name of the node that an input refers to: without '^', and without the output, which
 * is ":1", or ":y:0" in a function. */
static struct graph_text referred(struct graph_text input)
{
	if (input.n && input.at[0] == '^')
		return (struct graph_text){input.at + 1, input.n - 1};
	const char *colon = memchr(input.at, ':', input.n);
	return colon ? (struct graph_text){input.at, (uint32_t)(colon - input.at)} : input;
}

static void index_names(struct graph *g, struct graph_table *names)
{
	graph_table_init(names, g->n_nodes);
	for (uint32_t i = 0; i < g->n_nodes; i++) {
		if (find_node(g, names, g->nodes[i].name) == GRAPH_NONE)
			graph_table_add(names, hash_of(g, g->nodes[i].name), i);
		else
			g->repeated++;
	}
}

/* Names with a colon exist (Keras), so the whole input is tried as a last resort. */
static uint32_t find_input(struct graph *g, const struct graph_table *names,
			   const struct graph_node *node, struct graph_text input)
{
	struct graph_text name = referred(input);
	size_t own = text_of(node->source.name).n, prefix = node->name.n - own;
	char *bytes = NULL;
	if (prefix) {
		bytes = need_zeroed(1, prefix + name.n + 1);
		memcpy(bytes, node->name.at, prefix);
		memcpy(bytes + prefix, name.at, name.n);
		name = (struct graph_text){bytes, (uint32_t)(prefix + name.n)};
	}
	uint32_t found = find_node(g, names, name);
	free(bytes);
	return found != GRAPH_NONE || prefix ? found : find_node(g, names, input);
}

static void connect(struct graph *g, const struct graph_table *names)
{
	for (uint32_t i = 0; i < g->n_nodes; i++) {
		struct graph_node *node = &g->nodes[i];
		for (uint32_t k = 0; k < node->n_inputs; k++) {
			struct graph_edge *edge = &g->edges[node->first_input + k];
			edge->node = find_input(g, names, node, edge->name);
			if (edge->node == GRAPH_NONE)
				g->missing++;
			else
				g->nodes[edge->node].n_outputs++;
		}
	}
}

/* Sorts the ends of the edges by their begin. */
static void list_outputs(struct graph *g)
{
	uint32_t n = 0;
	g->outputs = need_zeroed((size_t)g->n_edges + 1, sizeof *g->outputs);
	for (uint32_t i = 0; i < g->n_nodes; i++) {
		g->nodes[i].first_output = n;
		n += g->nodes[i].n_outputs;
		g->nodes[i].n_outputs = 0;
	}
	for (uint32_t i = 0; i < g->n_nodes; i++)
		for (uint32_t k = 0; k < g->nodes[i].n_inputs; k++) {
			uint32_t from = g->edges[g->nodes[i].first_input + k].node;
			if (from == GRAPH_NONE)
				continue;
			struct graph_node *node = &g->nodes[from];
			g->outputs[node->first_output + node->n_outputs++] = i;
		}
}

/* --- measurements ----------------------------------------------------------------------------- */

/* Adds what was measured, as TensorBoard does: from the first start to the last end, and the sum of
 * the memory. */
static void measure(struct graph *g, const struct graph_table *names, tfe_bytes run_metadata)
{
	tfe_graph_measured measured;
	tfe_graph_stats stats;
	tfe_graph_measured_init(&measured, run_metadata);
	while (tfe_graph_measured_next(&measured, &stats)) {
		uint32_t i = find_node(g, names, text_of(stats.node));
		if (i == GRAPH_NONE)
			continue;
		struct graph_node *node = &g->nodes[i];
		node->device = device_of(g, text_of(stats.device));
		if (stats.memory_bytes <= INT64_MAX / 2 - node->memory_bytes)
			node->memory_bytes += stats.memory_bytes;
		if (stats.duration_us <= 0 || stats.start_us < 0 ||
		    stats.duration_us > INT64_MAX - stats.start_us)
			continue;
		int64_t end = stats.start_us + stats.duration_us;
		if (!node->end_us || stats.start_us < node->start_us)
			node->start_us = stats.start_us;
		node->end_us = end > node->end_us ? end : node->end_us;
	}
	for (uint32_t i = 0; i < g->n_nodes; i++)
		g->measured += g->nodes[i].end_us > 0 || g->nodes[i].memory_bytes > 0;
}

void graph_finish(struct graph *g, tfe_bytes run_metadata)
{
	struct graph_table names;
	index_names(g, &names);
	connect(g, &names);
	list_outputs(g);
	measure(g, &names, run_metadata);
	graph_table_release(&names);
	graph_build_tree(g);
	g->bytes += g->nodes_capacity * sizeof *g->nodes + g->edges_capacity * sizeof *g->edges +
		    (size_t)g->n_edges * sizeof *g->outputs +
		    (size_t)g->n_items * sizeof *g->items + g->search_bytes;
}
