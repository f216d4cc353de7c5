/* summary: nodes, inputs, attributes and measurements of graphs in a file. */
#include <stdlib.h>
#include <string.h>

#include "unit/logs.h"

#include <tfevents/graph_nodes.h>

static struct logs_message graph, node, part, inner, value, metadata;

static tfe_bytes bytes_of(const struct logs_message *m)
{
	return (tfe_bytes){m->data, m->n};
}

static void assert_bytes(tfe_bytes got, const char *want)
{
	assert_int_equal(got.size, strlen(want));
	if (got.size)
		assert_memory_equal(got.data, want, got.size);
}

static void attribute(const char *key)
{
	part.n = 0;
	logs_text(&part, 1, key);
	logs_bytes(&part, 2, value.data, value.n);
	logs_bytes(&node, 5, part.data, part.n);
	value.n = 0;
}

static void begin_node(const char *name, const char *op)
{
	node.n = value.n = 0;
	logs_text(&node, 1, name);
	logs_text(&node, 2, op);
}

static void put_shape(struct logs_message *to, uint64_t field, int64_t a, int64_t b)
{
	static struct logs_message shape, dim;
	shape.n = 0;
	for (int i = 0; i < 2; i++) {
		dim.n = 0;
		logs_number(&dim, 1, (uint64_t)(i ? b : a));
		logs_bytes(&shape, 2, dim.data, dim.n);
	}
	logs_bytes(to, field, shape.data, shape.n);
}

/* One node with attributes of all types, and a library function with an argument and a node. */
static void make_graph(void)
{
	graph.n = 0;
	begin_node("dense/MatMul", "MatMul");
	logs_text(&node, 3, "x");
	logs_text(&node, 3, "dense/kernel:1");
	logs_text(&node, 3, "^init");
	logs_text(&node, 4, "/device:GPU:0");
	logs_text(&value, 2, "SAME");
	attribute("padding");
	logs_number(&value, 3, (uint64_t)-5);
	attribute("n");
	logs_float(&value, 4, 0.5f);
	attribute("alpha");
	logs_number(&value, 5, 1);
	attribute("transpose_a");
	logs_number(&value, 6, 1);
	attribute("T");
	put_shape(&value, 7, -1, 128);
	attribute("shape");
	inner.n = 0;
	put_shape(&inner, 7, 8, 3);
	put_shape(&inner, 7, 1, 1);
	logs_bytes(&value, 1, inner.data, inner.n);
	attribute("_output_shapes");
	inner.n = 0;
	logs_bytes(&inner, 3, "\x07\x08\x09", 3); /* packed */
	logs_bytes(&value, 1, inner.data, inner.n);
	attribute("strides");
	logs_bytes(&value, 8, "tensor", 6);
	attribute("value");
	logs_bytes(&graph, 1, node.data, node.n);

	static struct logs_message signature, argument, function, library;
	signature.n = argument.n = function.n = library.n = 0;
	logs_text(&argument, 1, "a");
	logs_number(&argument, 3, 9);
	logs_text(&signature, 1, "f_12");
	logs_bytes(&signature, 2, argument.data, argument.n);
	begin_node("Relu", "Relu");
	logs_text(&node, 3, "a");
	logs_bytes(&function, 3, node.data, node.n); /* before the signature */
	logs_bytes(&function, 1, signature.data, signature.n);
	logs_bytes(&library, 1, function.data, function.n);
	logs_bytes(&graph, 2, library.data, library.n);
}

static void nodes_of_the_graph_and_of_functions(void **state)
{
	(void)state;
	tfe_graph_nodes nodes;
	tfe_graph_node n;
	make_graph();
	tfe_graph_nodes_init(&nodes, bytes_of(&graph), TFE_GRAPH_FORM_GRAPH_DEF);
	assert_true(tfe_graph_nodes_next(&nodes, &n));
	assert_bytes(n.name, "dense/MatMul");
	assert_bytes(n.op, "MatMul");
	assert_bytes(n.device, "/device:GPU:0");
	assert_bytes(n.function, "");
	assert_int_equal(n.graph, 0);
	assert_true(tfe_graph_nodes_next(&nodes, &n));
	assert_bytes(n.name, "Relu");
	assert_bytes(n.function, "f_12");
	assert_true(tfe_graph_nodes_next(&nodes, &n));
	assert_bytes(n.name, "a");
	assert_bytes(n.op, "input_arg");
	assert_bytes(n.function, "f_12");
	assert_int_equal(n.dtype, 9);
	assert_false(tfe_graph_nodes_next(&nodes, &n));
	assert_false(tfe_graph_nodes_next(&nodes, &n));
	assert_false(nodes.damaged);
}

static void inputs_in_their_order(void **state)
{
	(void)state;
	static const char *const want[] = {"x", "dense/kernel:1", "^init"};
	tfe_graph_nodes nodes;
	tfe_graph_node n;
	tfe_graph_inputs inputs;
	tfe_bytes input;
	make_graph();
	tfe_graph_nodes_init(&nodes, bytes_of(&graph), TFE_GRAPH_FORM_GRAPH_DEF);
	assert_true(tfe_graph_nodes_next(&nodes, &n));
	tfe_graph_inputs_init(&inputs, &n);
	for (int i = 0; i < 3; i++) {
		assert_true(tfe_graph_inputs_next(&inputs, &input));
		assert_bytes(input, want[i]);
	}
	assert_false(tfe_graph_inputs_next(&inputs, &input));
}

static void next_attribute(tfe_graph_attributes *attributes, tfe_graph_attribute *a,
			   const char *key, tfe_attribute_type type)
{
	assert_true(tfe_graph_attributes_next(attributes, a));
	assert_bytes(a->key, key);
	assert_int_equal(a->type, type);
}

static void attributes_of_all_types(void **state)
{
	(void)state;
	tfe_graph_nodes nodes;
	tfe_graph_node n;
	tfe_graph_attributes at;
	tfe_graph_attribute a;
	make_graph();
	tfe_graph_nodes_init(&nodes, bytes_of(&graph), TFE_GRAPH_FORM_GRAPH_DEF);
	assert_true(tfe_graph_nodes_next(&nodes, &n));
	tfe_graph_attributes_init(&at, &n);
	next_attribute(&at, &a, "padding", TFE_ATTRIBUTE_TYPE_TEXT);
	assert_bytes(a.text, "SAME");
	assert_int_equal(a.count, 1);
	assert_false(a.is_list);
	next_attribute(&at, &a, "n", TFE_ATTRIBUTE_TYPE_INT);
	assert_int_equal(a.number, -5);
	next_attribute(&at, &a, "alpha", TFE_ATTRIBUTE_TYPE_FLOAT);
	assert_true(a.real == 0.5);
	next_attribute(&at, &a, "transpose_a", TFE_ATTRIBUTE_TYPE_BOOL);
	assert_int_equal(a.number, 1);
	next_attribute(&at, &a, "T", TFE_ATTRIBUTE_TYPE_DTYPE);
	assert_int_equal(a.number, TFE_DTYPE_FLOAT32);
	next_attribute(&at, &a, "shape", TFE_ATTRIBUTE_TYPE_SHAPE);
	assert_int_equal(a.shape.rank, 2);
	assert_int_equal(a.shape.dims[0], -1);
	assert_int_equal(a.shape.dims[1], 128);
	next_attribute(&at, &a, "_output_shapes", TFE_ATTRIBUTE_TYPE_SHAPE);
	assert_true(a.is_list);
	assert_int_equal(a.count, 2);
	assert_int_equal(a.shape.dims[0], 8);
	next_attribute(&at, &a, "strides", TFE_ATTRIBUTE_TYPE_INT);
	assert_int_equal(a.count, 3);
	assert_int_equal(a.number, 7);
	next_attribute(&at, &a, "value", TFE_ATTRIBUTE_TYPE_TENSOR);
	assert_int_equal(a.bytes, 8);
	assert_false(tfe_graph_attributes_next(&at, &a));
}

/* Puts a RunMetadata with two function graphs and the measurements of a node into `metadata`. */
static void make_run_metadata(void)
{
	static struct logs_message graphs, memory, stats, device, steps;
	metadata.n = 0;
	for (int i = 0; i < 2; i++) {
		graphs.n = graph.n = 0;
		begin_node("a", "_Arg");
		logs_bytes(&graph, 1, node.data, node.n);
		logs_bytes(&graphs, 1, "ignored", 0);
		logs_bytes(&graphs, 2, graph.data, graph.n);
		logs_bytes(&graphs, 3, graph.data, graph.n); /* after optimization */
		logs_bytes(&metadata, 4, graphs.data, graphs.n);
	}
	stats.n = device.n = steps.n = 0;
	logs_text(&stats, 1, "a");
	logs_number(&stats, 2, 1000);
	logs_number(&stats, 5, 30);
	for (int i = 0; i < 3; i++) {
		memory.n = 0;
		logs_number(&memory, 2, i == 1 ? (uint64_t)-7 : 100);
		logs_bytes(&stats, 6, memory.data, memory.n);
	}
	logs_bytes(&device, 2, stats.data, stats.n);
	logs_text(&device, 1, "/device:CPU:0"); /* after what it is about */
	logs_bytes(&steps, 1, device.data, device.n);
	logs_bytes(&metadata, 1, steps.data, steps.n);
}

static void several_graphs_and_measurements(void **state)
{
	(void)state;
	tfe_graph_nodes nodes;
	tfe_graph_node n;
	tfe_graph_measured measured;
	tfe_graph_stats stats;
	make_run_metadata();
	tfe_graph_nodes_init(&nodes, bytes_of(&metadata), TFE_GRAPH_FORM_RUN_METADATA);
	for (uint32_t i = 1; i <= 2; i++) {
		assert_true(tfe_graph_nodes_next(&nodes, &n));
		assert_int_equal(n.graph, i);
		assert_bytes(n.name, "a");
	}
	assert_false(tfe_graph_nodes_next(&nodes, &n));
	tfe_graph_measured_init(&measured, bytes_of(&metadata));
	assert_true(tfe_graph_measured_next(&measured, &stats));
	assert_bytes(stats.node, "a");
	assert_bytes(stats.device, "/device:CPU:0");
	assert_int_equal(stats.start_us, 1000);
	assert_int_equal(stats.duration_us, 30);
	assert_int_equal(stats.memory_bytes, 200); /* without the negative one, as TensorBoard */
	assert_false(tfe_graph_measured_next(&measured, &stats));
}

/* Reads everything. Returns the number of nodes. */
static size_t read_all(tfe_bytes bytes, tfe_graph_form form, bool *damaged)
{
	tfe_graph_nodes nodes;
	tfe_graph_node n;
	tfe_graph_measured measured;
	tfe_graph_stats stats;
	size_t count = 0;
	tfe_graph_nodes_init(&nodes, bytes, form);
	for (; tfe_graph_nodes_next(&nodes, &n); count++) {
		tfe_graph_inputs inputs;
		tfe_graph_attributes at;
		tfe_graph_attribute a;
		tfe_bytes input;
		tfe_graph_inputs_init(&inputs, &n);
		while (tfe_graph_inputs_next(&inputs, &input))
			;
		tfe_graph_attributes_init(&at, &n);
		while (tfe_graph_attributes_next(&at, &a))
			;
	}
	*damaged = nodes.damaged;
	tfe_graph_measured_init(&measured, bytes);
	while (tfe_graph_measured_next(&measured, &stats))
		;
	return count;
}

/* A message that is cut has no more nodes than the whole one, and is damaged unless it is cut
 * between two fields. Exact copies of the bytes let the sanitizers see reads beyond the end. */
static void damaged_graphs_end_early(void **state)
{
	(void)state;
	bool damaged;
	make_graph();
	size_t first = 3 + (size_t)(graph.data[1] & 127) + ((size_t)graph.data[2] << 7);
	for (size_t n = 0; n <= graph.n; n++) {
		uint8_t *copy = malloc(n ? n : 1);
		memcpy(copy, graph.data, n);
		size_t count = read_all((tfe_bytes){copy, n}, TFE_GRAPH_FORM_GRAPH_DEF, &damaged);
		assert_in_range(count, 0, 3);
		assert_int_equal(damaged, n && n < graph.n && n != first);
		free(copy);
	}
	srandom(1);
	for (int i = 0; i < 20000; i++) {
		static struct logs_message changed;
		make_graph();
		changed = graph;
		for (int k = 0; k < 3; k++)
			changed.data[(size_t)random() % changed.n] = (uint8_t)random();
		read_all(bytes_of(&changed), (tfe_graph_form)(i % 3), &damaged);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nodes_of_the_graph_and_of_functions),
		cmocka_unit_test(inputs_in_their_order),
		cmocka_unit_test(attributes_of_all_types),
		cmocka_unit_test(several_graphs_and_measurements),
		cmocka_unit_test(damaged_graphs_end_early),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
