/* summary: graphs, decoded by protobuf-c. */
#include <stdio.h>
#include <string.h>

#include "unit/inject.h"

#include "base/utf8.h"
#include "event.pb-c.h"
#include "summary/summary_put.h"
#include "wire/record.h"

static int is(ProtobufCBinaryData got, const char *want)
{
	return got.len == strlen(want) && memcmp(got.data, want, got.len) == 0;
}

static tfe_status build(const tfe_allocator *allocator, struct tfe__buf *b)
{
	tfe_graph *g;
	tfe_status status = tfe_graph_open(allocator, &g);
	if (status)
		return status;
	const char *const inputs[] = {"dense/kernel", "x:0", "^init"};
	const int64_t shape[] = {-1, 784, 0};
	tfe_graph_add_node(g, "x", "Placeholder", NULL, 0, NULL);
	tfe_graph_set_dtype(g, "dtype", TFE_DTYPE_FLOAT32);
	tfe_graph_set_output_shape(g, shape, 3);
	tfe_graph_add_node(g, "dense/kernel", "VariableV2", NULL, 0, "/device:CPU:0");
	tfe_graph_set_int(g, "n", 1);
	tfe_graph_set_string(g, "s", "old");
	tfe_graph_set_bool(g, "b", true);
	tfe_graph_set_string(g, "s", "a longer one");
	tfe_graph_set_int(g, "n", -5);
	tfe_graph_add_node(g, "dense/MatMul", "MatMul", inputs, 3, "");
	tfe_graph_set_float(g, "f", 0.5f);
	tfe_graph_set_shape(g, "shape", shape, 0);
	status = tfe__put_graph(b, 1, g);
	tfe_graph_close(g);
	return status ? status : tfe__buf_status(b);
}

static const Tfe__Pb__AttrValue *attribute(const Tfe__Pb__NodeDef *node, const char *key)
{
	const Tfe__Pb__AttrValue *found = NULL;
	for (size_t i = 0; i < node->n_attr; i++) {
		if (is(node->attr[i]->key, key)) {
			assert_null(found);
			found = node->attr[i]->value;
		}
	}
	assert_non_null(found);
	return found;
}

static void graph_decodes_to_what_was_built(void **state)
{
	(void)state;
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 20);
	assert_int_equal(build(NULL, &b), TFE_OK);
	Tfe__Pb__Event *e = tfe__pb__event__unpack(NULL, b.size - 16, b.data + 12);
	assert_non_null(e);
	assert_int_equal(e->what_case, TFE__PB__EVENT__WHAT_GRAPH_DEF);
	Tfe__Pb__GraphDef *g =
		tfe__pb__graph_def__unpack(NULL, e->graph_def.len, e->graph_def.data);
	assert_non_null(g);
	assert_int_equal(g->n_node, 3);
	assert_int_equal(g->versions->producer, 22);
	assert_true(is(g->node[0]->name, "x"));
	assert_true(is(g->node[0]->op, "Placeholder"));
	assert_int_equal(attribute(g->node[0], "dtype")->type, 1);
	const Tfe__Pb__AttrValue *shapes = attribute(g->node[0], "_output_shapes");
	assert_int_equal(shapes->list->n_shape, 1);
	assert_int_equal(shapes->list->shape[0]->n_dim, 3);
	assert_int_equal(shapes->list->shape[0]->dim[0]->size, -1);
	assert_int_equal(shapes->list->shape[0]->dim[1]->size, 784);
	assert_int_equal(shapes->list->shape[0]->dim[2]->size, 0);
	assert_true(is(g->node[1]->device, "/device:CPU:0"));
	assert_int_equal(g->node[1]->n_attr, 3);
	assert_int_equal(attribute(g->node[1], "n")->i, -5);
	assert_true(is(attribute(g->node[1], "s")->s, "a longer one"));
	assert_true(attribute(g->node[1], "b")->b);
	assert_int_equal(g->node[2]->n_input, 3);
	assert_true(is(g->node[2]->input[2], "^init"));
	assert_int_equal(g->node[2]->device.len, 0);
	assert_true(attribute(g->node[2], "f")->f == 0.5f);
	assert_int_equal(attribute(g->node[2], "shape")->shape->n_dim, 0);
	tfe__pb__graph_def__free_unpacked(g, NULL);
	tfe__pb__event__free_unpacked(e, NULL);
	tfe__buf_release(&b);
}

/* Makes mistake number k in a graph that has the node "a". Returns the name that its message
 * contains. */
static const char *make_mistake(tfe_graph *g, int k, tfe_status *status)
{
	static const char *const bad_input[] = {"a", ""};
	static const char *const named[] = {
		"node name \"a\" is repeated", "node name \"\" is empty", "\"b\": op",
		"\"b\": inputs are missing",   "\"b\": input 1 is",       "\"s\": the value",
		"key of an attribute",         "\"c\": device",           "\"sh\": the value",
		"name \"(not UTF-8)\""};
	*status = k == 0   ? tfe_graph_add_node(g, "a", "Op", NULL, 0, NULL)
		  : k == 1 ? tfe_graph_add_node(g, "", "Op", NULL, 0, NULL)
		  : k == 2 ? tfe_graph_add_node(g, "b", NULL, NULL, 0, NULL)
		  : k == 3 ? tfe_graph_add_node(g, "b", "Op", NULL, 1, NULL)
		  : k == 4 ? tfe_graph_add_node(g, "b", "Op", bad_input, 2, NULL)
		  : k == 5 ? tfe_graph_set_string(g, "s", NULL)
		  : k == 6 ? tfe_graph_set_shape(g, "\xff", NULL, 0)
		  : k == 7 ? tfe_graph_add_node(g, "c", "Op", NULL, 0, "\xff")
		  : k == 8 ? tfe_graph_set_shape(g, "sh", NULL, 1)
			   : tfe_graph_add_node(g, "\xff", "Op", NULL, 0, NULL);
	return named[k];
}

static void assert_refused(tfe_graph *g, tfe_status status, const char *named)
{
	tfe_error error = TFE_ERROR_INIT;
	struct tfe__buf b;
	assert_int_equal(status, TFE_E_ARG);
	assert_int_equal(tfe_graph_add_node(g, "good", "Op", NULL, 0, NULL), TFE_E_ARG);
	assert_int_equal(tfe_graph_add_node(g, "", "Op", NULL, 0, NULL), TFE_E_ARG);
	tfe_graph_get_error(g, &error);
	assert_int_equal(error.status, TFE_E_ARG);
	assert_int_equal(error.offset, -1);
	if (!strstr(error.message, named))
		fail_msg("\"%s\" does not name %s", error.message, named);
	tfe__buf_init(&b, NULL, 1 << 20);
	assert_int_equal(tfe__put_graph(&b, 1, g), TFE_E_ARG);
	tfe__buf_release(&b);
}

static void errors_stick(void **state)
{
	(void)state;
	tfe_graph *g;
	tfe_error error = TFE_ERROR_INIT;
	for (int k = 0; k < 10; k++) {
		tfe_status status;
		assert_int_equal(tfe_graph_open(NULL, &g), TFE_OK);
		assert_int_equal(tfe_graph_add_node(g, "a", "Op", NULL, 0, NULL), TFE_OK);
		tfe_graph_get_error(g, &error);
		assert_int_equal(error.status, TFE_OK);
		const char *named = make_mistake(g, k, &status);
		assert_refused(g, status, named);
		tfe_graph_close(g);
	}
	assert_int_equal(tfe_graph_open(NULL, &g), TFE_OK);
	assert_refused(g, tfe_graph_set_int(g, "early", 1), "\"early\": there is no node yet");
	tfe_graph_close(g);
	tfe_graph_close(NULL);
}

/* A message shows a hostile name without control characters, and truncates it at a whole
 * character. */
static void messages_show_any_name(void **state)
{
	(void)state;
	char name[400] = "line\nbreak";
	tfe_graph *g;
	tfe_error error = TFE_ERROR_INIT;
	for (size_t i = strlen(name); i + 3 < sizeof name; i += 2)
		memcpy(name + i, "\xc3\xa4", 3);
	assert_int_equal(tfe_graph_open(NULL, &g), TFE_OK);
	assert_int_equal(tfe_graph_add_node(g, name, "Op", NULL, 0, NULL), TFE_OK);
	assert_int_equal(tfe_graph_add_node(g, name, "Op", NULL, 0, NULL), TFE_E_ARG);
	tfe_graph_get_error(g, &error);
	assert_non_null(strstr(error.message, "\"line?break\xc3\xa4"));
	assert_non_null(strstr(error.message, "\xc3\xa4...\" is repeated"));
	assert_true(tfe__utf8_valid((const uint8_t *)error.message, strlen(error.message)));
	tfe_graph_close(g);
}

/* The time to set a key does not grow with the number of the keys of a node. */
static void a_node_has_any_number_of_attributes(void **state)
{
	(void)state;
	enum { KEYS = 100000 };
	char key[32];
	tfe_graph *g;
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 16 << 20);
	assert_int_equal(tfe_graph_open(NULL, &g), TFE_OK);
	tfe_graph_add_node(g, "a", "Op", NULL, 0, NULL);
	for (int64_t i = 0; i < 2 * KEYS; i++) {
		snprintf(key, sizeof key, "key%d", (int)(i % KEYS));
		tfe_graph_set_int(g, key, i);
	}
	assert_int_equal(tfe__put_graph(&b, 1, g), TFE_OK);
	tfe_graph_close(g);
	Tfe__Pb__Event *e = tfe__pb__event__unpack(NULL, b.size - 16, b.data + 12);
	assert_non_null(e);
	Tfe__Pb__GraphDef *def =
		tfe__pb__graph_def__unpack(NULL, e->graph_def.len, e->graph_def.data);
	assert_non_null(def);
	assert_int_equal(def->node[0]->n_attr, KEYS);
	for (size_t i = 0; i < KEYS; i++)
		assert_int_equal(def->node[0]->attr[i]->value->i, KEYS + i);
	tfe__pb__graph_def__free_unpacked(def, NULL);
	tfe__pb__event__free_unpacked(e, NULL);
	tfe__buf_release(&b);
}

static tfe_status build_once(const tfe_allocator *allocator, void *context)
{
	(void)context;
	struct tfe__buf b;
	tfe__buf_init(&b, allocator, 1 << 20);
	tfe_status status = build(allocator, &b);
	tfe__buf_release(&b);
	return status;
}

static void failed_allocations(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(build_once, NULL) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(graph_decodes_to_what_was_built),
		cmocka_unit_test(errors_stick),
		cmocka_unit_test(messages_show_any_name),
		cmocka_unit_test(a_node_has_any_number_of_attributes),
		cmocka_unit_test(failed_allocations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
