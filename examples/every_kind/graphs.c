/* Graphs: nodes with attributes of each kind, their costs, and the layers of a model. */
#include "every_kind.h"

/* Sets an attribute of each kind for the last node. */
static void set_attributes(tfe_graph *g)
{
	static const char *const texts[] = {"a", "b"}, *const functions[] = {"block"};
	static const int64_t numbers[] = {1, -2}, dims[] = {-1, 3};
	static const float fractions[] = {0.5f, 2}, kernel[] = {1, 2, 3};
	static const bool truths[] = {true, false};
	static const tfe_dtype types[] = {TFE_DTYPE_FLOAT32, TFE_DTYPE_INT64};
	static const tfe_graph_shape shapes[] = {{dims, 2}, {dims, 0}};
	const tfe_array tensor = {kernel, TFE_DTYPE_FLOAT32, 1, &dims[1], NULL};
	tfe_graph_set_string(g, "string", "text");
	tfe_graph_set_int(g, "int", -7);
	tfe_graph_set_float(g, "float", 0.25f);
	tfe_graph_set_bool(g, "bool", true);
	tfe_graph_set_dtype(g, "type", TFE_DTYPE_BFLOAT16);
	tfe_graph_set_shape(g, "shape", dims, 2);
	tfe_graph_set_tensor(g, "tensor", &tensor);
	tfe_graph_set_placeholder(g, "placeholder", "T");
	tfe_graph_set_function(g, "function", "block");
	tfe_graph_set_strings(g, "strings", texts, 2);
	tfe_graph_set_ints(g, "ints", numbers, 2);
	tfe_graph_set_floats(g, "floats", fractions, 2);
	tfe_graph_set_bools(g, "bools", truths, 2);
	tfe_graph_set_dtypes(g, "types", types, 2);
	tfe_graph_set_shapes(g, "shapes", shapes, 2);
	tfe_graph_set_tensors(g, "tensors", &tensor, 1);
	tfe_graph_set_functions(g, "functions", functions, 1);
}

static const char attributes[] =
	"\"string\": {\"s\": \"dGV4dA==\"}, \"int\": {\"i\": \"-7\"}, \"float\": {\"f\": 0.25}, "
	"\"bool\": {\"b\": true}, \"type\": {\"type\": \"DT_BFLOAT16\"}, \"shape\": {\"shape\": "
	"{\"dim\": [{\"size\": \"-1\"}, {\"size\": \"3\"}]}}, \"tensor\": {\"tensor\": {\"dtype\": "
	"\"DT_FLOAT\", \"tensorShape\": {\"dim\": [{\"size\": \"3\"}]}, \"tensorContent\": "
	"\"AACAPwAAAEAAAEBA\"}}, \"placeholder\": {\"placeholder\": \"T\"}, \"function\": "
	"{\"func\": {\"name\": \"block\"}}, \"strings\": {\"list\": {\"s\": [\"YQ==\", "
	"\"Yg==\"]}}, \"ints\": {\"list\": {\"i\": [\"1\", \"-2\"]}}, \"floats\": {\"list\": "
	"{\"f\": [0.5, 2.0]}}, \"bools\": {\"list\": {\"b\": [true, false]}}, \"types\": "
	"{\"list\": {\"type\": [\"DT_FLOAT\", \"DT_INT64\"]}}, \"shapes\": {\"list\": {\"shape\": "
	"[{\"dim\": [{\"size\": \"-1\"}, {\"size\": \"3\"}]}, {}]}}, \"tensors\": {\"list\": "
	"{\"tensor\": [{\"dtype\": \"DT_FLOAT\", \"tensorShape\": {\"dim\": [{\"size\": \"3\"}]}, "
	"\"tensorContent\": \"AACAPwAAAEAAAEBA\"}]}}, \"functions\": {\"list\": {\"func\": "
	"[{\"name\": \"block\"}]}}";

static void list_graph(void)
{
	list("{\"kind\": \"graph\", \"nodes\": [{\"name\": \"input\", \"op\": \"Placeholder\"}, "
	     "{\"name\": \"dense/bias\", \"op\": \"Const\"}, {\"name\": \"dense/MatMul\", \"op\": "
	     "\"MatMul\", \"input\": [\"input\"], \"device\": \"/device:CPU:0\"}, {\"name\": "
	     "\"dense/BiasAdd\", \"op\": \"BiasAdd\", \"input\": [\"dense/MatMul\", "
	     "\"dense/bias\", \"^input\"], \"attr\": {%s}}, {\"name\": \"block\", \"op\": "
	     "\"block\", \"input\": [\"dense/BiasAdd\"]}], \"functions\": [{\"signature\": "
	     "{\"name\": \"block\", \"inputArg\": [{\"name\": \"x\", \"type\": \"DT_FLOAT\"}], "
	     "\"outputArg\": [{\"name\": \"y\", \"type\": \"DT_FLOAT\"}]}, \"nodeDef\": "
	     "[{\"name\": \"relu\", \"op\": \"Relu\", \"input\": [\"x\"]}], \"ret\": {\"y\": "
	     "\"relu:activations:0\"}}]}",
	     attributes);
}

/* A layer with nodes in a scope, and a call of a function. */
void graph(void)
{
	static const char *const input[] = {"input"},
				 *const both[] = {"dense/MatMul", "dense/bias", "^input"},
				 *const dense[] = {"dense/BiasAdd"}, *const x[] = {"x"};
	static const tfe_graph_argument in = {.name = "x", .dtype = TFE_DTYPE_FLOAT32},
					out = {"y", TFE_DTYPE_FLOAT32, "relu:activations:0"};
	tfe_graph *g;
	list_graph();
	if (!writer || tfe_graph_open(NULL, &g) != TFE_OK)
		return;
	tfe_graph_add_node(g, "input", "Placeholder", NULL, 0, NULL);
	tfe_graph_add_node(g, "dense/bias", "Const", NULL, 0, NULL);
	tfe_graph_add_node(g, "dense/MatMul", "MatMul", input, 1, "/device:CPU:0");
	tfe_graph_add_node(g, "dense/BiasAdd", "BiasAdd", both, 3, NULL);
	set_attributes(g);
	tfe_graph_begin_function(g, "block", &in, 1, &out, 1);
	tfe_graph_add_node(g, "relu", "Relu", x, 1, NULL);
	tfe_graph_end_function(g);
	tfe_graph_add_node(g, "block", "block", dense, 1, NULL);
	tfe_writer_add_graph(writer, g);
	for (int step = 0; step < STEPS; step++) /* as of a function that is traced at each step */
		tfe_writer_add_traced_graph(writer, "trace", step, g);
	tfe_graph_close(g);
}

/* What each node cost at each step. */
void costs(void)
{
	for (int step = 0; step < STEPS; step++) {
		char tag[32];
		const tfe_node_cost nodes[] = {
			{"dense/MatMul", NULL, 1700000000000000 + step, 120 + step, 4096},
			{"dense/BiasAdd", NULL, 1700000000000200 + step, 15, 1024 * step},
			{"block", "/device:GPU:0", 1700000000000300 + step, 30, 0}};
		snprintf(tag, sizeof tag, "step%d", step);
		if (writer)
			tfe_writer_add_run_metadata(writer, tag, step, nodes, 3);
		for (int i = 0; i < 3; i++)
			list("{\"kind\": \"costs\", \"tag\": \"%s\", \"step\": %d, \"node\": "
			     "\"%s\", \"device\": \"%s\", \"start_us\": %lld, \"compute_us\": "
			     "%lld, "
			     "\"memory_bytes\": %lld}",
			     tag, step, nodes[i].node,
			     nodes[i].device ? nodes[i].device : "/device:CPU:0",
			     (long long)nodes[i].start_us, (long long)nodes[i].compute_us,
			     (long long)nodes[i].memory_bytes);
	}
}

/* The same model as layers, as Keras writes it. */
void keras_model(void)
{
	static const char *const image[] = {"image"}, *const both[] = {"left", "right"};
	static const tfe_keras_layer layers[] = {
		{"image", "InputLayer", NULL, 0, NULL},
		{"left", "Dense", image, 1, "float64"},
		{"right", "Dense", image, 1, NULL},
		{"sum", "Add", both, 2, NULL},
	};
	if (writer)
		tfe_writer_add_keras_model(writer, "model", layers, 4);
	list("{\"kind\": \"keras\", \"nodes\": {\"model/image\": [\"InputLayer\", \"DT_FLOAT\", "
	     "[]], \"model/left\": [\"Dense\", \"DT_DOUBLE\", [\"model/image\"]], "
	     "\"model/right\": [\"Dense\", \"DT_FLOAT\", [\"model/image\"]], \"model/sum\": "
	     "[\"Add\", \"DT_FLOAT\", [\"model/left\", \"model/right\"]]}}");
}
