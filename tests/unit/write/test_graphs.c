/* write: graphs, costs of nodes and models of Keras, written and decoded. */
#include "unit/kinds.h"

#include <tfevents/graph_nodes.h>

#include "event.pb-c.h"
#include "wire/record.h"

/* Each message of the file, decoded by the generated code. */
static int is(ProtobufCBinaryData got, const char *want)
{
	return got.len == strlen(want) && memcmp(got.data, want, got.len) == 0;
}

static const char *const texts[] = {"a", "bc"};
static const int64_t ints[] = {3, -4}, dims[] = {-1, 2};
static const float floats[] = {0.5f, -1};
static const bool bools[] = {false, true};
static const tfe_dtype dtypes[] = {TFE_DTYPE_INT8, TFE_DTYPE_STRING};
static const tfe_graph_shape shapes[] = {{dims, 2}, {NULL, 0}};
static const tfe_array tensors[] = {{floats, TFE_DTYPE_FLOAT32, 1, &dims[1], NULL},
				    {ints, TFE_DTYPE_INT64, 0, NULL, NULL}};
static const tfe_graph_argument in = {.name = "x", .dtype = TFE_DTYPE_FLOAT32},
				out = {"y", TFE_DTYPE_INVALID, "n:out:0"};

static void set_lists(tfe_graph *g)
{
	tfe_graph_set_strings(g, "strings", texts, 2);
	tfe_graph_set_ints(g, "ints", ints, 2);
	tfe_graph_set_floats(g, "floats", floats, 2);
	tfe_graph_set_bools(g, "bools", bools, 2);
	tfe_graph_set_dtypes(g, "dtypes", dtypes, 2);
	tfe_graph_set_shapes(g, "shapes", shapes, 2);
	tfe_graph_set_tensors(g, "tensors", tensors, 2);
	tfe_graph_set_functions(g, "functions", texts, 2);
	tfe_graph_set_ints(g, "none", NULL, 0);
}

/* The allocator of the graph that add_graph builds; NULL: malloc. */
static tfe_status build(const tfe_allocator *allocator, tfe_graph **graph)
{
	tfe_graph *g;
	tfe_status status = tfe_graph_open(allocator, &g);
	*graph = g;
	if (status)
		return status;
	tfe_graph_add_node(g, "n", "Op", NULL, 0, NULL);
	set_lists(g);
	tfe_graph_begin_function(g, "f", &in, 1, &out, 1);
	tfe_graph_add_node(g, "n", "Inner", NULL, 0, NULL);
	tfe_graph_set_placeholder(g, "T", "parameter");
	tfe_graph_end_function(g);
	tfe_graph_begin_function(g, "g", NULL, 0, NULL, 0);
	tfe_graph_add_node(g, "n", "Inner", NULL, 0, NULL);
	tfe_graph_end_function(g);
	tfe_graph_add_node(g, "call", "f", texts, 1, NULL);
	tfe_graph_set_function(g, "body", "f");
	tfe_error error = TFE_ERROR_INIT;
	tfe_graph_set_tensor(g, "value", &tensors[0]);
	tfe_graph_get_error(g, &error);
	return error.status;
}

static tfe_status add_graph(tfe_writer *w)
{
	tfe_graph *g;
	tfe_status status = build(NULL, &g);
	status = status ? status : tfe_writer_add_graph(w, g);
	tfe_graph_close(g);
	return status;
}

static tfe_status add_traced_graph(tfe_writer *w)
{
	tfe_graph *g;
	tfe_status status = build(NULL, &g);
	status = status ? status : tfe_writer_add_traced_graph(w, "trace", 6, g);
	tfe_graph_close(g);
	return status;
}

static const tfe_node_cost costs[] = {{"a", NULL, 1000, 20, 4096},
				      {"b", "/device:CPU:0", 0, 0, 0},
				      {"c\xc3\xa9", "/device:GPU:1", 5, 6, INT64_MAX}};

static tfe_status add_costs(tfe_writer *w)
{
	return tfe_writer_add_run_metadata(w, "step", 4, costs, 3);
}

static const char *const inputs[] = {"i", "\"\xf0\x9f\x98\x80"};
static const tfe_keras_layer layers[] = {{"i", "InputLayer", NULL, 0, NULL},
					 {"\"\xf0\x9f\x98\x80", "Dense", inputs, 1, "int8"},
					 {"o", "Add", inputs, 2, NULL}};

static tfe_status add_model(tfe_writer *w)
{
	return tfe_writer_add_keras_model(w, "m", layers, 3);
}

static tfe_status add_all(tfe_writer *w)
{
	tfe_status status = add_graph(w);
	status = status ? status : add_costs(w);
	status = status ? status : add_model(w);
	return status ? status : add_traced_graph(w);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("graph", add_all);
}

/* --- attributes and functions ----------------------------------------------------------------- */

static const Tfe__Pb__AttrValue *attribute(const Tfe__Pb__NodeDef *node, const char *key)
{
	for (size_t i = 0; i < node->n_attr; i++)
		if (is(node->attr[i]->key, key))
			return node->attr[i]->value;
	fail_msg("there is no attribute %s", key);
	return NULL;
}

static void check_lists(const Tfe__Pb__NodeDef *n)
{
	assert_true(is(attribute(n, "strings")->list->s[1], "bc"));
	assert_int_equal(attribute(n, "ints")->list->i[1], -4);
	assert_true(attribute(n, "floats")->list->f[0] == 0.5f);
	assert_false(attribute(n, "bools")->list->b[0]);
	assert_true(attribute(n, "bools")->list->b[1]);
	assert_int_equal(attribute(n, "dtypes")->list->type[1], TFE_DTYPE_STRING);
	assert_int_equal(attribute(n, "shapes")->list->n_shape, 2);
	assert_int_equal(attribute(n, "shapes")->list->shape[0]->dim[0]->size, -1);
	assert_int_equal(attribute(n, "shapes")->list->shape[1]->n_dim, 0);
	assert_int_equal(attribute(n, "tensors")->list->tensor[0]->tensor_content.len, 8);
	assert_int_equal(attribute(n, "tensors")->list->tensor[1]->tensor_content.data[0], 3);
	assert_true(is(attribute(n, "functions")->list->func[0]->name, "a"));
	assert_int_equal(attribute(n, "none")->value_case, TFE__PB__ATTR_VALUE__VALUE_LIST);
}

static void check_graph(const tfe_event *event, void *context)
{
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs cursor;
	tfe_bytes b;
	if (tfe_event_next(&copied, &v) || v.kind != TFE_KIND_GRAPH)
		return;
	tfe_blobs_init(&cursor, &v);
	assert_true(tfe_blobs_next(&cursor, &b));
	Tfe__Pb__GraphDef *g = tfe__pb__graph_def__unpack(NULL, b.size, b.data);
	assert_non_null(g);
	assert_int_equal(g->n_node, 2);
	check_lists(g->node[0]);
	assert_true(is(g->node[1]->op, "f"));
	assert_true(is(attribute(g->node[1], "body")->func->name, "f"));
	assert_int_equal(attribute(g->node[1], "value")->tensor->dtype, TFE_DTYPE_FLOAT32);
	assert_int_equal(g->library->n_function, 2);
	const Tfe__Pb__FunctionDef *f = g->library->function[0];
	assert_true(is(f->signature->name, "f"));
	assert_true(is(f->signature->input_arg[0]->name, "x"));
	assert_int_equal(f->signature->input_arg[0]->type, TFE_DTYPE_FLOAT32);
	assert_int_equal(f->signature->output_arg[0]->type, 0);
	assert_int_equal(f->n_node_def, 1);
	assert_true(is(attribute(f->node_def[0], "T")->placeholder, "parameter"));
	assert_true(is(f->ret[0]->key, "y"));
	assert_true(is(f->ret[0]->value, "n:out:0"));
	tfe__pb__graph_def__free_unpacked(g, NULL);
	*(int *)context += 1;
}

static void a_graph_has_attributes_of_every_kind_and_functions(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(add_graph, check_graph, &n);
	assert_int_equal(n, 1);
}

/* The nodes, each as "function:name ". */
static void list_nodes(const tfe_event *event, void *context)
{
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs blobs;
	tfe_bytes b;
	tfe_graph_nodes cursor;
	tfe_graph_node node;
	char *names = context;
	if (tfe_event_next(&copied, &v) || v.kind != TFE_KIND_TENSOR)
		return;
	assert_int_equal(event->step, 6);
	assert_memory_equal(v.tag.data, "trace", 5);
	assert_memory_equal(v.metadata.content.data, "1", 1);
	assert_memory_equal(v.metadata.plugin.data, "graph_run_metadata_graph", 24);
	tfe_blobs_init(&blobs, &v);
	assert_true(tfe_blobs_next(&blobs, &b));
	tfe_graph_nodes_init(&cursor, b, TFE_GRAPH_FORM_RUN_METADATA);
	while (tfe_graph_nodes_next(&cursor, &node))
		sprintf(names + strlen(names), "%.*s:%.*s ", (int)node.function.size,
			(const char *)node.function.data, (int)node.name.size,
			(const char *)node.name.data);
	assert_false(cursor.damaged);
}

static void a_traced_graph_is_run_metadata(void **state)
{
	(void)state;
	char names[256] = "";
	kinds_for_each_event(add_traced_graph, list_nodes, names);
	assert_string_equal(names, ":n :call f:x f:n g:n ");
}

/* --- costs ------------------------------------------------------------------------------------ */

static tfe_bytes metadata_of(const tfe_event *event)
{
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs cursor;
	tfe_bytes b = {0};
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(v.kind, TFE_KIND_RUN_METADATA);
	assert_memory_equal(v.tag.data, "step", 4);
	tfe_blobs_init(&cursor, &v);
	assert_true(tfe_blobs_next(&cursor, &b));
	return b;
}

static void check_costs(const tfe_event *event, void *context)
{
	tfe_run_metadata *m;
	assert_int_equal(event->step, 4);
	assert_int_equal(tfe_run_metadata_open(metadata_of(event), NULL, &m), TFE_OK);
	assert_int_equal(tfe_run_metadata_cost_count(m), 3);
	assert_null(tfe_run_metadata_cost_at(m, 3));
	for (size_t i = 0; i < 3; i++) {
		const tfe_node_cost *c = tfe_run_metadata_cost_at(m, i);
		assert_string_equal(c->node, costs[i].node);
		assert_string_equal(c->device, costs[i].device ? costs[i].device : "/device:CPU:0");
		assert_int_equal(c->start_us, costs[i].start_us);
		assert_int_equal(c->compute_us, costs[i].compute_us);
		assert_true(c->memory_bytes == costs[i].memory_bytes);
	}
	tfe_run_metadata_close(m);
	*(int *)context += 1;
}

static void costs_are_decoded_as_they_were_written(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(add_costs, check_costs, &n);
	assert_int_equal(n, 1);
	tfe_run_metadata_close(NULL);
}

static tfe_status open_bytes(const void *data, size_t n, int64_t *memory)
{
	tfe_run_metadata *m = (tfe_run_metadata *)1;
	tfe_status status = tfe_run_metadata_open((tfe_bytes){data, n}, NULL, &m);
	if (status) {
		assert_null(m);
		return status;
	}
	if (tfe_run_metadata_cost_count(m))
		*memory = tfe_run_metadata_cost_at(m, 0)->memory_bytes;
	tfe_run_metadata_close(m);
	return TFE_OK;
}

static void damaged_costs_are_rejected_and_sums_saturate(void **state)
{
	(void)state;
	/* Two memories of 2^63 - 1 bytes each. */
#define MEMORY "\x32\x0a\x10\xff\xff\xff\xff\xff\xff\xff\xff\x7f"
	static const char two[] = "\x0a\x1c\x0a\x1a\x12\x18" MEMORY MEMORY;
	int64_t memory = 0;
	assert_int_equal(open_bytes(NULL, 0, &memory), TFE_OK);
	assert_int_equal(open_bytes("\xff", 1, &memory), TFE_E_DAMAGED);
	assert_int_equal(open_bytes("\x0a\x05\x0a\x03\x0a\x01\xff", 7, &memory), TFE_E_DAMAGED);
	assert_int_equal(open_bytes(two, sizeof two - 1, &memory), TFE_OK);
	assert_true(memory == INT64_MAX);
	static uint8_t empty[3 << 18];
	empty[0] = 0x0a; /* step_stats, with hundreds of thousands of empty devices */
	size_t rest = sizeof empty - 4;
	empty[1] = (uint8_t)(rest | 0x80);
	empty[2] = (uint8_t)(rest >> 7 | 0x80);
	empty[3] = (uint8_t)(rest >> 14);
	for (size_t i = 4; i < sizeof empty; i += 2)
		empty[i] = 0x0a;
	assert_int_equal(open_bytes(empty, sizeof empty, &memory), TFE_E_LIMIT);
}

static tfe_status decode(const tfe_allocator *allocator, void *message)
{
	tfe_run_metadata *m;
	tfe_status status = tfe_run_metadata_open(*(tfe_bytes *)message, allocator, &m);
	tfe_run_metadata_close(m);
	return status;
}

static void decode_with_failures(const tfe_event *event, void *context)
{
	(void)context;
	tfe_bytes message = metadata_of(event);
	assert_true(inject_every_allocation(decode, &message) > 1);
}

/* --- models ----------------------------------------------------------------------------------- */

static void check_model(const tfe_event *event, void *context)
{
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_elements e;
	tfe_bytes json = {0};
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_memory_equal(v.tag.data, "keras", v.tag.size);
	assert_memory_equal(v.metadata.plugin.data, "graph_keras_model", v.metadata.plugin.size);
	assert_memory_equal(v.metadata.content.data, "1", v.metadata.content.size);
	tfe_elements_init(&e, &v.tensor);
	assert_true(tfe_elements_next_bytes(&e, &json));
	char *text = strndup((const char *)json.data, json.size);
	assert_non_null(strstr(text, "\"name\": \"\\\"\\ud83d\\ude00\", \"dtype\": \"int8\""));
	assert_non_null(strstr(text, "\"keras_history\": [\"i\", 0, 0]"));
	free(text);
	*(int *)context += 1;
}

static void a_model_is_json_of_keras(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(add_model, check_model, &n);
	assert_int_equal(n, 1);
}

/* --- failures --------------------------------------------------------------------------------- */

static tfe_status build_once(const tfe_allocator *allocator, void *context)
{
	(void)context;
	tfe_graph *g;
	tfe_status status = build(allocator, &g);
	tfe_graph_close(g);
	return status;
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(build_once, NULL) > 5);
	kinds_check_memory(add_graph);
	kinds_check_memory(add_costs);
	kinds_check_memory(add_model);
	kinds_check_memory(add_traced_graph);
	kinds_for_each_event(add_costs, decode_with_failures, NULL);
}

static tfe_status cost(tfe_writer *w, tfe_node_cost c)
{
	return tfe_writer_add_run_metadata(w, "t", 0, &c, 1);
}
static tfe_status no_costs(tfe_writer *w)
{
	return tfe_writer_add_run_metadata(w, "t", 0, NULL, 1);
}
static tfe_status no_node(tfe_writer *w)
{
	return cost(w, (tfe_node_cost){"", NULL, 0, 0, 0});
}
static tfe_status bad_device(tfe_writer *w)
{
	return cost(w, (tfe_node_cost){"a", "\xff", 0, 0, 0});
}
static tfe_status negative_time(tfe_writer *w)
{
	return cost(w, (tfe_node_cost){"a", NULL, 0, -1, 0});
}
static tfe_status layer(tfe_writer *w, tfe_keras_layer l)
{
	const tfe_keras_layer both[] = {{"a", "A", NULL, 0, NULL}, l};
	return tfe_writer_add_keras_model(w, "m", both, 2);
}
static tfe_status no_model_name(tfe_writer *w)
{
	return tfe_writer_add_keras_model(w, NULL, layers, 1);
}
static tfe_status no_layers(tfe_writer *w)
{
	return tfe_writer_add_keras_model(w, "m", layers, 0);
}
static tfe_status no_layer_name(tfe_writer *w)
{
	return layer(w, (tfe_keras_layer){NULL, "A", NULL, 0, NULL});
}
static tfe_status bad_class(tfe_writer *w)
{
	return layer(w, (tfe_keras_layer){"b", "\xc3\xa9", NULL, 0, NULL});
}
static tfe_status repeated_layer(tfe_writer *w)
{
	return layer(w, (tfe_keras_layer){"a", "A", NULL, 0, NULL});
}
static tfe_status unknown_input(tfe_writer *w)
{
	return layer(w, (tfe_keras_layer){"b", "A", texts + 1, 1, NULL});
}
static tfe_status missing_inputs(tfe_writer *w)
{
	return layer(w, (tfe_keras_layer){"b", "A", NULL, 1, NULL});
}
static tfe_status open_function(tfe_writer *w)
{
	tfe_graph *g;
	if (tfe_graph_open(NULL, &g))
		return TFE_E_NOMEM;
	tfe_graph_begin_function(g, "f", NULL, 0, NULL, 0);
	tfe_status status = tfe_writer_add_graph(w, g);
	tfe_graph_close(g);
	return status;
}
static tfe_status no_graph(tfe_writer *w)
{
	return tfe_writer_add_traced_graph(w, "t", 0, NULL);
}
static tfe_status open_traced_function(tfe_writer *w)
{
	tfe_graph *g;
	if (tfe_graph_open(NULL, &g))
		return TFE_E_NOMEM;
	tfe_graph_begin_function(g, "f", NULL, 0, NULL, 0);
	tfe_status status = tfe_writer_add_traced_graph(w, "t", 0, g);
	tfe_graph_close(g);
	return status;
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_costs, "costs are missing"},
		{no_node, "cost 0 is empty"},
		{bad_device, "cost 0 is empty or not UTF-8"},
		{negative_time, "cost 0 is negative"},
		{no_model_name, "name of the model"},
		{no_layers, "layers are missing"},
		{no_layer_name, "name of layer 1"},
		{bad_class, "class or dtype of layer 1"},
		{repeated_layer, "layer 1 is repeated"},
		{unknown_input, "input 0 of layer 1"},
		{missing_inputs, "input 0 of layer 1"},
		{open_function, "a function is open"},
		{no_graph, "t: the graph is missing"},
		{open_traced_function, "t: a function is open"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

/* Makes mistake number k with an open function. Returns a part of its message. */
static const char *make_mistake(tfe_graph *g, int k)
{
	static const tfe_array bad = {NULL, TFE_DTYPE_FLOAT32, 1, dims, NULL};
	static const tfe_graph_shape missing = {NULL, 2};
	static const tfe_graph_argument unnamed = {.name = ""}, unsourced = {.name = "y"};
	static const char *const words[] = {
		"function name \"\"",       "\"g\": inputs are missing",
		"\"g\": output 0 is empty", "\"g\": output 0 has no source",
		"name \"f\" is repeated",   "no function is open",
		"\"k\": the value",         "\"k\": the value",
		"\"k\": the value",         "\"k\": the value",
		"\"k\": the value"};
	switch (k) {
	case 0:
		tfe_graph_begin_function(g, "", NULL, 0, NULL, 0);
		break;
	case 1:
		tfe_graph_begin_function(g, "g", NULL, 1, NULL, 0);
		break;
	case 2:
		tfe_graph_begin_function(g, "g", NULL, 0, &unnamed, 1);
		break;
	case 3:
		tfe_graph_begin_function(g, "g", NULL, 0, &unsourced, 1);
		break;
	case 4:
		tfe_graph_begin_function(g, "f", NULL, 0, NULL, 0);
		break;
	case 5:
		tfe_graph_end_function(g);
		break;
	case 6:
		tfe_graph_set_tensor(g, "k", &bad);
		break;
	case 7:
		tfe_graph_set_shapes(g, "k", &missing, 1);
		break;
	case 8:
		tfe_graph_set_strings(g, "k", NULL, 1);
		break;
	case 9:
		tfe_graph_set_function(g, "k", "");
		break;
	default:
		tfe_graph_set_tensors(g, "k", NULL, 1);
	}
	return words[k];
}

static void wrong_functions_and_attributes_stick(void **state)
{
	(void)state;
	for (int k = 0; k <= 10; k++) {
		tfe_graph *g;
		tfe_error error = TFE_ERROR_INIT;
		assert_int_equal(tfe_graph_open(NULL, &g), TFE_OK);
		tfe_graph_begin_function(g, "f", NULL, 0, NULL, 0);
		tfe_graph_end_function(g);
		tfe_graph_add_node(g, "n", "Op", NULL, 0, NULL);
		const char *word = make_mistake(g, k);
		tfe_graph_get_error(g, &error);
		assert_int_equal(error.status, TFE_E_ARG);
		if (!strstr(error.message, word))
			fail_msg("mistake %d: \"%s\" does not contain %s", k, error.message, word);
		assert_int_equal(tfe_graph_end_function(g), TFE_E_ARG);
		tfe_graph_close(g);
	}
	assert_int_equal(tfe_graph_begin_function(NULL, "f", NULL, 0, NULL, 0), TFE_E_ARG);
	assert_int_equal(tfe_graph_end_function(NULL), TFE_E_ARG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(a_graph_has_attributes_of_every_kind_and_functions),
		cmocka_unit_test(a_traced_graph_is_run_metadata),
		cmocka_unit_test(costs_are_decoded_as_they_were_written),
		cmocka_unit_test(damaged_costs_are_rejected_and_sums_saturate),
		cmocka_unit_test(a_model_is_json_of_keras),
		cmocka_unit_test(memory_may_be_missing),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(wrong_functions_and_attributes_stick),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
