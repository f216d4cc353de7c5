/* tbtop: graphs as trees: scopes, groups of what is alike, edges, sums, moving and searching. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/graph/graph_dot.h"
#include "tbtop/graph/graph_links.h"
#include "tbtop/graph/graph_walk.h"

static tfe_bytes bytes(const char *text)
{
	return (tfe_bytes){(const uint8_t *)text, strlen(text)};
}

/* Adds a node; the inputs are separated by blanks. */
static void add(struct graph *g, const char *name, const char *op, const char *inputs)
{
	tfe_graph_node node = {.name = bytes(name), .op = bytes(op)};
	graph_add_node(g, &node);
	while (*inputs) {
		size_t n = strcspn(inputs, " ");
		graph_add_input(g, (tfe_bytes){(const uint8_t *)inputs, n});
		inputs += n + strspn(inputs + n, " ");
	}
}

static struct graph *finished(struct graph *g)
{
	graph_finish(g, (tfe_bytes){0});
	return g;
}

/* Returns the item with a label, the first one in preorder. */
static uint32_t item_of(const struct graph *g, const char *label)
{
	for (uint32_t i = 1; i < g->n_items; i++)
		if (g->items[i].label.n == strlen(label) &&
		    !memcmp(g->items[i].label.at, label, strlen(label)))
			return i;
	fail_msg("no item %s", label);
	return GRAPH_NONE;
}

static void assert_parent(const struct graph *g, const char *label, const char *parent)
{
	uint32_t i = g->items[item_of(g, label)].parent;
	assert_int_equal(i, *parent ? item_of(g, parent) : 0);
}

/* Every invariant of a tree in preorder. */
static void assert_sound(const struct graph *g)
{
	assert_int_equal(g->items[0].size, g->n_items);
	assert_int_equal(g->items[0].ops, g->n_nodes);
	for (uint32_t i = 1; i < g->n_items; i++) {
		const struct graph_item *item = &g->items[i], *above = &g->items[item->parent];
		assert_in_range(item->size, 1, g->n_items - i);
		assert_true(item->parent < i);
		assert_true(i + item->size <= item->parent + above->size);
		assert_int_equal(item->depth, above->depth + 1);
		assert_in_range(item->depth, 1, GRAPH_DEPTH);
		if (item->node != GRAPH_NONE)
			assert_int_equal(g->nodes[item->node].item, i);
	}
	for (uint32_t i = 0; i < g->n_nodes; i++)
		assert_int_equal(g->items[g->nodes[i].item].node, i);
}

static struct graph *network(void)
{
	struct graph *g = graph_open();
	add(g, "input", "Placeholder", "");
	for (int i = 0; i < 4; i++) {
		static char names[4][3][64], inputs[4][200];
		snprintf(names[i][0], 64, "net/layer_%d/kernel", i);
		snprintf(names[i][1], 64, "net/layer_%d/MatMul", i);
		snprintf(names[i][2], 64, "net/layer_%d/Relu", i);
		if (i)
			snprintf(inputs[i], 200, "net/layer_%d/Relu:0 %.64s", i - 1, names[i][0]);
		else
			snprintf(inputs[i], 200, "input %.64s", names[i][0]);
		add(g, names[i][0], "Const", "");
		add(g, names[i][1], "MatMul", inputs[i]);
		add(g, names[i][2], i == 3 ? "Softmax" : "Relu", names[i][1]);
	}
	add(g, "loss", "Mean", "net/layer_3/Relu ^input");
	return finished(g);
}

static void scopes_are_a_tree(void **state)
{
	(void)state;
	struct graph *g = network();
	assert_sound(g);
	assert_parent(g, "net", "");
	assert_parent(g, "layer_3", "net");
	assert_int_equal(g->items[item_of(g, "net")].ops, 12);
	assert_int_equal(g->items[item_of(g, "net")].embedded, 4);
	/* Three layers are alike; the one with another operation is not. */
	uint32_t group = item_of(g, "layer_0 \u2026 2");
	assert_int_equal(g->items[group].alike, 3);
	assert_int_equal(g->items[group].ops, 9);
	assert_parent(g, "layer_1", "layer_0 \u2026 2");
	graph_close(g);
}

static struct graph_link link_of(const struct graph *g, uint32_t item, uint32_t i)
{
	struct graph_links links;
	graph_links_init(&links, g, item);
	assert_in_range(i, 0, graph_links_count(&links) - 1);
	return graph_links_at(&links, i);
}

static void edges_go_both_ways(void **state)
{
	(void)state;
	struct graph *g = network();
	struct graph_links links;
	uint32_t input = item_of(g, "input"), loss = item_of(g, "loss");
	assert_int_equal(g->missing, 0);
	graph_links_init(&links, g, loss);
	assert_int_equal(links.n_inputs, 2);
	assert_int_equal(links.n_outputs, 0);
	assert_true(link_of(g, loss, 1).control);
	assert_int_equal(g->nodes[link_of(g, loss, 1).node].item, input);
	graph_links_init(&links, g, input);
	assert_int_equal(links.n_inputs, 0);
	assert_int_equal(links.n_outputs, 2);
	assert_int_equal(g->nodes[link_of(g, input, 1).node].item, loss);
	graph_close(g);
}

/* A scope is connected with nodes outside of it, each once. */
static void scopes_have_links_too(void **state)
{
	(void)state;
	struct graph *g = network();
	struct graph_links links;
	uint32_t layer = item_of(g, "layer_1");
	graph_links_init(&links, g, layer);
	assert_int_equal(links.n_inputs, 1);
	assert_int_equal(links.n_outputs, 1);
	assert_false(links.partial);
	assert_int_equal(g->items[g->nodes[link_of(g, layer, 0).node].item].parent,
			 item_of(g, "layer_0"));
	assert_int_equal(g->items[g->nodes[link_of(g, layer, 1).node].item].parent,
			 item_of(g, "layer_2"));
	graph_close(g);
	g = graph_open();
	static char names[GRAPH_LINKS + 1][16];
	for (int i = 0; i <= GRAPH_LINKS; i++) {
		snprintf(names[i], sizeof names[i], "x%d", i);
		add(g, names[i], names[i], "");
	}
	add(g, "s/a", "Sum", "");
	for (int i = 0; i <= GRAPH_LINKS; i++)
		graph_add_input(g, bytes(names[i]));
	finished(g);
	graph_links_init(&links, g, item_of(g, "s"));
	assert_int_equal(links.n_inputs, GRAPH_LINKS);
	assert_true(links.partial);
	graph_links_init(&links, g, item_of(g, "a"));
	assert_int_equal(links.n_inputs, GRAPH_LINKS + 1);
	assert_false(links.partial);
	graph_close(g);
}

/* Cycles, missing inputs, repeated names, a scope that is an operation, empty names. */
static void strange_graphs_are_shown(void **state)
{
	(void)state;
	struct graph *g = graph_open();
	add(g, "a", "Add", "b nothing ^a :1 ^");
	add(g, "b", "Add", "a");
	add(g, "a/x", "Mul", "a");
	add(g, "a", "Sub", "b");
	add(g, "", "Empty", "");
	add(g, "/", "Slash", "");
	add(g, "//s//t/", "Slashes", "");
	finished(g);
	assert_sound(g);
	assert_int_equal(g->repeated, 1);
	assert_int_equal(g->missing, 1); /* ":1" and "^" refer to the empty name */
	assert_int_equal(g->items[item_of(g, "a")].size, 2);
	assert_parent(g, "/t/", "//s");
	graph_close(g);
}

static void deep_names_are_cut_into_few_scopes(void **state)
{
	(void)state;
	enum { N = 20001 };
	static char deep[3][N + 1];
	struct graph *g = graph_open();
	memset(deep[0], '/', N);
	for (int k = 1; k < 3; k++)
		for (int i = 0; i < N; i++)
			deep[k][i] = i % 2 ? '/' : 'a';
	deep[2][N - 1] = 'b';
	for (int k = 0; k < 3; k++)
		add(g, deep[k], "Deep", deep[1]);
	finished(g);
	assert_sound(g);
	assert_int_equal(g->missing, 0);
	assert_in_range(g->n_items, 4, 2 * GRAPH_COMPONENTS + 10);
	graph_close(g);
}

/* Of a library function and of several graphs, names get the prefixes of TensorBoard. */
static void functions_and_graphs_are_apart(void **state)
{
	(void)state;
	struct graph *g = graph_open();
	tfe_graph_node node = {.name = bytes("a"), .op = bytes("_Arg"), .graph = 1};
	graph_add_node(g, &node);
	node.graph = 2;
	graph_add_node(g, &node);
	node = (tfe_graph_node){.name = bytes("b"), .op = bytes("Neg"), .graph = 2};
	graph_add_node(g, &node);
	graph_add_input(g, bytes("a"));
	node = (tfe_graph_node){.name = bytes("a"), .function = bytes("f")};
	graph_add_node(g, &node);
	node.name = bytes("r");
	graph_add_node(g, &node);
	graph_add_input(g, bytes("a:y:0"));
	finished(g);
	assert_sound(g);
	assert_int_equal(g->missing, 0);
	assert_int_equal(g->repeated, 0);
	assert_memory_equal(g->nodes[0].name.at, "graph_1/a", 9);
	assert_int_equal(link_of(g, g->nodes[2].item, 0).node, 1);
	assert_memory_equal(g->nodes[3].name.at, "__function_library__f/a", 23);
	assert_int_equal(link_of(g, g->nodes[4].item, 0).node, 3);
	graph_close(g);
}

/* --- moving ----------------------------------------------------------------------------------- */

static void rows_follow_what_is_open(void **state)
{
	(void)state;
	struct graph *g = network();
	struct graph_place p = {0};
	uint32_t net = item_of(g, "net"), loss = item_of(g, "loss");
	assert_int_equal(graph_focus(g, &p), 1);
	assert_int_equal(graph_step(g, &p, 1, 1), net);
	assert_int_equal(graph_step(g, &p, net, 1), loss);
	assert_int_equal(graph_step(g, &p, loss, 1), loss);
	assert_int_equal(graph_step(g, &p, loss, -1), net);
	assert_int_equal(graph_step(g, &p, 1, -1), 1);
	graph_set_open(g, &p, net, true);
	assert_int_equal(graph_step(g, &p, net, 1), net + 1);
	assert_int_equal(graph_step(g, &p, loss, -1), item_of(g, "layer_3"));
	graph_reveal(g, &p, item_of(g, "layer_2"));
	assert_int_equal(graph_step(g, &p, item_of(g, "layer_3"), -1), item_of(g, "layer_2"));
	graph_set_open(g, &p, net, false);
	assert_int_equal(graph_focus(g, &p), net); /* the focus was in it */
	assert_int_equal(graph_last_row(g, &p), loss);
	graph_close(g);
}

/* Every row is reached from both ends, whatever is open. */
static void rows_are_the_same_in_both_directions(void **state)
{
	(void)state;
	struct graph *g = network();
	struct graph_place p = {0};
	srandom(3);
	for (int round = 0; round < 200; round++) {
		uint32_t rows[64], n = 0, item = (uint32_t)random() % g->n_items;
		graph_set_open(g, &p, item, random() % 3 > 0);
		for (uint32_t i = 1, next;; i = next) {
			rows[n++] = i;
			next = graph_step(g, &p, i, 1);
			if (next == i)
				break;
		}
		assert_int_equal(rows[n - 1], graph_last_row(g, &p));
		for (uint32_t k = n; k-- > 1;)
			assert_int_equal(graph_step(g, &p, rows[k], -1), rows[k - 1]);
	}
	graph_close(g);
}

/* More open scopes than can be remembered: all others are closed, the wanted one is shown. */
static void the_set_of_open_scopes_is_bounded(void **state)
{
	(void)state;
	enum { N = 3000 };
	static char names[N][16];
	static char ops[N][8];
	struct graph *g = graph_open();
	struct graph_place p = {0};
	for (int i = 0; i < N; i++) {
		snprintf(names[i], sizeof names[i], "s%d/x", i);
		snprintf(ops[i], sizeof ops[i], "o%d", i);
		add(g, names[i], ops[i], "");
	}
	finished(g);
	for (uint32_t i = 0; i < g->n_nodes; i++) {
		graph_reveal(g, &p, g->nodes[i].item);
		assert_int_equal(graph_focus(g, &p), g->nodes[i].item);
	}
	graph_close(g);
}

static void searching_goes_around(void **state)
{
	(void)state;
	struct graph *g = network();
	uint32_t number;
	uint32_t found = graph_search(g, "RELU", 0, 1); /* a name or an operation, in any case */
	assert_int_equal(g->items[found].parent, item_of(g, "layer_0"));
	assert_int_equal(graph_count_matches(g, "relu", found, &number), 4);
	assert_int_equal(number, 1);
	assert_int_equal(graph_search(g, "relu", found, -1),
			 g->nodes[12].item); /* of layer_3, around the begin */
	assert_int_equal(graph_search(g, "softmax", 0, 1), g->nodes[12].item);
	assert_int_equal(graph_search(g, "placeholder", 1, 1), 1);
	assert_int_equal(graph_search(g, "layer_2/rel", 0, 1), g->nodes[9].item);
	assert_int_equal(graph_search(g, "net/layer_2/", 0, 1), item_of(g, "layer_2"));
	assert_int_equal(graph_search(g, "et/layer_2/MatMul", 0, 1), g->nodes[8].item);
	assert_int_equal(graph_search(g, "loss/relu", 0, 1), GRAPH_NONE);
	assert_int_equal(graph_search(g, "nowhere", 0, 1), GRAPH_NONE);
	assert_int_equal(graph_search(g, "/", 0, 1), GRAPH_NONE);
	assert_int_equal(graph_search(g, "", 0, 1), GRAPH_NONE);
	graph_close(g);
}

/* The path and the count of operations do not depend on the order of the file. */
static void ids_do_not_depend_on_the_reading(void **state)
{
	(void)state;
	struct graph *a = network(), *b = network();
	assert_int_equal(a->n_items, b->n_items);
	for (uint32_t i = 0; i < a->n_items; i++)
		assert_true(a->items[i].id == b->items[i].id);
	graph_close(a);
	graph_close(b);
}

/* --- measurements, TPU, DOT ------------------------------------------------------------------- */

static void tpu_fits_as_in_tensorboard(void **state)
{
	(void)state;
	static const struct {
		const char *op, *device;
		bool fits;
	} cases[] = {
		{"Abs", "", true},
		{"ZerosLike", "", true},
		{"MatMul", "/device:TPU:0", true},
		{"MatMulX", "", false},
		{"PyFunc", "", false},
		{"PyFunc", "/device:TPU:0", false},
		{"PyFunc", "/device:CPU:0", true},
		{"PyFunc", "/job:w/device:gpu:1", true},
		{"PyFunc", "/job:w/device:TPU_SYSTEM:0", true},
		{"PyFunc", "/job:w", true},
		{"", "/device:TPU:0", true},
	};
	struct graph *g = graph_open();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_graph_node node = {.name = bytes(cases[i].op),
				       .op = bytes(cases[i].op),
				       .device = bytes(cases[i].device)};
		graph_add_node(g, &node);
		assert_int_equal(g->nodes[i].fits_tpu, cases[i].fits);
	}
	tfe_graph_node node = {.name = bytes("n"), .op = bytes("PyFunc"), .function = bytes("f")};
	graph_add_node(g, &node);
	assert_true(g->nodes[g->n_nodes - 1].fits_tpu);
	graph_close(g);
}

/* The sums of TensorBoard (NodeStats): from the first start to the last end of all executions, the
 * sum of the memory, and the device of the last one; of a scope, from the first to the last of its
 * nodes. */
static void measurements_are_summed_as_in_tensorboard(void **state)
{
	(void)state;
	/* Of s/a 100 to 130 with 10 bytes, 90 to 95 with 5; of s/b 200 to 201; of none 1 to 2. */
	static const char metadata[] = "\x0a\x48\x0a\x46\x0a\x04/d:1"
				       "\x12\x0d\x0a\x03s/a\x10\x64\x28\x1e\x32\x02\x10\x0a"
				       "\x12\x0d\x0a\x03s/a\x10\x5a\x28\x05\x32\x02\x10\x05"
				       "\x12\x0a\x0a\x03s/b\x10\xc8\x01\x28\x01"
				       "\x12\x0a\x0a\x04none\x10\x01\x28\x01"
				       "\x12\x08\x0a\x03s/c\x10\x07\x28";
	struct graph *g = graph_open();
	add(g, "s/a", "A", "");
	add(g, "s/b", "B", "");
	add(g, "s/c", "C", "");
	graph_finish(g, (tfe_bytes){(const uint8_t *)metadata, sizeof metadata - 1});
	assert_int_equal(g->nodes[0].start_us, 90);
	assert_int_equal(g->nodes[0].end_us, 130);
	assert_int_equal(g->nodes[0].memory_bytes, 15);
	assert_int_equal(g->nodes[1].end_us - g->nodes[1].start_us, 1);
	assert_int_equal(g->nodes[2].end_us, 0);
	assert_int_equal(g->measured, 2);
	assert_int_equal(g->items[0].start_us, 90);
	assert_int_equal(g->items[0].end_us, 201);
	assert_int_equal(g->items[0].memory_bytes, 15);
	graph_close(g);
}

static void many_devices_share_the_last(void **state)
{
	(void)state;
	static char names[400][24];
	struct graph *g = graph_open();
	for (int i = 0; i < 400; i++) {
		snprintf(names[i], sizeof names[i], "/device:CPU:%d", i);
		tfe_graph_node node = {.name = bytes(names[i]), .device = bytes(names[i])};
		graph_add_node(g, &node);
	}
	finished(g);
	assert_int_equal(g->n_devices, GRAPH_DEVICES);
	assert_int_equal(g->nodes[399].device, GRAPH_DEVICES - 1);
	assert_int_equal(g->items[0].device, GRAPH_MIXED);
	graph_close(g);
}

/* No name of the log is part of the syntax: quotes, backslashes, line ends, control characters. */
static void dot_escapes_names(void **state)
{
	(void)state;
	struct graph *g = graph_open();
	size_t n;
	add(g, "a\"];x\\", "Op\n\x1b[2J\xff", "");
	add(g, "s/b", "Add", "a\"];x\\ ^s/b missing");
	char *dot = graph_dot(finished(g), &n);
	assert_string_equal(dot, "digraph graph_of_run {\nrankdir=BT;\nnode [shape=box];\n"
				 "n0 [label=\"a\\\"];x\\\\\\nOp\\\\n\\\\x1b[2J\\\\xff\"];\n"
				 "subgraph cluster_2 {\nlabel=\"s\";\n"
				 "n1 [label=\"b\\nAdd\"];\n}\n"
				 "n0 -> n1;\nn1 -> n1 [style=dotted];\n}\n");
	assert_int_equal(strlen(dot), n);
	free(dot);
	graph_close(g);
}

static void an_empty_graph_has_no_rows(void **state)
{
	(void)state;
	struct graph *g = finished(graph_open());
	struct graph_place p = {.focus = 5};
	uint32_t number;
	assert_int_equal(g->n_items, 1);
	assert_int_equal(graph_focus(g, &p), GRAPH_NONE);
	assert_int_equal(graph_last_row(g, &p), GRAPH_NONE);
	assert_int_equal(graph_search(g, "a", 0, 1), GRAPH_NONE);
	assert_int_equal(graph_count_matches(g, "a", 0, &number), 0);
	graph_close(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scopes_are_a_tree),
		cmocka_unit_test(edges_go_both_ways),
		cmocka_unit_test(scopes_have_links_too),
		cmocka_unit_test(strange_graphs_are_shown),
		cmocka_unit_test(deep_names_are_cut_into_few_scopes),
		cmocka_unit_test(functions_and_graphs_are_apart),
		cmocka_unit_test(rows_follow_what_is_open),
		cmocka_unit_test(rows_are_the_same_in_both_directions),
		cmocka_unit_test(the_set_of_open_scopes_is_bounded),
		cmocka_unit_test(searching_goes_around),
		cmocka_unit_test(ids_do_not_depend_on_the_reading),
		cmocka_unit_test(tpu_fits_as_in_tensorboard),
		cmocka_unit_test(measurements_are_summed_as_in_tensorboard),
		cmocka_unit_test(many_devices_share_the_last),
		cmocka_unit_test(dot_escapes_names),
		cmocka_unit_test(an_empty_graph_has_no_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
