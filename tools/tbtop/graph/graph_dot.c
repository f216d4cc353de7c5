/* graph: graphs in DOT. Nodes are named n0, n1, ... and clusters cluster_0, ..., so no name of the
 * log is part of the syntax. */
#include "tbtop/graph/graph_dot.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "common/printable.h"

/* Writes text for a quoted label, in which a backslash begins an escape. */
static void put_label(FILE *out, const char *text, size_t n)
{
	while (n) {
		struct printable p = printable_next(text, n);
		if (!p.cp)
			for (const char *c = p.escape; *c; c++)
				fprintf(out, *c == '\\' ? "\\\\" : "%c", *c);
		else if (p.cp == '"' || p.cp == '\\')
			fprintf(out, "\\%c", (int)p.cp);
		else
			fwrite(text, 1, p.bytes, out);
		text += p.bytes;
		n -= p.bytes;
	}
}

static void put_node(FILE *out, const struct graph *g, uint32_t item)
{
	const struct graph_item *i = &g->items[item];
	const struct graph_node *node = &g->nodes[i->node];
	fprintf(out, "n%u [label=\"", (unsigned)i->node);
	put_label(out, i->label.at, i->label.n);
	if (node->source.op.size) {
		fputs("\\n", out);
		put_label(out, (const char *)node->source.op.data, node->source.op.size);
	}
	if (*node->shape)
		fprintf(out, "\\n%s", node->shape);
	fputs("\"];\n", out);
}

static void put_items(FILE *out, const struct graph *g)
{
	uint32_t open[GRAPH_DEPTH + 1], n = 0; /* the ends of the clusters that are open */
	for (uint32_t i = 1; i < g->n_items; i++) {
		for (; n && open[n - 1] <= i; n--)
			fputs("}\n", out);
		if (g->items[i].size > 1) {
			fprintf(out, "subgraph cluster_%u {\nlabel=\"", (unsigned)i);
			put_label(out, g->items[i].label.at, g->items[i].label.n);
			fputs("\";\n", out);
			open[n++] = i + g->items[i].size;
		}
		if (g->items[i].node != GRAPH_NONE)
			put_node(out, g, i);
	}
	for (; n; n--)
		fputs("}\n", out);
}

static void put_edges(FILE *out, const struct graph *g)
{
	for (uint32_t i = 0; i < g->n_nodes; i++)
		for (uint32_t k = 0; k < g->nodes[i].n_inputs; k++) {
			const struct graph_edge *edge = &g->edges[g->nodes[i].first_input + k];
			if (edge->node != GRAPH_NONE)
				fprintf(out, "n%u -> n%u%s;\n", (unsigned)edge->node, (unsigned)i,
					edge->control ? " [style=dotted]" : "");
		}
}

char *graph_dot(const struct graph *g, size_t *bytes)
{
	char *text = NULL;
	FILE *out = need(open_memstream(&text, bytes));
	fputs("digraph graph_of_run {\nrankdir=BT;\nnode [shape=box];\n", out);
	put_items(out, g);
	put_edges(out, g);
	fputs("}\n", out);
	if (fclose(out))
		need(NULL);
	return text;
}
