/* summary: the nodes and functions of computation graphs, encoded while they are built. Field
 * numbers are those of GraphDef, NodeDef and FunctionDef in proto/event.proto. */
#include "summary/graph.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/sized.h"
#include "base/utf8.h"
#include "summary/run_metadata.h"
#include "summary/summary_put.h"
#include "wire/put.h"

/* The maximum size of a GraphDef: the limit of protobuf. */
static const size_t graph_limit = 0x7fffffff;

tfe_status tfe_graph_open(const tfe_allocator *allocator, tfe_graph **out)
{
	tfe_allocator a = tfe__allocator_or_default(allocator);
	tfe_graph *g = tfe__alloc_zeroed(&a, 1, sizeof *g);
	*out = g;
	if (!g)
		return TFE_E_NOMEM;
	g->allocator = a;
	g->error = (tfe_error)TFE_ERROR_INIT;
	g->error.offset = -1;
	tfe__buf_init(&g->nodes, &a, graph_limit);
	tfe__buf_init(&g->functions, &a, graph_limit);
	tfe__buf_init(&g->function, &a, graph_limit);
	tfe__buf_init(&g->last, &a, graph_limit);
	tfe__buf_init(&g->attributes, &a, graph_limit);
	tfe__map_init(&g->keys, &a);
	tfe__map_init(&g->names, &a);
	tfe__map_init(&g->function_nodes, &a);
	tfe__map_init(&g->function_names, &a);
	tfe__arena_init(&g->arena, &a, 0);
	return TFE_OK;
}

void tfe_graph_close(tfe_graph *g)
{
	if (!g)
		return;
	tfe_allocator a = g->allocator;
	tfe__buf_release(&g->nodes);
	tfe__buf_release(&g->functions);
	tfe__buf_release(&g->function);
	tfe__buf_release(&g->last);
	tfe__buf_release(&g->attributes);
	tfe__map_release(&g->keys);
	tfe__map_release(&g->names);
	tfe__map_release(&g->function_nodes);
	tfe__map_release(&g->function_names);
	tfe__arena_release(&g->arena);
	tfe__free(&a, g->attribute);
	tfe__free(&a, g);
}

void tfe_graph_get_error(const tfe_graph *g, tfe_error *error)
{
	tfe__result_copy(error, &g->error, sizeof g->error);
}

tfe_error *tfe__graph_first_error(tfe_graph *g)
{
	return g->error.status ? NULL : &g->error;
}

tfe_status tfe__graph_stick(tfe_graph *g, tfe_status status, const char *name)
{
	const struct tfe__buf *const bufs[] = {&g->nodes, &g->functions, &g->function, &g->last,
					       &g->attributes};
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs && !status; i++)
		status = tfe__buf_status(bufs[i]);
	if (status)
		tfe__error(tfe__graph_first_error(g), status, 0, NULL, -1, "%s: %s",
			   tfe__error_show(name).text,
			   status == TFE_E_LIMIT ? "the graph would be larger than 2 GiB"
						 : tfe_status_text(status));
	return g->error.status;
}

bool tfe__graph_is_text(const char *s)
{
	return s && *s && tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

/* Puts the last node, if there is one: into a graph or into a function. */
static void put_last_node(struct tfe__buf *b, const tfe_graph *g)
{
	if (!g->begun)
		return;
	size_t node = tfe__put_begin(b, g->in_function ? 3 : 1);
	tfe__buf_append(b, g->last.data, g->last.size);
	for (size_t i = 0; i < g->n_attributes; i++)
		tfe__buf_append(b, g->attributes.data + g->attribute[i].begin,
				g->attribute[i].end - g->attribute[i].begin);
	tfe__put_end(b, node);
}

/* Completes the last node. */
static void end_last_node(tfe_graph *g)
{
	put_last_node(g->in_function ? &g->function : &g->nodes, g);
	g->begun = false;
	tfe__buf_clear(&g->last);
	tfe__buf_clear(&g->attributes);
	if (g->n_attributes) {
		tfe__map_release(&g->keys);
		tfe__map_init(&g->keys, &g->allocator);
	}
	g->n_attributes = 0;
}

/* Adds a name to those of the nodes or functions, of which `what` is one. */
static tfe_status remember_name(tfe_graph *g, struct tfe__map *names, const char *what,
				const char *name)
{
	size_t length = strlen(name);
	if (tfe__map_get(names, name, length) != TFE__MAP_NONE)
		return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "the %s name \"%s\" is repeated", what,
				  tfe__error_show(name).text);
	const char *copy = tfe__arena_strndup(&g->arena, name, length);
	return tfe__graph_stick(g, copy ? tfe__map_add(names, copy, length, 0) : TFE_E_NOMEM, name);
}

/* Checks the arguments of a node. */
static tfe_status check_node(tfe_graph *g, const char *name, const char *op,
			     const char *const *inputs, size_t n_inputs, const char *device)
{
	struct tfe__shown shown = tfe__error_show(name);
	if (!tfe__graph_is_text(name))
		return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "the node name \"%s\" is empty or not UTF-8", shown.text);
	const char *wrong = NULL;
	if (!tfe__graph_is_text(op))
		wrong = "op is empty or not UTF-8";
	else if (!inputs && n_inputs)
		wrong = "inputs are missing";
	else if (device && *device && !tfe__graph_is_text(device))
		wrong = "device is not UTF-8";
	if (wrong)
		return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "node \"%s\": %s", shown.text, wrong);
	for (size_t i = 0; i < n_inputs; i++)
		if (!tfe__graph_is_text(inputs[i]))
			return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
					  "node \"%s\": input %zu is empty or not UTF-8",
					  shown.text, i);
	return TFE_OK;
}

tfe_status tfe_graph_add_node(tfe_graph *g, const char *name, const char *op,
			      const char *const *inputs, size_t n_inputs, const char *device)
{
	if (!g)
		return TFE_E_ARG;
	if (g->error.status || check_node(g, name, op, inputs, n_inputs, device) ||
	    remember_name(g, g->in_function ? &g->function_nodes : &g->names, "node", name))
		return g->error.status;
	end_last_node(g);
	g->begun = true;
	tfe__put_text(&g->last, 1, name);
	tfe__put_text(&g->last, 2, op);
	for (size_t i = 0; i < n_inputs; i++)
		tfe__put_text(&g->last, 3, inputs[i]);
	if (device && *device)
		tfe__put_text(&g->last, 4, device);
	return tfe__graph_stick(g, TFE_OK, name);
}

/* --- functions -------------------------------------------------------------------------------- */

/* Checks the name and the arguments of a function. */
static tfe_status check_function(tfe_graph *g, const char *name,
				 const tfe_graph_argument *arguments, size_t n, const char *what)
{
	struct tfe__shown shown = tfe__error_show(name);
	if (!tfe__graph_is_text(name))
		return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "the function name \"%s\" is empty or not UTF-8", shown.text);
	if (!arguments && n)
		return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "function \"%s\": %ss are missing", shown.text, what);
	for (size_t i = 0; i < n; i++)
		if (!tfe__graph_is_text(arguments[i].name) ||
		    (arguments[i].source && !tfe__graph_is_text(arguments[i].source)))
			return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
					  "function \"%s\": %s %zu is empty or not UTF-8",
					  shown.text, what, i);
	return TFE_OK;
}

/* Puts the arguments of a signature (OpDef.ArgDef). */
static void put_arguments(struct tfe__buf *b, uint32_t field, const tfe_graph_argument *arguments,
			  size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t argument = tfe__put_begin(b, field);
		tfe__put_text(b, 1, arguments[i].name);
		if (arguments[i].dtype)
			tfe__put_int(b, 3, arguments[i].dtype);
		tfe__put_end(b, argument);
	}
}

tfe_status tfe_graph_begin_function(tfe_graph *g, const char *name,
				    const tfe_graph_argument *inputs, size_t n_inputs,
				    const tfe_graph_argument *outputs, size_t n_outputs)
{
	if (!g)
		return TFE_E_ARG;
	if (g->error.status || check_function(g, name, inputs, n_inputs, "input") ||
	    check_function(g, name, outputs, n_outputs, "output"))
		return g->error.status;
	if (g->in_function)
		return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "function \"%s\": another function is open",
				  tfe__error_show(name).text);
	for (size_t i = 0; i < n_outputs; i++)
		if (!outputs[i].source)
			return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
					  "function \"%s\": output %zu has no source",
					  tfe__error_show(name).text, i);
	if (remember_name(g, &g->function_names, "function", name))
		return g->error.status;
	end_last_node(g);
	g->in_function = true;
	struct tfe__buf *b = &g->function;
	tfe__buf_clear(b);
	size_t signature = tfe__put_begin(b, 1);
	tfe__put_text(b, 1, name);
	put_arguments(b, 2, inputs, n_inputs);
	put_arguments(b, 3, outputs, n_outputs);
	tfe__put_end(b, signature);
	for (size_t i = 0; i < n_outputs; i++) {
		size_t entry = tfe__put_begin(b, 4);
		tfe__put_text(b, 1, outputs[i].name);
		tfe__put_text(b, 2, outputs[i].source);
		tfe__put_end(b, entry);
	}
	return tfe__graph_stick(g, TFE_OK, name);
}

tfe_status tfe_graph_end_function(tfe_graph *g)
{
	if (!g)
		return TFE_E_ARG;
	if (g->error.status)
		return g->error.status;
	if (!g->in_function)
		return tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "no function is open");
	end_last_node(g);
	g->in_function = false;
	tfe__map_release(&g->function_nodes);
	tfe__map_init(&g->function_nodes, &g->allocator);
	tfe__put_bytes(&g->functions, 1, g->function.data, g->function.size);
	return tfe__graph_stick(g, TFE_OK, "the function");
}

/* --- the graph -------------------------------------------------------------------------------- */

/* Puts a graph as field `field`, a GraphDef. Returns the sticky status of its calls. */
static tfe_status put_graph_def(struct tfe__buf *b, uint32_t field, const tfe_graph *g)
{
	if (!g)
		return TFE_E_ARG;
	if (g->error.status || g->in_function)
		return g->error.status ? g->error.status : TFE_E_ARG;
	/* The producer version of GraphDef that includes every field used here and that torch
	 * writes: 22 (February 2017). */
	const int producer = 22;
	size_t graph = tfe__put_begin(b, field);
	tfe__buf_append(b, g->nodes.data, g->nodes.size);
	put_last_node(b, g);
	if (g->functions.size)
		tfe__put_bytes(b, 2, g->functions.data, g->functions.size);
	size_t versions = tfe__put_begin(b, 4);
	tfe__put_int(b, 1, producer);
	tfe__put_end(b, versions);
	tfe__put_end(b, graph);
	return TFE_OK;
}

tfe_status tfe__put_graph(struct tfe__buf *b, double wall_time, const tfe_graph *g)
{
	struct tfe__event e;
	tfe__event_begin(&e, b, wall_time, 0);
	tfe_status status = put_graph_def(b, 4, g);
	tfe__event_end(&e);
	return status;
}

const tfe_plugin tfe__traced_graph_plugin = {"graph_run_metadata_graph", "1", 1};

tfe_status tfe__put_traced_graph(struct tfe__buf *b, const tfe_graph *g)
{
	/* RunMetadata.function_graphs, and in it the graph before its optimization. */
	size_t function = tfe__put_begin(b, 4);
	tfe_status status = put_graph_def(b, 2, g);
	tfe__put_end(b, function);
	return status ? status : tfe__buf_status(b);
}
