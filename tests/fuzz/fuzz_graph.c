/* Target functions: tfe_graph_nodes_next tfe_graph_inputs_next tfe_graph_attributes_next
 * tfe_graph_measured_next graph_finish graph_search graph_dot keras_graph
 *
 * The first byte chooses what the rest is: a GraphDef, a MetaGraphDef, a RunMetadata, or Keras'
 * description of a model. The tree must be sound, and each row must be reached from both ends. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tbtop/cache/keras_graph.h"
#include "tbtop/graph/graph_dot.h"
#include "tbtop/graph/graph_links.h"
#include "tbtop/graph/graph_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_tree(const struct graph *g)
{
	require(g->items[0].size == g->n_items && g->items[0].ops == g->n_nodes);
	for (uint32_t i = 1; i < g->n_items; i++) {
		const struct graph_item *item = &g->items[i];
		require(item->parent < i && item->size > 0);
		require(i + item->size <= item->parent + g->items[item->parent].size);
		require(item->depth <= GRAPH_DEPTH);
	}
	for (uint32_t i = 0; i < g->n_nodes; i++)
		require(g->items[g->nodes[i].item].node == i);
}

static void check_rows(const struct graph *g)
{
	struct graph_place p = {0};
	struct graph_links links;
	uint32_t number, last = graph_last_row(g, &p), i = graph_focus(g, &p);
	for (uint32_t k = 0; k < g->n_nodes && k < 50; k++)
		graph_reveal(g, &p, g->nodes[k].item);
	for (uint32_t next; i != GRAPH_NONE; i = next) {
		next = graph_step(g, &p, i, 1);
		require(next == i || graph_step(g, &p, next, -1) == i);
		graph_links_init(&links, g, i);
		for (uint32_t k = 0; k < graph_links_count(&links) && k < 9; k++)
			graph_links_at(&links, k);
		last = i;
		if (next == i)
			break;
	}
	require(last == graph_last_row(g, &p));
	graph_search(g, "a/b", 0, 1);
	graph_search(g, "e", 0, -1);
	graph_count_matches(g, "/e", 1, &number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *error;
	char *made = NULL;
	size_t n = 0;
	if (!size)
		return 0;
	struct graph *g = graph_open();
	unsigned form = data[0] % 4;
	tfe_bytes blob = {data + 1, size - 1};
	if (form == 3) {
		made = keras_graph(blob, &n, &error);
		graph_add_message(g, (tfe_bytes){(const uint8_t *)made, n},
				  TFE_GRAPH_FORM_GRAPH_DEF, NULL, NULL);
	} else {
		graph_add_message(g, blob, (tfe_graph_form)form, NULL, NULL);
	}
	graph_finish(g, blob);
	check_tree(g);
	check_rows(g);
	char *dot = graph_dot(g, &n);
	require(strlen(dot) == n);
	free(dot);
	graph_close(g);
	free(made);
	return 0;
}
