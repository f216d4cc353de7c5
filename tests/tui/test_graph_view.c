/* The view of graphs: frames, a graph that another process writes, export, a large graph. */
#include "tui/golden.h"
#include "tui/live.h"
#include "unit/logs_kinds.h"

#include <time.h>

#include <tfevents/graph.h>

static const struct golden frames[] = {
	{"graph-80x24", "--size 80x24 --view graph --keys 'j l j l'"},
	{"graph-120x40", "--size 120x40 --view graph --keys 'j l j l j l j i'"},
	{"graph-200x60", "--size 200x60 --view graph --keys 'j l j l j l j j t t'"},
	{"graph-40x10", "--size 40x10 --view graph --keys 'j l j t'"},
	{"graph-60x24", "--size 60x24 --view graph --keys 'j l j l j l j j j'"},
	{"graph-ascii", "--size 80x24 --view graph --keys 'j l j l t' --glyphs ascii"},
	{"graph-mono", "--size 80x24 --view graph --keys 'j l j l' --format ansi --color never"},
	{"graph-256", "--size 80x24 --view graph --keys 'j l j l t' --format ansi --color 256"},
	{"graph-search", "--size 120x40 --view graph --keys '/ r e l u Enter n i Enter C-o t t t'"},
	{"graph-keras", "--size 120x40 --view graph --keys 'n j j'"},
	{"graph-measured", "--size 120x40 --view graph --keys 'n n t j l'"},
	{"graph-none", "--size 80x24 --view graph --tags nothing"},
};

static const char file[] = "logs/run/events.out.tfevents.1.host";

static void node(tfe_graph *g, const char *name, const char *op, const char *a, const char *b,
		 const char *device)
{
	const char *const inputs[] = {a, b};
	tfe_graph_add_node(g, name, op, inputs, (size_t)((a != NULL) + (b != NULL)), device);
	tfe_graph_set_dtype(g, "T", TFE_DTYPE_FLOAT32);
	tfe_graph_set_output_shape(g, (int64_t[]){-1, 64}, 2);
}

/* A network with layers that are alike, a control edge, an input that does not exist, a name with
 * control characters, and an operation that no TPU has. */
static tfe_graph *make_graph(int layers)
{
	tfe_graph *g;
	char name[4][64], before[64] = "input";
	assert_int_equal(tfe_graph_open(NULL, &g), TFE_OK);
	node(g, "input", "Placeholder", NULL, NULL, NULL);
	for (int i = 0; i < layers; i++) {
		static const char *const parts[] = {"kernel", "MatMul", "BiasAdd", "Relu"};
		static const char *const ops[] = {"VarHandleOp", "MatMul", "BiasAdd", "Relu"};
		for (int k = 0; k < 4; k++)
			snprintf(name[k], sizeof name[k], "model/encoder/layer_%d/%s", i, parts[k]);
		const char *device = i % 2 ? "/job:w/device:GPU:1" : "/job:w/device:GPU:0";
		node(g, name[0], ops[0], NULL, NULL, device);
		node(g, name[1], ops[1], before, name[0], device);
		tfe_graph_set_bool(g, "transpose_b", true);
		node(g, name[2], ops[2], name[1], "gone/bias:0", device);
		node(g, name[3], ops[3], name[2], "^input", device);
		snprintf(before, sizeof before, "%s", name[3]);
	}
	node(g, "model/head", "PyFunc", before, NULL, "/job:w/device:TPU:0");
	node(g, "bad\x1b[2J\n\xe2\x80\xae", "Op\x07", "model/head", NULL, NULL);
	return g;
}

static void write_graph(int pid, int layers, double now)
{
	tfe_writer *w;
	tfe_writer_options options = {.size = sizeof options,
				      .clock = weights_clock,
				      .clock_context = &now,
				      .hostname = "host",
				      .pid = pid};
	tfe_graph *g = make_graph(layers);
	assert_int_equal(tfe_writer_open(logs_path("logs/run"), &options, &w, NULL), TFE_OK);
	assert_int_equal(tfe_writer_add_graph(w, g), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	tfe_graph_close(g);
}

static const char keras[] =
	"{\"class_name\":\"Sequential\",\"config\":{\"name\":\"seq\",\"layers\":["
	"{\"class_name\":\"InputLayer\",\"config\":{\"name\":\"in\",\"dtype\":\"float32\","
	"\"batch_shape\":[null,8]}},"
	"{\"class_name\":\"Dense\",\"config\":{\"name\":\"dense\",\"units\":16,\"dtype\":"
	"{\"class_name\":\"DTypePolicy\",\"config\":{\"name\":\"float32\"}},"
	"\"activation\":\"relu\",\"use_bias\":true}}]}}";

static void write_measured(void)
{
	static struct logs_message event, tagged, metadata, steps, device, stats, memory;
	static const struct {
		const char *name;
		uint64_t start, end, bytes;
	} nodes[] = {{"input", 1, 3, 0},
		     {"model/encoder/layer_0/MatMul", 4, 1500, 4096},
		     {"model/encoder/layer_0/Relu", 1500, 1600, 0},
		     {"model/encoder/layer_1/MatMul", 1700, 9000, 1 << 20},
		     {"elsewhere", 1, 99999, 1}};
	for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
		stats.n = memory.n = 0;
		logs_text(&stats, 1, nodes[i].name);
		logs_number(&stats, 2, nodes[i].start);
		logs_number(&stats, 5, nodes[i].end - nodes[i].start);
		logs_number(&memory, 2, nodes[i].bytes);
		logs_bytes(&stats, 6, memory.data, memory.n);
		logs_bytes(&device, 2, stats.data, stats.n);
	}
	logs_text(&device, 1, "/device:CPU:0");
	logs_bytes(&steps, 1, device.data, device.n);
	logs_bytes(&metadata, 1, steps.data, steps.n);
	logs_text(&tagged, 1, "step 10");
	logs_bytes(&tagged, 2, metadata.data, metadata.n);
	logs_event(&event, 10, logs_start + 10);
	logs_bytes(&event, 8, tagged.data, tagged.n);
	logs_append(file, &event);
}

static void frames_are_as_they_were(void **state)
{
	(void)state;
	static const char *const model = keras;
	write_graph(1, 12, logs_start);
	logs_strings(file, "keras", "graph_keras_model", 0, &model, 1);
	write_measured();
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

static void names_cannot_control_the_terminal(void **state)
{
	(void)state;
	char *frame = frame_of("--size 100x40 --view graph --keys 'G i' logs");
	for (const char *at = frame; *at; at++)
		if (*at != '\n')
			assert_in_range((unsigned char)*at, ' ', 0xff);
	assert_null(strstr(frame, "\u202e"));
	assert_non_null(strstr(frame, "bad\\x1b[2J\\n"));
	free(frame);
}

/* The place in the graph stays when another process writes a new one. */
static void new_graphs_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	type(&t, "jljl");
	live_expect(&t, "--size 100x30 --keys 'j l j l' logs");
	write_graph(2, 5, 1767230000 - 10); /* so that the run is live for --once too */
	live_expect(&t, "--size 100x30 --keys 'j l j l' logs");
	type(&t, "/matmul\rni\r");
	live_expect(&t, "--size 100x30 --keys '/ m a t m u l Enter n i Enter' logs");
	type(&t, "\x0f\x1b");
	live_expect(&t, "--size 100x30 --keys '/ m a t m u l Enter n i Enter C-o Esc' logs");
	live_quit(&t);
}

/* A second file gets another name. */
static void graphs_are_exported(void **state)
{
	(void)state;
	char command[2048];
	free(frame_of("--size 80x24 --view graph --keys 'e e' logs"));
	snprintf(command, sizeof command,
		 "cd '%s' && cmp __run_graph__-0.dot __run_graph__-0-2.dot && "
		 "grep -c -e '->' __run_graph__-0.dot",
		 logs_folder);
	FILE *in = popen(command, "r");
	assert_non_null(in);
	char *text = read_all(in);
	assert_int_equal(pclose(in), 0);
	assert_string_equal(text, "27\n"); /* 5 layers of 5 edges, and 2 */
	free(text);
}

/* Every key is answered while a large graph is read, and then the graph is there. */
static void large_graphs_are_read(void **state)
{
	(void)state;
	double now = logs_start;
	tfe_writer *w;
	tfe_writer_options options = {.size = sizeof options,
				      .clock = weights_clock,
				      .clock_context = &now,
				      .hostname = "host",
				      .pid = 1};
	tfe_graph *g = make_graph(25000);
	assert_int_equal(tfe_writer_open(logs_path("large"), &options, &w, NULL), TFE_OK);
	assert_int_equal(tfe_writer_add_graph(w, g), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	tfe_graph_close(g);
	char *frame = frame_of("--size 100x20 --view graph --keys 'j l j l' large");
	assert_non_null(strstr(frame, "100000 ops"));
	assert_non_null(strstr(frame, "\u00d725000 alike"));
	free(frame);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(names_cannot_control_the_terminal),
		cmocka_unit_test(new_graphs_are_shown),
		cmocka_unit_test(graphs_are_exported),
		cmocka_unit_test(large_graphs_are_read),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
