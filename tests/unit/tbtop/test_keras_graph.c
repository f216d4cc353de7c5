/* tbtop: Keras' description of a model as a graph. The names and inputs of the nodes are those of
 * TensorBoard's keras_util.keras_model_to_graph_def for the same text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/cache/keras_graph.h"
#include "tbtop/graph/graph_items.h"

static struct graph *graph_of(const char *json, char **bytes)
{
	size_t n = 0;
	const char *error;
	*bytes = keras_graph((tfe_bytes){(const uint8_t *)json, strlen(json)}, &n, &error);
	if (!*bytes)
		return NULL;
	struct graph *g = graph_open();
	assert_false(graph_add_message(g, (tfe_bytes){(const uint8_t *)*bytes, n},
				       TFE_GRAPH_FORM_GRAPH_DEF, NULL, NULL));
	graph_finish(g, (tfe_bytes){0});
	return g;
}

/* Writes "name<-input,input;" of all nodes. */
static void expect(const char *json, const char *want)
{
	char got[2000] = "", *bytes;
	size_t n = 0;
	struct graph *g = graph_of(json, &bytes);
	assert_non_null(g);
	for (uint32_t i = 0; i < g->n_nodes; i++) {
		const struct graph_node *node = &g->nodes[i];
		n += (size_t)snprintf(got + n, sizeof got - n, "%.*s<-", (int)node->name.n,
				      node->name.at);
		for (uint32_t k = 0; k < node->n_inputs; k++) {
			const struct graph_edge *e = &g->edges[node->first_input + k];
			n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", k ? "," : "",
					      (int)e->name.n, e->name.at);
		}
		n += (size_t)snprintf(got + n, sizeof got - n, ";");
	}
	assert_string_equal(got, want);
	graph_close(g);
	free(bytes);
}

/* clang-format would break the lines of JSON within names. */
/* clang-format off */
#define LAYER(class, name, more)                                                                   \
	"{\"class_name\":\"" class "\",\"config\":{\"name\":\"" name "\",\"dtype\":\"float32\"}"   \
	more "}"
#define HISTORY(name, i)                                                                           \
	"{\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":[null,8],"                     \
	"\"keras_history\":[\"" name "\",0," #i "]}}"
#define CALLED(arguments) ",\"inbound_nodes\":[{\"args\":[" arguments "],\"kwargs\":{}}]"

static const char sequential[] =
	"{\"class_name\":\"Sequential\",\"config\":{\"name\":\"seq\",\"layers\":["
	LAYER("InputLayer", "in", "") "," LAYER("Dense", "d1", "") "," LAYER("Dense", "d2", "")
	"]}}";

static void layers_of_a_sequential_model_follow_each_other(void **state)
{
	(void)state;
	char *bytes;
	expect(sequential, "seq/in<-;seq/d1<-seq/in;seq/d2<-seq/d1;");
	struct graph *g = graph_of(sequential, &bytes);
	assert_memory_equal(g->nodes[1].source.op.data, "Dense", 5);
	assert_string_equal(g->nodes[1].shape, "float");
	graph_close(g);
	free(bytes);
}

static void layers_of_a_functional_model_name_their_inputs(void **state)
{
	(void)state;
	expect("{\"class_name\":\"Functional\",\"config\":{\"name\":\"m\",\"layers\":["
	       LAYER("InputLayer", "a", ",\"inbound_nodes\":[]") ","
	       LAYER("InputLayer", "b", ",\"inbound_nodes\":[]") ","
	       LAYER("Add", "add", CALLED("[" HISTORY("a", 0) "," HISTORY("b", 0) "]")) ","
	       LAYER("Dense", "out", CALLED(HISTORY("add", 0)))
	       "],\"input_layers\":[[\"a\",0,0],[\"b\",0,0]],\"output_layers\":[\"out\",0,0]}}",
	       "m/a<-;m/b<-;m/add<-m/a,m/b;m/out<-m/add;");
}

/* A model in a model: what feeds it feeds its input layer, and its output is that of its last
 * layer. */
static void models_are_nested(void **state)
{
	(void)state;
	expect("{\"class_name\":\"Functional\",\"config\":{\"name\":\"m\",\"layers\":["
	       LAYER("InputLayer", "a", ",\"inbound_nodes\":[]") ","
	       "{\"class_name\":\"Functional\",\"config\":{\"name\":\"inner\",\"layers\":["
	       LAYER("InputLayer", "x", ",\"inbound_nodes\":[]") ","
	       LAYER("Dense", "y", CALLED(HISTORY("x", 0)))
	       "],\"input_layers\":[\"x\",0,0],\"output_layers\":[\"y\",0,0]}"
	       CALLED(HISTORY("a", 0)) "},"
	       LAYER("Dense", "out", CALLED(HISTORY("inner", 0)))
	       "],\"input_layers\":[\"a\",0,0],\"output_layers\":[\"out\",0,0]}}",
	       "m/a<-;m/inner/x<-m/a;m/inner/y<-m/inner/x;m/out<-m/inner/y;");
}

/* TensorBoard shows no inputs of Keras 2; they are in lists of lists. */
static void inputs_of_keras_2_are_read_too(void **state)
{
	(void)state;
	expect("{\"class_name\":\"Functional\",\"config\":{\"name\":\"m\",\"layers\":["
	       LAYER("InputLayer", "a", ",\"inbound_nodes\":[]") ","
	       LAYER("Dense", "out", ",\"inbound_nodes\":[[[\"a\",0,0,{}]]]")
	       "],\"input_layers\":[[\"a\",0,0]],\"output_layers\":[[\"out\",0,0]]}}",
	       "m/a<-;m/out<-m/a;");
}

/* clang-format on */

static void other_texts_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"{",
		"[]",
		"{}",
		"null",
		"{\"config\": 3}",
		"{\"config\": {\"name\": 3}}",
		"{\"config\": {\"name\": \"m\", \"layers\": [{}, 3, null, [], \"x\"]}}",
	};
	char *bytes;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_null(graph_of(texts[i], &bytes));
}

/* Long names of scopes that many layers repeat do not make the result large. */
static void expansion_is_limited(void **state)
{
	(void)state;
	enum { NAME = 300000, LAYERS = 1000 };
	char *json = calloc(1, NAME + 200 + LAYERS * 60), *at = json, *bytes;
	at += sprintf(at, "{\"config\":{\"name\":\"");
	memset(at, 'a', NAME);
	at += NAME;
	at += sprintf(at, "\",\"layers\":[");
	for (int i = 0; i < LAYERS; i++)
		at += sprintf(at, "%s{\"config\":{\"name\":\"l%d\"}}", i ? "," : "", i);
	sprintf(at, "]}}");
	assert_null(graph_of(json, &bytes));
	free(json);
}

static void deep_nesting_ends(void **state)
{
	(void)state;
	char json[20000] = "", *bytes;
	size_t n = 0;
	for (int i = 0; i < 100; i++)
		n += (size_t)sprintf(json + n, "{\"config\":{\"name\":\"m\",\"layers\":[");
	n += (size_t)sprintf(json + n, "{\"config\":{\"name\":\"x\"}}");
	for (int i = 0; i < 100; i++)
		n += (size_t)sprintf(json + n, "]}}");
	assert_null(graph_of(json, &bytes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layers_of_a_sequential_model_follow_each_other),
		cmocka_unit_test(layers_of_a_functional_model_name_their_inputs),
		cmocka_unit_test(models_are_nested),
		cmocka_unit_test(inputs_of_keras_2_are_read_too),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(expansion_is_limited),
		cmocka_unit_test(deep_nesting_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
