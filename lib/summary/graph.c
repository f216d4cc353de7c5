/* summary: computation graphs, encoded while they are built. Field numbers are those of NodeDef and
 * AttrValue in proto/event.proto. */
#include <tfevents/graph.h>

#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/sized.h"
#include "base/map.h"
#include "base/utf8.h"
#include "summary/summary_put.h"
#include "wire/put.h"

/* An attribute of the last node: the bytes [begin, end) of `attributes`. */
struct attribute {
	const char *key; /* in the arena */
	size_t begin, end;
};

struct tfe_graph {
	struct tfe__buf nodes;      /* all complete nodes (GraphDef.node) */
	struct tfe__buf last;       /* the last node without its attributes */
	struct tfe__buf attributes; /* and those */
	struct attribute *attribute;
	size_t n_attributes, attributes_capacity;
	struct tfe__map names;
	struct tfe__arena arena;
	tfe_error error; /* the first error; it is sticky */
	bool begun;      /* there is a last node */
	tfe_allocator allocator;
};

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
	tfe__buf_init(&g->last, &a, graph_limit);
	tfe__buf_init(&g->attributes, &a, graph_limit);
	tfe__map_init(&g->names, &a);
	tfe__arena_init(&g->arena, &a, 0);
	return TFE_OK;
}

void tfe_graph_close(tfe_graph *g)
{
	if (!g)
		return;
	tfe_allocator a = g->allocator;
	tfe__buf_release(&g->nodes);
	tfe__buf_release(&g->last);
	tfe__buf_release(&g->attributes);
	tfe__map_release(&g->names);
	tfe__arena_release(&g->arena);
	tfe__free(&a, g->attribute);
	tfe__free(&a, g);
}

void tfe_graph_get_error(const tfe_graph *g, tfe_error *error)
{
	tfe__result_copy(error, &g->error, sizeof g->error);
}

/* Where the detail of an error goes: NULL when an earlier one sticks. */
static tfe_error *first_error(tfe_graph *g)
{
	return g->error.status ? NULL : &g->error;
}

/* Keeps a failure while node or key `name` was added: `status`, or that of the buffers. */
static tfe_status stick(tfe_graph *g, tfe_status status, const char *name)
{
	if (!status)
		status = tfe__buf_status(&g->nodes);
	if (!status)
		status = tfe__buf_status(&g->last);
	if (!status)
		status = tfe__buf_status(&g->attributes);
	if (status)
		tfe__error(first_error(g), status, 0, NULL, -1, "%s: %s",
			   tfe__error_show(name).text,
			   status == TFE_E_LIMIT ? "the graph would be larger than 2 GiB"
						 : tfe_status_text(status));
	return g->error.status;
}

static bool is_text(const char *s)
{
	return s && *s && tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

static void put_last_node(struct tfe__buf *b, const tfe_graph *g)
{
	size_t node = tfe__put_begin(b, 1);
	tfe__buf_append(b, g->last.data, g->last.size);
	tfe__buf_append(b, g->attributes.data, g->attributes.size);
	tfe__put_end(b, node);
}

static tfe_status remember_name(tfe_graph *g, const char *name)
{
	size_t length = strlen(name);
	if (tfe__map_get(&g->names, name, length) != TFE__MAP_NONE)
		return tfe__error(first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "the node name \"%s\" is repeated", tfe__error_show(name).text);
	const char *copy = tfe__arena_strndup(&g->arena, name, length);
	return stick(g, copy ? tfe__map_add(&g->names, copy, length, 0) : TFE_E_NOMEM, name);
}

/* Checks the arguments of a node. */
static tfe_status check_node(tfe_graph *g, const char *name, const char *op,
			     const char *const *inputs, size_t n_inputs, const char *device)
{
	struct tfe__shown shown = tfe__error_show(name);
	if (!is_text(name))
		return tfe__error(first_error(g), TFE_E_ARG, 0, NULL, -1,
				  "the node name \"%s\" is empty or not UTF-8", shown.text);
	const char *wrong = NULL;
	if (!is_text(op))
		wrong = "op is empty or not UTF-8";
	else if (!inputs && n_inputs)
		wrong = "inputs are missing";
	else if (device && *device && !is_text(device))
		wrong = "device is not UTF-8";
	if (wrong)
		return tfe__error(first_error(g), TFE_E_ARG, 0, NULL, -1, "node \"%s\": %s",
				  shown.text, wrong);
	for (size_t i = 0; i < n_inputs; i++)
		if (!is_text(inputs[i]))
			return tfe__error(first_error(g), TFE_E_ARG, 0, NULL, -1,
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
	    remember_name(g, name))
		return g->error.status;
	if (g->begun)
		put_last_node(&g->nodes, g);
	g->begun = true;
	tfe__buf_clear(&g->last);
	tfe__buf_clear(&g->attributes);
	g->n_attributes = 0;
	tfe__put_text(&g->last, 1, name);
	tfe__put_text(&g->last, 2, op);
	for (size_t i = 0; i < n_inputs; i++)
		tfe__put_text(&g->last, 3, inputs[i]);
	if (device && *device)
		tfe__put_text(&g->last, 4, device);
	return stick(g, TFE_OK, name);
}

/* Removes an earlier value of the key. */
static void drop_attribute(tfe_graph *g, const char *key)
{
	size_t i = 0;
	while (i < g->n_attributes && strcmp(g->attribute[i].key, key) != 0)
		i++;
	if (i == g->n_attributes)
		return;
	size_t begin = g->attribute[i].begin, end = g->attribute[i].end;
	memmove(g->attributes.data + begin, g->attributes.data + end, g->attributes.size - end);
	g->attributes.size -= end - begin;
	for (size_t k = i + 1; k < g->n_attributes; k++) {
		g->attribute[k - 1] = g->attribute[k];
		g->attribute[k - 1].begin -= end - begin;
		g->attribute[k - 1].end -= end - begin;
	}
	g->n_attributes--;
}

/* An attribute that is being written: a key, and an AttrValue whose one field the caller puts. A
 * NULL key is a bad argument. */
struct graph_entry {
	size_t begin, message, value;
	const char *key;
};

/* Begins an attribute of the last node. `given` is false if the value is NULL. */
static struct tfe__buf *begin_attribute(tfe_graph *g, const char *key, bool given,
					struct graph_entry *e)
{
	if (!g || g->error.status)
		return NULL;
	if (!is_text(key)) {
		tfe__error(first_error(g), TFE_E_ARG, 0, NULL, -1,
			   "the key of an attribute is empty or not UTF-8");
	} else if (!given || !g->begun) {
		tfe__error(first_error(g), TFE_E_ARG, 0, NULL, -1, "attribute \"%s\": %s",
			   tfe__error_show(key).text,
			   given ? "there is no node yet" : "the value is missing");
	} else {
		drop_attribute(g, key);
		e->key = tfe__arena_strndup(&g->arena, key, strlen(key));
		stick(g, e->key ? TFE_OK : TFE_E_NOMEM, key);
	}
	if (g->error.status)
		return NULL;
	e->begin = g->attributes.size;
	e->message = tfe__put_begin(&g->attributes, 5);
	tfe__put_text(&g->attributes, 1, key);
	e->value = tfe__put_begin(&g->attributes, 2);
	return &g->attributes;
}

static tfe_status end_attribute(tfe_graph *g, const struct graph_entry *e)
{
	tfe__put_end(&g->attributes, e->value);
	tfe__put_end(&g->attributes, e->message);
	tfe_status status =
		TFE__GROW(&g->allocator, g->attribute, g->attributes_capacity, g->n_attributes + 1);
	if (stick(g, status, e->key))
		return g->error.status;
	g->attribute[g->n_attributes++] = (struct attribute){e->key, e->begin, g->attributes.size};
	return TFE_OK;
}

static tfe_status status_of(const tfe_graph *g)
{
	return g ? g->error.status : TFE_E_ARG;
}

tfe_status tfe_graph_set_string(tfe_graph *g, const char *key, const char *value)
{
	struct graph_entry e;
	struct tfe__buf *b = begin_attribute(g, key, value != NULL, &e);
	if (!b)
		return status_of(g);
	tfe__put_text(b, 2, value);
	return end_attribute(g, &e);
}

tfe_status tfe_graph_set_int(tfe_graph *g, const char *key, int64_t value)
{
	struct graph_entry e;
	struct tfe__buf *b = begin_attribute(g, key, true, &e);
	if (!b)
		return status_of(g);
	tfe__put_int(b, 3, value);
	return end_attribute(g, &e);
}

tfe_status tfe_graph_set_float(tfe_graph *g, const char *key, float value)
{
	struct graph_entry e;
	struct tfe__buf *b = begin_attribute(g, key, true, &e);
	if (!b)
		return status_of(g);
	tfe__put_float(b, 4, value);
	return end_attribute(g, &e);
}

tfe_status tfe_graph_set_bool(tfe_graph *g, const char *key, bool value)
{
	struct graph_entry e;
	struct tfe__buf *b = begin_attribute(g, key, true, &e);
	if (!b)
		return status_of(g);
	tfe__put_int(b, 5, value);
	return end_attribute(g, &e);
}

tfe_status tfe_graph_set_dtype(tfe_graph *g, const char *key, tfe_dtype value)
{
	struct graph_entry e;
	struct tfe__buf *b = begin_attribute(g, key, true, &e);
	if (!b)
		return status_of(g);
	tfe__put_int(b, 6, value);
	return end_attribute(g, &e);
}

tfe_status tfe_graph_set_shape(tfe_graph *g, const char *key, const int64_t *dims, size_t n_dims)
{
	struct graph_entry e;
	struct tfe__buf *b = begin_attribute(g, key, dims || !n_dims, &e);
	if (!b)
		return status_of(g);
	tfe__shape_put(b, 7, dims, n_dims);
	return end_attribute(g, &e);
}

tfe_status tfe_graph_set_output_shape(tfe_graph *g, const int64_t *dims, size_t n_dims)
{
	struct graph_entry e;
	struct tfe__buf *b = begin_attribute(g, "_output_shapes", dims || !n_dims, &e);
	if (!b)
		return status_of(g);
	size_t list = tfe__put_begin(b, 1);
	tfe__shape_put(b, 7, dims, n_dims);
	tfe__put_end(b, list);
	return end_attribute(g, &e);
}

tfe_status tfe__put_graph(struct tfe__buf *b, double wall_time, const tfe_graph *g)
{
	if (!g || g->error.status)
		return status_of(g);
	/* The producer version of GraphDef that includes every field used here and that torch
	 * writes: 22 (February 2017). */
	const int producer = 22;
	struct tfe__event e;
	tfe__event_begin(&e, b, wall_time, 0);
	size_t graph = tfe__put_begin(b, 4);
	tfe__buf_append(b, g->nodes.data, g->nodes.size);
	if (g->begun)
		put_last_node(b, g);
	size_t versions = tfe__put_begin(b, 4);
	tfe__put_int(b, 1, producer);
	tfe__put_end(b, versions);
	tfe__put_end(b, graph);
	tfe__event_end(&e);
	return TFE_OK;
}
