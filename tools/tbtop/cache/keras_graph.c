/* cache: Keras' description of a model as a GraphDef, so that all graphs have one form. */
#include "tbtop/cache/keras_graph.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "common/memory.h"

/* A name may be repeated in the paths of all layers below it, so the result is limited. */
enum { JSON_MOST = 16 << 20, EXPANSION = 16, EXPANSION_FREE = 1 << 20, DEPTH_MOST = 32 };

/* Bytes of a message that is being written. */
struct bytes {
	char *at;
	size_t n, capacity;
};

struct walk {
	struct bytes out, node, attribute, value;
	size_t limit;
	json_t *inputs_of;  /* by name of an input layer: the name of the layer that feeds it */
	json_t *outputs_of; /* by name of a model: a list of names of its output layers */
	char *before;       /* name of the layer before; NULL: none */
	bool too_large;
};

/* --- writing messages ------------------------------------------------------------------------- */

static void put(struct bytes *b, const void *data, size_t n)
{
	if (!n)
		return;
	while (b->capacity - b->n < n)
		b->at = need_room(b->at, b->capacity, &b->capacity, 1);
	memcpy(b->at + b->n, data, n);
	b->n += n;
}

static void put_varint(struct bytes *b, uint64_t v)
{
	unsigned char byte;
	for (; v >= 0x80; v >>= 7) {
		byte = (unsigned char)(v | 0x80);
		put(b, &byte, 1);
	}
	byte = (unsigned char)v;
	put(b, &byte, 1);
}

enum { VARINT = 0, LENGTH = 2, FIXED32 = 5 };

static void put_number(struct bytes *b, unsigned field, uint64_t v)
{
	put_varint(b, field << 3 | VARINT);
	put_varint(b, v);
}

static void put_field(struct bytes *b, unsigned field, const char *data, size_t n)
{
	put_varint(b, field << 3 | LENGTH);
	put_varint(b, n);
	put(b, data, n);
}

static void put_text(struct bytes *b, unsigned field, const char *text)
{
	put_field(b, field, text, strlen(text));
}

/* Adds w->value as an attribute of the node. */
static void put_attribute(struct walk *w, const char *key)
{
	w->attribute.n = 0;
	put_text(&w->attribute, 1, key);
	put_field(&w->attribute, 2, w->value.at, w->value.n);
	put_field(&w->node, 5, w->attribute.at, w->attribute.n);
}

/* --- settings of a layer ---------------------------------------------------------------------- */

static void put_real(struct bytes *b, unsigned field, double value)
{
	float real = (float)value;
	uint32_t bits;
	memcpy(&bits, &real, sizeof bits);
	put_varint(b, field << 3 | FIXED32);
	for (int i = 0; i < 4; i++) {
		unsigned char byte = (unsigned char)(bits >> 8 * i);
		put(b, &byte, 1);
	}
}

/* Writes a list of sizes, in which null is an unknown one, as a shape. */
static bool set_shape(struct walk *w, json_t *list)
{
	struct bytes shape = {0}, dim = {0};
	size_t n = json_array_size(list);
	bool good = n > 0 && n <= 32;
	for (size_t i = 0; i < n && good; i++) {
		json_t *size = json_array_get(list, i);
		dim.n = 0;
		good = json_is_integer(size) || json_is_null(size);
		put_number(&dim, 1,
			   json_is_integer(size) ? (uint64_t)json_integer_value(size) : UINT64_MAX);
		put_field(&shape, 2, dim.at, dim.n);
	}
	if (good)
		put_field(&w->value, 7, shape.at, shape.n);
	free(shape.at);
	free(dim.at);
	return good;
}

/* Returns the number of a type named as in NumPy, or 0. */
static int dtype_of(json_t *type)
{
	static const char *const names[][2] = {
		{"float16", "DT_HALF"}, {"float32", "DT_FLOAT"}, {"float64", "DT_DOUBLE"}};
	char wanted[64] = "DT_";
	if (json_is_object(type)) /* a policy */
		type = json_object_get(json_object_get(type, "config"), "name");
	const char *name = json_string_value(type);
	if (!name || strlen(name) > 40)
		return 0;
	for (size_t i = 0; name[i]; i++)
		wanted[3 + i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 32) : name[i];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(name, names[i][0]))
			snprintf(wanted, sizeof wanted, "%s", names[i][1]);
	for (int i = 1; i < 64; i++)
		if (tfe_dtype_name(i) && !strcmp(tfe_dtype_name(i), wanted))
			return i;
	return 0;
}

/* Sets w->value. Returns false for a setting that is no attribute. */
static bool set_value(struct walk *w, const char *key, json_t *value)
{
	struct bytes *b = &w->value;
	b->n = 0;
	if (!strcmp(key, "dtype")) {
		int type = dtype_of(value);
		put_number(b, 6, (uint64_t)type);
		return type != 0;
	}
	if (json_is_object(value))
		value = json_object_get(value, "class_name");
	if (json_is_array(value))
		return set_shape(w, value);
	if (json_is_string(value))
		put_text(b, 2, json_string_value(value));
	else if (json_is_integer(value))
		put_number(b, 3, (uint64_t)json_integer_value(value));
	else if (json_is_real(value))
		put_real(b, 4, json_real_value(value));
	else if (json_is_boolean(value))
		put_number(b, 5, json_is_true(value));
	return b->n > 0;
}

static void put_settings(struct walk *w, json_t *config)
{
	const char *key;
	json_t *value;
	json_object_foreach(config, key, value)
	{
		bool is_shape = !strcmp(key, "batch_shape") || !strcmp(key, "batch_input_shape");
		if (!strcmp(key, "name") || !set_value(w, key, value))
			continue;
		put_attribute(w, is_shape ? "shape" : key);
	}
}

/* --- names ------------------------------------------------------------------------------------ */

static json_t *config_of(json_t *layer)
{
	return json_object_get(layer, "config");
}

static const char *name_of(json_t *layer)
{
	return json_string_value(json_object_get(config_of(layer), "name"));
}

/* Returns "scope/name". Release it with free. */
static char *scoped(const char *scope, const char *name)
{
	size_t n = strlen(scope), size = n + strlen(name) + 2;
	char *path = need_zeroed(1, size);
	snprintf(path, size, "%s%s%s", scope, n ? "/" : "", name);
	return path;
}

static void set_before(struct walk *w, char *name)
{
	free(w->before);
	w->before = name;
}

/* --- inputs of a layer ------------------------------------------------------------------------ */

/* Appends the [name, node, output] of all inputs to a list. Keras 3 has them in the arguments of a
 * call, Keras 2 in lists of lists. */
static void collect_inputs(json_t *in, json_t *list, int depth)
{
	json_t *history = json_object_get(config_of(in), "keras_history");
	if (depth > 8)
		return;
	if (history)
		in = history;
	if (json_is_array(in) && json_is_string(json_array_get(in, 0))) {
		json_array_append(list, in);
		return;
	}
	if (json_is_object(in))
		in = json_object_get(in, "args");
	for (size_t i = 0; i < json_array_size(in); i++)
		collect_inputs(json_array_get(in, i), list, depth + 1);
}

static json_t *inputs_of(json_t *layer)
{
	json_t *list = need(json_array());
	json_t *inbound = json_object_get(layer, "inbound_nodes");
	for (size_t i = 0; i < json_array_size(inbound); i++)
		collect_inputs(json_array_get(inbound, i), list, 0);
	return list;
}

static const char *input_name(json_t *input)
{
	const char *name = json_string_value(json_array_get(input, 0));
	return name ? name : "";
}

/* Writes an input. The output of a model is that of one of its layers. */
static void put_input(struct walk *w, const char *scope, json_t *input)
{
	char *name = scoped(scope, input_name(input));
	json_t *outputs = json_object_get(w->outputs_of, name);
	size_t n = json_array_size(outputs);
	json_int_t at = json_integer_value(json_array_get(input, 2));
	if (n) {
		size_t i = at >= 0 && (uint64_t)at < n ? (size_t)at : n - 1;
		put_text(&w->node, 3, json_string_value(json_array_get(outputs, i)));
	} else {
		put_text(&w->node, 3, name);
	}
	free(name);
}

/* --- layers ----------------------------------------------------------------------------------- */

static void put_layer(struct walk *w, const char *scope, json_t *layer)
{
	char *name = scoped(scope, name_of(layer));
	const char *class = json_string_value(json_object_get(layer, "class_name"));
	w->node.n = 0;
	put_text(&w->node, 1, name);
	put_text(&w->node, 2, class ? class : "");
	if (json_is_array(json_object_get(layer, "inbound_nodes"))) {
		json_t *inputs = inputs_of(layer);
		for (size_t i = 0; i < json_array_size(inputs); i++)
			put_input(w, scope, json_array_get(inputs, i));
		json_decref(inputs);
	} else if (w->before) {
		put_text(&w->node, 3, w->before);
	}
	const char *feeding = json_string_value(json_object_get(w->inputs_of, name));
	if (feeding)
		put_text(&w->node, 3, feeding);
	put_settings(w, config_of(layer));
	put_field(&w->out, 1, w->node.at, w->node.n);
	set_before(w, name);
	w->too_large |= w->out.n > w->limit;
}

/* Returns the list of layers of "output_layers" or "input_layers": [name, 0, 0], or a list of
 * these, as a list of these. */
static json_t *layers_of(json_t *config, const char *key)
{
	json_t *list = need(json_array());
	collect_inputs(json_object_get(config, key), list, 0);
	return list;
}

/* Remembers what feeds the inputs of a model, and which layers are its outputs. */
static void connect_model(struct walk *w, const char *scope, const char *name, json_t *model)
{
	json_t *config = config_of(model), *layers = json_object_get(config, "layers");
	json_t *inputs = layers_of(config, "input_layers"), *inbound = inputs_of(model);
	json_t *outputs = layers_of(config, "output_layers"), *names = need(json_array());
	bool functional = json_array_size(inputs) && json_array_size(outputs);
	for (size_t i = 0; functional && i < json_array_size(inputs); i++) {
		json_t *from = json_array_get(inbound, i);
		char *input = scoped(name, input_name(json_array_get(inputs, i)));
		char *feeding = from ? scoped(scope, input_name(from)) : NULL;
		if (feeding)
			json_object_set_new(w->inputs_of, input, json_string(feeding));
		else if (!json_array_size(inbound) && !i && w->before)
			json_object_set_new(w->inputs_of, input, json_string(w->before));
		free(feeding);
		free(input);
	}
	if (!functional && json_array_size(inbound))
		set_before(w, scoped(scope, input_name(json_array_get(inbound, 0))));
	if (!json_array_size(outputs)) {
		const char *last = name_of(json_array_get(layers, json_array_size(layers) - 1));
		json_array_append_new(outputs, json_pack("[s]", last ? last : ""));
	}
	for (size_t i = 0; i < json_array_size(outputs); i++) {
		char *output = scoped(name, input_name(json_array_get(outputs, i)));
		json_array_append_new(names, json_string(output));
		free(output);
	}
	json_object_set_new(w->outputs_of, name, names);
	json_decref(inputs);
	json_decref(inbound);
	json_decref(outputs);
}

static void put_any(struct walk *w, const char *scope, json_t *layer, int depth)
{
	json_t *layers = json_object_get(config_of(layer), "layers");
	if (depth > DEPTH_MOST || w->too_large || !name_of(layer))
		return;
	if (!json_array_size(layers)) {
		put_layer(w, scope, layer);
		return;
	}
	char *name = scoped(scope, name_of(layer));
	connect_model(w, scope, name, layer);
	for (size_t i = 0; i < json_array_size(layers); i++)
		put_any(w, name, json_array_get(layers, i), depth + 1);
	free(name);
}

char *keras_graph(tfe_bytes json, size_t *bytes, const char **error)
{
	struct walk w = {.limit = EXPANSION * json.size + EXPANSION_FREE};
	*error = "the description of the model is longer than 16 MiB";
	if (json.size > JSON_MOST)
		return NULL;
	json_t *model = json_loadb((const char *)json.data, json.size, 0, NULL);
	w.inputs_of = need(json_object());
	w.outputs_of = need(json_object());
	if (json_is_object(model))
		put_any(&w, "", model, 0);
	json_decref(model);
	json_decref(w.inputs_of);
	json_decref(w.outputs_of);
	free(w.before);
	free(w.node.at);
	free(w.attribute.at);
	free(w.value.at);
	*error = w.too_large ? "the description of the model expands too much"
			     : "this is not Keras' description of a model";
	if (w.too_large || !w.out.n) {
		free(w.out.at);
		return NULL;
	}
	*bytes = w.out.n;
	return w.out.at;
}
