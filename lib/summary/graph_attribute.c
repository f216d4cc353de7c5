/* summary: the attributes of the nodes of computation graphs. Field numbers are those of AttrValue
 * in proto/event.proto. */
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/utf8.h"
#include "summary/array_walk.h"
#include "summary/graph.h"
#include "summary/summary_put.h"
#include "wire/put.h"

/* Finds the attribute of a key, or adds it. False after a failure. */
static bool find_attribute(tfe_graph *g, const char *key, size_t *i)
{
	const size_t length = strlen(key);
	*i = tfe__map_get(&g->keys, key, length);
	if (*i != TFE__MAP_NONE)
		return true;
	*i = g->n_attributes;
	const char *copy = tfe__arena_strndup(&g->arena, key, length);
	tfe_status status = copy ? tfe__map_add(&g->keys, copy, length, *i) : TFE_E_NOMEM;
	if (!status)
		status = TFE__GROW(&g->allocator, g->attribute, g->attributes_capacity, *i + 1);
	if (tfe__graph_stick(g, status, key))
		return false;
	g->attribute[g->n_attributes++] = (struct tfe__graph_attribute){0, 0};
	return true;
}

/* An attribute that is being written: a key, and an AttrValue whose one field the caller puts. A
 * NULL key is a bad argument. */
struct graph_entry {
	size_t attribute, begin, message, value;
	const char *key;
};

/* Begins an attribute of the last node. `given` is false if the value is NULL. */
static struct tfe__buf *begin_attribute(tfe_graph *g, const char *key, bool given,
					struct graph_entry *e)
{
	if (!g || g->error.status)
		return NULL;
	if (!tfe__graph_is_text(key)) {
		tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
			   "the key of an attribute is empty or not UTF-8");
	} else if (!given || !g->begun) {
		tfe__error(tfe__graph_first_error(g), TFE_E_ARG, 0, NULL, -1,
			   "attribute \"%s\": %s", tfe__error_show(key).text,
			   given ? "there is no node yet" : "the value is missing or wrong");
	} else if (find_attribute(g, key, &e->attribute)) {
		e->key = key;
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
	g->attribute[e->attribute] = (struct tfe__graph_attribute){e->begin, g->attributes.size};
	return tfe__graph_stick(g, TFE_OK, e->key);
}

static tfe_status status_of(const tfe_graph *g)
{
	return g ? g->error.status : TFE_E_ARG;
}

/* Sets an attribute to one value, which the statement `put` puts into the buffer b. */
#define SET(g, key, given, put)                                                                    \
	do {                                                                                       \
		struct graph_entry e;                                                              \
		struct tfe__buf *b = begin_attribute(g, key, given, &e);                           \
		if (!b)                                                                            \
			return status_of(g);                                                       \
		put;                                                                               \
		return end_attribute(g, &e);                                                       \
	} while (0)

/* Sets an attribute to a list of n values, each put by the statement `put`. */
#define SET_LIST(g, key, given, n, put)                                                            \
	SET(g, key, given, {                                                                       \
		size_t list = tfe__put_begin(b, 1);                                                \
		for (size_t i = 0; i < (n); i++)                                                   \
			put;                                                                       \
		tfe__put_end(b, list);                                                             \
	})

/* Puts a function by its name (NameAttrList). */
static void put_function(struct tfe__buf *b, uint32_t field, const char *name)
{
	size_t function = tfe__put_begin(b, field);
	tfe__put_text(b, 1, name);
	tfe__put_end(b, function);
}

tfe_status tfe_graph_set_string(tfe_graph *g, const char *key, const char *value)
{
	SET(g, key, value != NULL, tfe__put_text(b, 2, value));
}

tfe_status tfe_graph_set_int(tfe_graph *g, const char *key, int64_t value)
{
	SET(g, key, true, tfe__put_int(b, 3, value));
}

tfe_status tfe_graph_set_float(tfe_graph *g, const char *key, float value)
{
	SET(g, key, true, tfe__put_float(b, 4, value));
}

tfe_status tfe_graph_set_bool(tfe_graph *g, const char *key, bool value)
{
	SET(g, key, true, tfe__put_int(b, 5, value));
}

tfe_status tfe_graph_set_dtype(tfe_graph *g, const char *key, tfe_dtype value)
{
	SET(g, key, true, tfe__put_int(b, 6, value));
}

tfe_status tfe_graph_set_shape(tfe_graph *g, const char *key, const int64_t *dims, size_t n_dims)
{
	SET(g, key, dims || !n_dims, tfe__shape_put(b, 7, dims, n_dims));
}

/* Whether all n arrays of a list are given and valid. */
static bool are_arrays(const tfe_array *arrays, size_t n)
{
	size_t count;
	for (size_t i = 0; i < n; i++)
		if (!arrays || tfe__array_wrong(&arrays[i], &count))
			return false;
	return true;
}

/* Puts a valid array as field 8, of AttrValue and of its list. */
static void put_array(struct tfe__buf *b, const tfe_array *array)
{
	size_t count = 0;
	(void)tfe__array_wrong(array, &count);
	tfe__put_array(b, array, count);
}

tfe_status tfe_graph_set_tensor(tfe_graph *g, const char *key, const tfe_array *value)
{
	SET(g, key, are_arrays(value, 1), put_array(b, value));
}

tfe_status tfe__graph_set_tensor_type(tfe_graph *g, const char *key, int dtype, const int64_t *dims,
				      size_t n_dims)
{
	SET(g, key, true, tfe__put_end(b, tfe__tensor_begin(b, dtype, dims, n_dims)));
}

tfe_status tfe_graph_set_placeholder(tfe_graph *g, const char *key, const char *name)
{
	SET(g, key, tfe__graph_is_text(name), tfe__put_text(b, 9, name));
}

tfe_status tfe_graph_set_function(tfe_graph *g, const char *key, const char *name)
{
	SET(g, key, tfe__graph_is_text(name), put_function(b, 10, name));
}

/* Whether all n texts of a list are given. */
static bool are_given(const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!texts || !texts[i])
			return false;
	return true;
}

tfe_status tfe_graph_set_strings(tfe_graph *g, const char *key, const char *const *values, size_t n)
{
	SET_LIST(g, key, are_given(values, n), n, tfe__put_text(b, 2, values[i]));
}

tfe_status tfe_graph_set_ints(tfe_graph *g, const char *key, const int64_t *values, size_t n)
{
	SET_LIST(g, key, values || !n, n, tfe__put_int(b, 3, values[i]));
}

tfe_status tfe_graph_set_floats(tfe_graph *g, const char *key, const float *values, size_t n)
{
	SET_LIST(g, key, values || !n, n, tfe__put_float(b, 4, values[i]));
}

tfe_status tfe_graph_set_bools(tfe_graph *g, const char *key, const bool *values, size_t n)
{
	SET_LIST(g, key, values || !n, n, tfe__put_int(b, 5, values[i]));
}

tfe_status tfe_graph_set_dtypes(tfe_graph *g, const char *key, const tfe_dtype *values, size_t n)
{
	SET_LIST(g, key, values || !n, n, tfe__put_int(b, 6, values[i]));
}

tfe_status tfe_graph_set_shapes(tfe_graph *g, const char *key, const tfe_graph_shape *values,
				size_t n)
{
	bool given = true;
	for (size_t i = 0; i < n && given; i++)
		given = values && (values[i].dims || !values[i].n_dims);
	SET_LIST(g, key, given, n, tfe__shape_put(b, 7, values[i].dims, values[i].n_dims));
}

tfe_status tfe_graph_set_tensors(tfe_graph *g, const char *key, const tfe_array *values, size_t n)
{
	SET_LIST(g, key, are_arrays(values, n), n, put_array(b, &values[i]));
}

tfe_status tfe_graph_set_functions(tfe_graph *g, const char *key, const char *const *names,
				   size_t n)
{
	SET_LIST(g, key, are_given(names, n), n, put_function(b, 9, names[i]));
}

tfe_status tfe_graph_set_output_shape(tfe_graph *g, const int64_t *dims, size_t n_dims)
{
	const tfe_graph_shape shape = {dims, n_dims};
	return tfe_graph_set_shapes(g, "_output_shapes", &shape, 1);
}
