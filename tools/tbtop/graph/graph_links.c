/* graph: what feeds an item, and what it feeds. The cost is bounded, because each frame asks. */
#include "tbtop/graph/graph_links.h"

#include <string.h>

uint32_t graph_links_count(const struct graph_links *l)
{
	return l->n_inputs + l->n_outputs;
}

/* The subtree of a scope, and the edges that may still be considered. */
struct scope {
	uint32_t begin, end, left;
};

/* Adds a node outside of the scope to a list unless the list has it. Returns false if the list is
 * full or enough edges were considered. */
static bool add(const struct graph *g, struct scope *s, uint32_t node, uint32_t *list, uint32_t *n)
{
	if (!s->left--)
		return false;
	uint32_t item = node == GRAPH_NONE ? s->begin : g->nodes[node].item;
	if (item >= s->begin && item < s->end)
		return true;
	for (uint32_t i = 0; i < *n; i++)
		if (list[i] == node)
			return true;
	if (*n == GRAPH_LINKS)
		return false;
	list[(*n)++] = node;
	return true;
}

static bool add_node(struct graph_links *l, struct scope *s, const struct graph_node *node)
{
	const struct graph *g = l->graph;
	for (uint32_t k = 0; k < node->n_inputs; k++)
		if (!add(g, s, g->edges[node->first_input + k].node, l->inputs, &l->n_inputs))
			return false;
	for (uint32_t k = 0; k < node->n_outputs; k++)
		if (!add(g, s, g->outputs[node->first_output + k], l->outputs, &l->n_outputs))
			return false;
	return true;
}

static void find_links(struct graph_links *l, uint32_t item)
{
	const struct graph *g = l->graph;
	struct scope s = {item, item + g->items[item].size, GRAPH_LINK_EDGES};
	for (uint32_t i = s.begin; i < s.end && !l->partial; i++) {
		uint32_t node = g->items[i].node;
		/* An item without edges counts as an edge. */
		l->partial = !s.left || (node != GRAPH_NONE && !add_node(l, &s, &g->nodes[node]));
		s.left -= s.left > 0;
	}
}

void graph_links_init(struct graph_links *l, const struct graph *g, uint32_t item)
{
	uint32_t node = g->items[item].node;
	l->graph = g;
	l->n_inputs = l->n_outputs = 0;
	l->partial = false;
	l->node = node == GRAPH_NONE ? NULL : &g->nodes[node];
	if (!l->node) {
		find_links(l, item);
		return;
	}
	l->n_inputs = l->node->n_inputs;
	l->n_outputs = l->node->n_outputs;
}

struct graph_link graph_links_at(const struct graph_links *l, uint32_t i)
{
	const struct graph *g = l->graph;
	bool input = i < l->n_inputs;
	if (input && l->node) {
		const struct graph_edge *edge = &g->edges[l->node->first_input + i];
		return (struct graph_link){edge->name, edge->node, edge->control};
	}
	uint32_t k = input ? i : i - l->n_inputs;
	uint32_t node = input     ? l->inputs[k]
			: l->node ? g->outputs[l->node->first_output + k]
				  : l->outputs[k];
	return (struct graph_link){g->nodes[node].name, node, false};
}
