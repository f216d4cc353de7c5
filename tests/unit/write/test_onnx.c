/* write: the graphs of ONNX models. The model in tests/golden/data/onnx has weights, of which one
 * is external, nested graphs, a function, attributes, optional inputs and repeated names; the
 * package onnx made it. */
#include <sys/stat.h>
#include <unistd.h>

#include "unit/kinds.h"

#include "event.pb-c.h"
#include "summary/summary_put.h"

static char path[4096];

static int set_path(void **state)
{
	const char *src = getenv("SRC");
	(void)state;
	snprintf(path, sizeof path, "%s/tests/golden/data/onnx/model.onnx", src ? src : ".");
	return 0;
}

static tfe_status add(tfe_writer *w)
{
	return tfe_writer_add_onnx_graph(w, path);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("onnx", add);
}

static int is(ProtobufCBinaryData got, const char *want)
{
	return got.len == strlen(want) && memcmp(got.data, want, got.len) == 0;
}

/* Checks the inputs of the node `name`: n texts. */
static const Tfe__Pb__NodeDef *node(const Tfe__Pb__GraphDef *g, const char *name, const char *op,
				    size_t n, const char *const *inputs)
{
	for (size_t i = 0; i < g->n_node; i++) {
		if (!is(g->node[i]->name, name))
			continue;
		assert_true(is(g->node[i]->op, op));
		assert_int_equal(g->node[i]->n_input, n);
		for (size_t k = 0; k < n; k++)
			assert_true(is(g->node[i]->input[k], inputs[k]));
		return g->node[i];
	}
	fail_msg("there is no node %s", name);
	return NULL;
}

#define INPUTS(...) ((const char *const[]){__VA_ARGS__})

static void check_graph(const tfe_event *event, void *context)
{
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs cursor;
	tfe_bytes b;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	tfe_blobs_init(&cursor, &v);
	assert_true(tfe_blobs_next(&cursor, &b));
	Tfe__Pb__GraphDef *g = tfe__pb__graph_def__unpack(NULL, b.size, b.data);
	assert_non_null(g);
	assert_int_equal(g->n_node, 19);
	node(g, "fc.bias", "Const", 0, NULL);
	node(g, "x", "Placeholder", 0, NULL);
	node(g, "fc/Gemm", "Gemm", 3, INPUTS("x", "fc.weight", "fc.bias"));
	node(g, "branch_0/If", "If", 1, INPUTS("cond"));
	node(g, "Split_1", "Split", 1, INPUTS("branch_0/If"));
	node(g, "scaled", "my.domain.Scaled", 1, INPUTS("Split:1"));
	node(g, "branch_0/If/then_branch/act/Relu", "Relu", 1, INPUTS("fc/Gemm"));
	node(g, "branch_0/If/else_branch/If/then_branch/Neg", "Neg", 1, INPUTS("fc/Gemm"));
	const Tfe__Pb__NodeDef *z = node(g, "z", "Output", 1, INPUTS("scaled"));
	assert_true(is(z->attr[0]->key, "dtype"));
	assert_int_equal(z->attr[0]->value->type, TFE_DTYPE_FLOAT16);
	assert_int_equal(g->library->n_function, 1);
	assert_true(is(g->library->function[0]->signature->name, "my.domain.Scaled"));
	assert_int_equal(g->library->function[0]->n_node_def, 2);
	tfe__pb__graph_def__free_unpacked(g, NULL);
	*(int *)context += 1;
}

static void nodes_are_connected_by_values(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(add, check_graph, &n);
	assert_int_equal(n, 1);
}

/* --- hostile models --------------------------------------------------------------------------- */

static tfe_status add_bytes(const void *data, size_t n)
{
	tfe_graph *g;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_graph_open(NULL, &g), TFE_OK);
	tfe_status status = tfe_graph_add_onnx(g, (tfe_bytes){data, n});
	tfe_graph_get_error(g, &error);
	assert_int_equal(error.status, status);
	tfe_graph_close(g);
	return status;
}

/* Begins a length-delimited field of n bytes. */
static void put_field(struct tfe__buf *b, uint8_t number, size_t n)
{
	uint8_t head[6] = {(uint8_t)(number << 3 | 2)};
	size_t length = 1;
	for (; n >= 0x80; n >>= 7)
		head[length++] = (uint8_t)(n | 0x80);
	head[length++] = (uint8_t)n;
	tfe__buf_append(b, head, length);
}

/* Wraps the content of b into a field. */
static void wrap(struct tfe__buf *b, uint8_t number)
{
	struct tfe__buf outer;
	tfe__buf_init(&outer, NULL, 1 << 30);
	put_field(&outer, number, b->size);
	tfe__buf_append(&outer, b->data, b->size);
	tfe__buf_release(b);
	*b = outer;
}

/* Makes a model whose graphs are nested: node, attribute "g" of type graph, graph. */
static void nest(struct tfe__buf *b, int depth)
{
	static const uint8_t op[] = {0x0a, 0x04, 0x22, 0x02, 'O', 'p'}; /* a node */
	static const uint8_t attribute[] = {0x0a, 0x01, 'g', 0xa0, 0x01, 0x05};
	tfe__buf_init(b, NULL, 1 << 30);
	tfe__buf_append(b, op, sizeof op);
	for (int i = 0; i < depth; i++) {
		wrap(b, 6);
		tfe__buf_append(b, attribute, sizeof attribute);
		wrap(b, 5);
		wrap(b, 1);
	}
	wrap(b, 7);
}

static void hostile_models_are_rejected(void **state)
{
	(void)state;
	struct tfe__buf b;
	assert_int_equal(add_bytes(NULL, 0), TFE_E_DAMAGED);
	assert_int_equal(add_bytes("\xff", 1), TFE_E_DAMAGED);
	assert_int_equal(add_bytes("\x3a\x00", 2), TFE_E_DAMAGED);                     /* no node */
	assert_int_equal(add_bytes("\x3a\x05\x0a\x03\x1a\x01\xff", 7), TFE_E_DAMAGED); /* a name */
	assert_int_equal(add_bytes("\x3a\x05\x0a\x03\x22\x01g", 7), TFE_OK);
	assert_int_equal(add_bytes("\x38\x05", 2), TFE_E_DAMAGED); /* the graph is a number */
	nest(&b, 16);
	assert_int_equal(add_bytes(b.data, b.size), TFE_OK);
	tfe__buf_release(&b);
	nest(&b, 17);
	assert_int_equal(add_bytes(b.data, b.size), TFE_E_LIMIT);
	tfe__buf_release(&b);
	nest(&b, 20000);
	assert_int_equal(add_bytes(b.data, b.size), TFE_E_LIMIT);
	tfe__buf_release(&b);
	tfe__buf_init(&b, NULL, 1 << 30);
	static const uint8_t empty[] = {0x0a,
					0x00}; /* nodes that expand to many times their size */
	for (size_t i = 0; i < 1 << 19; i++)
		tfe__buf_append(&b, empty, sizeof empty);
	wrap(&b, 7);
	assert_int_equal(add_bytes(b.data, b.size), TFE_E_LIMIT);
	tfe__buf_release(&b);
	assert_int_equal(tfe_graph_add_onnx(NULL, (tfe_bytes){0}), TFE_E_ARG);
}

/* The elements of weights are not decoded: a model may have more of them than other bytes. */
static void weights_are_dropped(void **state)
{
	(void)state;
	enum { ELEMENTS = 40 << 20 };
	static const uint8_t op[] = {0x0a, 0x04, 0x22, 0x02, 'O', 'p'};
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 30);
	put_field(&b, 9, ELEMENTS);
	assert_non_null(tfe__buf_reserve(&b, ELEMENTS));
	memset(b.data + b.size, 7, ELEMENTS);
	tfe__buf_commit(&b, ELEMENTS);
	wrap(&b, 5);
	tfe__buf_append(&b, op, sizeof op);
	wrap(&b, 7);
	assert_int_equal(add_bytes(b.data, b.size), TFE_OK);
	tfe__buf_release(&b);
}

/* --- failures --------------------------------------------------------------------------------- */

static tfe_status open_once(const tfe_allocator *allocator, void *context)
{
	(void)context;
	tfe_graph *g;
	tfe_status status = tfe_graph_open_onnx(path, allocator, &g, NULL);
	assert_true((g == NULL) == (status != TFE_OK));
	tfe_graph_close(g);
	return status;
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(open_once, NULL) > 10);
}

static void files_that_cannot_be_read_are_named(void **state)
{
	(void)state;
	char *dir = make_logdir();
	char other[4200];
	tfe_graph *g;
	tfe_error error = TFE_ERROR_INIT;
	snprintf(other, sizeof other, "%s/fifo", dir);
	assert_int_equal(mkfifo(other, 0600), 0);
	const struct {
		const char *path;
		tfe_status status;
	} files[] = {{NULL, TFE_E_ARG},
		     {"/nowhere/model.onnx", TFE_E_IO},
		     {dir, TFE_E_IO},
		     {other, TFE_E_IO}};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		assert_int_equal(tfe_graph_open_onnx(files[i].path, NULL, &g, &error),
				 files[i].status);
		assert_null(g);
		if (files[i].path)
			assert_string_equal(error.path, files[i].path);
	}
	unlink(other);
	remove_logdir(dir);
}

static tfe_status no_path(tfe_writer *w)
{
	return tfe_writer_add_onnx_graph(w, NULL);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {{no_path, "the path is missing"}};
	kinds_check_refused(refusals, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(nodes_are_connected_by_values),
		cmocka_unit_test(hostile_models_are_rejected),
		cmocka_unit_test(weights_are_dropped),
		cmocka_unit_test(memory_may_be_missing),
		cmocka_unit_test(files_that_cannot_be_read_are_named),
		cmocka_unit_test(wrong_arguments_are_refused),
	};
	return cmocka_run_group_tests(tests, set_path, NULL);
}
