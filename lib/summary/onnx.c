/* summary: the graphs of ONNX models, converted to nodes of GraphDef.
 *
 * In ONNX, nodes compute named values; in GraphDef, inputs name nodes. So each graph is converted
 * in two passes: the first one names every node and maps its values to it, the second one adds the
 * nodes. Nested graphs wait in a list, which bounds their depth without recursion; a value that a
 * nested graph does not have is one of the graph around it. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/utf8.h"
#include "onnx.pb-c.h"
#include "summary/graph.h"
#include "wire/message_prune.h"
#include "wire/pack.h"

enum { MOST_MODEL_BYTES = 16 << 20, MOST_DEPTH = 16, MOST_SCOPE_BYTES = 512, MOST_DIMS = 64 };

/* Names and nodes of the result may be larger than the model, because they repeat scopes. */
enum { MOST_NAME_BYTES = 256 << 20, MOST_GRAPH_BYTES = 256 << 20 };

/* A graph of the model, or the body of a function. */
struct scope {
	size_t parent; /* the graph around it; its own number: none */
	unsigned depth;
	const char *prefix;        /* of the names of its nodes: "" or a scope that ends in "/" */
	ProtobufCBinaryData bytes; /* of a nested graph */
};

/* A conversion. Values map to `target` by the number of their graph and their name. */
struct onnx {
	tfe_graph *graph;
	struct tfe__arena arena;   /* of protobuf-c, which limits it */
	struct tfe__arena strings; /* names */
	struct scope *scope;
	size_t n_scopes, scope_capacity;
	struct tfe__map values, shapes, nodes;
	const char **target;
	size_t n_targets, target_capacity;
	const Tfe__Pb__OnnxValueInfo **info; /* of the values in `shapes` */
	size_t n_info, info_capacity;
	size_t suffix; /* makes names unique */
	size_t bytes;  /* decoded so far */
	tfe_status status;
	tfe_allocator allocator;
};

/* Keeps the first failure. Returns false. */
static bool fail(struct onnx *o, tfe_status status)
{
	o->status = o->status ? o->status : status;
	return false;
}

/* Keeps that there is no more memory for names. Returns false. */
static bool fail_names(struct onnx *o)
{
	enum { MARGIN = 1 << 20 };
	return fail(o,
		    o->strings.used_bytes > MOST_NAME_BYTES - MARGIN ? TFE_E_LIMIT : TFE_E_NOMEM);
}

/* --- names ------------------------------------------------------------------------------------ */

/* Returns a text that ends in a NUL; "" after a failure. */
static const char *text_of(struct onnx *o, ProtobufCBinaryData from)
{
	const void *nul = from.len ? memchr(from.data, '\0', from.len) : NULL;
	const size_t length = nul ? (size_t)((const uint8_t *)nul - from.data) : from.len;
	if (length && !tfe__utf8_valid(from.data, length)) {
		fail(o, TFE_E_DAMAGED);
		return "";
	}
	const char *text =
		length ? tfe__arena_strndup(&o->strings, (const char *)from.data, length) : "";
	if (!text)
		fail_names(o);
	return text ? text : "";
}

/* Returns a value of an attribute, which may be no text. */
static const char *shown_of(struct onnx *o, ProtobufCBinaryData from)
{
	if (from.len && !tfe__utf8_valid(from.data, from.len))
		return "(not UTF-8)";
	return text_of(o, from);
}

/* Returns two texts joined; "" after a failure. */
static const char *joined(struct onnx *o, const char *a, const char *b)
{
	const size_t n = strlen(a), m = strlen(b);
	char *text = tfe__arena_alloc(&o->strings, n + m + 1);
	if (!text) {
		fail_names(o);
		return "";
	}
	memcpy(text, a, n);
	memcpy(text + n, b, m + 1);
	return text;
}

/* Returns a name that no other node has, from one of the model: TensorBoard interprets ":", a "^"
 * and a "/" at the beginning. The suffix only grows, so that each is tried once. */
static const char *unique_name(struct onnx *o, const char *prefix, const char *given)
{
	while (*given == '/' || *given == '^')
		given++;
	const char *wanted = joined(o, prefix, *given ? given : "node"), *name = wanted;
	for (char *p = (char *)(uintptr_t)wanted; !o->status && *p; p++)
		if (*p == ':')
			*p = '_';
	while (!o->status && tfe__map_get(&o->nodes, name, strlen(name)) != TFE__MAP_NONE) {
		char number[32];
		snprintf(number, sizeof number, "_%zu", ++o->suffix);
		name = joined(o, wanted, number);
	}
	if (!o->status && tfe__map_add(&o->nodes, name, strlen(name), 0))
		fail(o, TFE_E_NOMEM);
	return name;
}

/* The key of a value of a graph. */
static const char *value_key(struct onnx *o, size_t scope, const char *value)
{
	char number[32];
	snprintf(number, sizeof number, "%zu ", scope);
	return joined(o, number, value);
}

/* Maps a value to output k of a node; for a value that exists the first one stays. */
static void set_target(struct onnx *o, size_t scope, const char *value, const char *node, size_t k)
{
	char number[32] = "";
	if (k)
		snprintf(number, sizeof number, ":%zu", k);
	const char *key = value_key(o, scope, value), *target = joined(o, node, number);
	if (o->status || !*value || tfe__map_get(&o->values, key, strlen(key)) != TFE__MAP_NONE)
		return;
	if (TFE__GROW(&o->allocator, o->target, o->target_capacity, o->n_targets + 1) ||
	    tfe__map_add(&o->values, key, strlen(key), o->n_targets)) {
		fail(o, TFE_E_NOMEM);
		return;
	}
	o->target[o->n_targets++] = target;
}

/* Returns the output that a value is, in this graph or in one around it; NULL if there is none. */
static const char *target_of(struct onnx *o, size_t scope, const char *value)
{
	for (;; scope = o->scope[scope].parent) {
		const char *key = value_key(o, scope, value);
		size_t i = o->status ? TFE__MAP_NONE : tfe__map_get(&o->values, key, strlen(key));
		if (i != TFE__MAP_NONE)
			return o->target[i];
		if (o->status || o->scope[scope].parent == scope)
			return NULL;
	}
}

/* --- shapes ----------------------------------------------------------------------------------- */

/* The tfe_dtype of a type of ONNX; 0 if there is none. */
static tfe_dtype dtype_of(int32_t type)
{
	static const uint8_t dtypes[] = {0,
					 TFE_DTYPE_FLOAT32,
					 TFE_DTYPE_UINT8,
					 TFE_DTYPE_INT8,
					 TFE_DTYPE_UINT16,
					 TFE_DTYPE_INT16,
					 TFE_DTYPE_INT32,
					 TFE_DTYPE_INT64,
					 TFE_DTYPE_STRING,
					 TFE_DTYPE_BOOL,
					 TFE_DTYPE_FLOAT16,
					 TFE_DTYPE_FLOAT64,
					 TFE_DTYPE_UINT32,
					 TFE_DTYPE_UINT64,
					 TFE_DTYPE_COMPLEX64,
					 TFE_DTYPE_COMPLEX128,
					 TFE_DTYPE_BFLOAT16};
	const bool known = type >= 0 && (size_t)type < sizeof dtypes;
	return known ? (tfe_dtype)dtypes[type] : TFE_DTYPE_INVALID;
}

static const Tfe__Pb__OnnxTensorType *type_of(const Tfe__Pb__OnnxValueInfo *info)
{
	return info && info->type ? info->type->tensor_type : NULL;
}

/* Gets the sizes of a value; false if its rank is unknown or too large. */
static bool get_dims(const Tfe__Pb__OnnxValueInfo *info, int64_t dims[MOST_DIMS], size_t *n)
{
	const Tfe__Pb__OnnxTensorType *type = type_of(info);
	if (!type || !type->shape || type->shape->n_dim > MOST_DIMS)
		return false;
	*n = type->shape->n_dim;
	for (size_t i = 0; i < *n; i++) {
		const Tfe__Pb__OnnxDimension *d = type->shape->dim[i];
		const bool known = d->value_case == TFE__PB__ONNX_DIMENSION__VALUE_DIM_VALUE;
		dims[i] = known && d->dim_value >= 0 ? d->dim_value : -1;
	}
	return true;
}

/* Sets the type and the shape of the last node. */
static void set_type(struct onnx *o, const Tfe__Pb__OnnxValueInfo *info)
{
	const Tfe__Pb__OnnxTensorType *type = type_of(info);
	int64_t dims[MOST_DIMS];
	size_t n;
	if (type && dtype_of(type->elem_type))
		tfe_graph_set_dtype(o->graph, "dtype", dtype_of(type->elem_type));
	if (get_dims(info, dims, &n))
		tfe_graph_set_output_shape(o->graph, dims, n);
}

static void remember_shapes(struct onnx *o, size_t scope, Tfe__Pb__OnnxValueInfo *const *info,
			    size_t n)
{
	for (size_t i = 0; i < n && !o->status; i++) {
		const char *key = value_key(o, scope, text_of(o, info[i]->name));
		if (o->status || tfe__map_get(&o->shapes, key, strlen(key)) != TFE__MAP_NONE)
			continue;
		if (TFE__GROW(&o->allocator, o->info, o->info_capacity, o->n_info + 1) ||
		    tfe__map_add(&o->shapes, key, strlen(key), o->n_info))
			fail(o, TFE_E_NOMEM);
		else
			o->info[o->n_info++] = info[i];
	}
}

/* Sets the shapes of the outputs of the last node, up to the first that is unknown. */
static void set_output_shapes(struct onnx *o, size_t scope, const Tfe__Pb__OnnxNode *node)
{
	int64_t dims[MOST_DIMS];
	tfe_graph_shape *shapes = tfe__pack_array(&o->strings, node->n_output, sizeof *shapes);
	size_t n = 0;
	if (!shapes)
		fail_names(o);
	for (; n < node->n_output && !o->status; n++) {
		const char *key = value_key(o, scope, text_of(o, node->output[n]));
		size_t i = tfe__map_get(&o->shapes, key, strlen(key)), rank;
		if (i == TFE__MAP_NONE || !get_dims(o->info[i], dims, &rank))
			break;
		int64_t *copy = tfe__pack_array(&o->strings, rank, sizeof *copy);
		if (!copy) {
			fail_names(o);
			return;
		}
		memcpy(copy, dims, rank * sizeof *copy);
		shapes[n] = (tfe_graph_shape){copy, rank};
	}
	if (n && !o->status)
		tfe_graph_set_shapes(o->graph, "_output_shapes", shapes, n);
}

/* --- attributes ------------------------------------------------------------------------------- */

/* Adds a nested graph to the list. Returns its prefix without the "/" at its end. */
static const char *add_nested(struct onnx *o, size_t scope, const char *node, const char *key,
			      ProtobufCBinaryData bytes)
{
	const unsigned depth = o->scope[scope].depth + 1;
	const char *name = joined(o, joined(o, node, "/"), key), *prefix = joined(o, name, "/");
	if (depth > MOST_DEPTH || strlen(prefix) > MOST_SCOPE_BYTES)
		fail(o, TFE_E_LIMIT);
	if (o->status)
		return "";
	if (TFE__GROW(&o->allocator, o->scope, o->scope_capacity, o->n_scopes + 1)) {
		fail(o, TFE_E_NOMEM);
		return "";
	}
	o->scope[o->n_scopes++] = (struct scope){scope, depth, prefix, bytes};
	return name;
}

static void set_strings(struct onnx *o, const char *key, const Tfe__Pb__OnnxAttribute *a)
{
	const char **texts = tfe__pack_array(&o->strings, a->n_strings, sizeof *texts);
	if (!texts)
		fail_names(o);
	for (size_t i = 0; texts && i < a->n_strings; i++)
		texts[i] = shown_of(o, a->strings[i]);
	if (!o->status)
		tfe_graph_set_strings(o->graph, key, texts, a->n_strings);
}

/* Sets an attribute of the last node. Nested graphs of functions are not converted. */
static void set_attribute(struct onnx *o, size_t scope, const char *node, bool in_function,
			  const Tfe__Pb__OnnxAttribute *a)
{
	enum { FLOAT = 1, INT, STRING, TENSOR, GRAPH, FLOATS, INTS, STRINGS };
	tfe_graph *g = o->graph;
	const char *key = text_of(o, a->name);
	if (!*key)
		return;
	switch (a->type) {
	case FLOAT:
		tfe_graph_set_float(g, key, a->f);
		break;
	case INT:
		tfe_graph_set_int(g, key, a->i);
		break;
	case STRING:
		tfe_graph_set_string(g, key, shown_of(o, a->s));
		break;
	case TENSOR:
		if (a->t && dtype_of(a->t->data_type))
			tfe__graph_set_tensor_type(g, key, (int)dtype_of(a->t->data_type),
						   a->t->dims, a->t->n_dims);
		break;
	case GRAPH:
		tfe_graph_set_string(g, key,
				     in_function ? "" : add_nested(o, scope, node, key, a->g));
		break;
	case FLOATS:
		tfe_graph_set_floats(g, key, a->floats, a->n_floats);
		break;
	case INTS:
		tfe_graph_set_ints(g, key, a->ints, a->n_ints);
		break;
	case STRINGS:
		set_strings(o, key, a);
		break;
	default:
		break; /* references, and types that GraphDef does not have */
	}
}

/* --- nodes ------------------------------------------------------------------------------------ */

/* Returns the op of a node; those of other domains than ONNX's own are prefixed. */
static const char *op_of(struct onnx *o, ProtobufCBinaryData given_domain,
			 ProtobufCBinaryData given_type)
{
	const char *domain = text_of(o, given_domain), *type = text_of(o, given_type);
	type = *type ? type : "unknown";
	if (!*domain || !strcmp(domain, "ai.onnx"))
		return type;
	return joined(o, joined(o, domain, "."), type);
}

/* Names n nodes and maps their outputs. Returns the names, NULL after a failure. */
static const char **name_nodes(struct onnx *o, size_t scope, Tfe__Pb__OnnxNode *const *nodes,
			       size_t n)
{
	const char **names = tfe__pack_array(&o->strings, n, sizeof *names);
	if (!names)
		fail_names(o);
	for (size_t i = 0; i < n && !o->status; i++) {
		const Tfe__Pb__OnnxNode *node = nodes[i];
		const char *name = text_of(o, node->name);
		names[i] = unique_name(o, o->scope[scope].prefix,
				       *name ? name : text_of(o, node->op_type));
		for (size_t k = 0; k < node->n_output && !o->status; k++)
			set_target(o, scope, text_of(o, node->output[k]), names[i], k);
	}
	return o->status ? NULL : names;
}

static void add_node(struct onnx *o, size_t scope, const char *name, bool in_function,
		     const Tfe__Pb__OnnxNode *node)
{
	const char **inputs = tfe__pack_array(&o->strings, node->n_input, sizeof *inputs);
	size_t n = 0;
	if (!inputs)
		fail_names(o);
	for (size_t i = 0; i < node->n_input && !o->status; i++) {
		/* An optional input that is not given has no name. */
		const char *value = text_of(o, node->input[i]);
		const char *target = *value ? target_of(o, scope, value) : NULL;
		if (target)
			inputs[n++] = target;
	}
	const char *op = op_of(o, node->domain, node->op_type);
	if (o->status)
		return;
	tfe_graph_add_node(o->graph, name, op, inputs, n, NULL);
	for (size_t i = 0; i < node->n_attribute && !o->status; i++)
		set_attribute(o, scope, name, in_function, node->attribute[i]);
	if (!in_function)
		set_output_shapes(o, scope, node);
	if (o->graph->nodes.size > MOST_GRAPH_BYTES || o->graph->function.size > MOST_GRAPH_BYTES)
		fail(o, TFE_E_LIMIT);
}

/* Adds the weights, then the inputs, which older models list again. */
static void add_sources(struct onnx *o, size_t scope, const Tfe__Pb__OnnxGraph *graph)
{
	const char *prefix = o->scope[scope].prefix;
	for (size_t i = 0; i < graph->n_initializer && !o->status; i++) {
		const Tfe__Pb__OnnxTensor *t = graph->initializer[i];
		const char *value = text_of(o, t->name), *name = unique_name(o, prefix, value);
		set_target(o, scope, value, name, 0);
		if (o->status)
			return;
		tfe_graph_add_node(o->graph, name, "Const", NULL, 0, NULL);
		if (dtype_of(t->data_type))
			tfe_graph_set_dtype(o->graph, "dtype", dtype_of(t->data_type));
		tfe_graph_set_output_shape(o->graph, t->dims, t->n_dims);
	}
	for (size_t i = 0; i < graph->n_input && !o->status; i++) {
		const char *value = text_of(o, graph->input[i]->name);
		const char *key = value_key(o, scope, value);
		if (tfe__map_get(&o->values, key, strlen(key)) != TFE__MAP_NONE)
			continue;
		const char *name = unique_name(o, prefix, value);
		set_target(o, scope, value, name, 0);
		if (o->status)
			return;
		tfe_graph_add_node(o->graph, name, "Placeholder", NULL, 0, NULL);
		set_type(o, graph->input[i]);
	}
}

static void add_outputs(struct onnx *o, size_t scope, const Tfe__Pb__OnnxGraph *graph)
{
	for (size_t i = 0; i < graph->n_output && !o->status; i++) {
		const char *value = text_of(o, graph->output[i]->name);
		const char *input = target_of(o, scope, value);
		const char *name = unique_name(o, o->scope[scope].prefix, value);
		if (o->status)
			return;
		tfe_graph_add_node(o->graph, name, "Output", &input, input != NULL, NULL);
		set_type(o, graph->output[i]);
	}
}

static void add_graph(struct onnx *o, size_t scope, const Tfe__Pb__OnnxGraph *graph)
{
	remember_shapes(o, scope, graph->value_info, graph->n_value_info);
	remember_shapes(o, scope, graph->output, graph->n_output);
	add_sources(o, scope, graph);
	const char **names = name_nodes(o, scope, graph->node, graph->n_node);
	for (size_t i = 0; i < graph->n_node && !o->status; i++)
		add_node(o, scope, names[i], false, graph->node[i]);
	add_outputs(o, scope, graph);
}

/* --- functions -------------------------------------------------------------------------------- */

/* Makes arguments of n values; outputs have a source, "" if nothing computes the value. */
static tfe_graph_argument *arguments_of(struct onnx *o, size_t scope,
					const ProtobufCBinaryData *values, size_t n, bool outputs)
{
	tfe_graph_argument *all = tfe__pack_array(&o->strings, n, sizeof *all);
	if (!all)
		fail_names(o);
	for (size_t i = 0; i < n && !o->status; i++) {
		all[i] = (tfe_graph_argument){.name = text_of(o, values[i])};
		if (outputs)
			all[i].source = target_of(o, scope, all[i].name);
		if (!*all[i].name || (outputs && !all[i].source))
			fail(o, TFE_E_DAMAGED);
	}
	return all;
}

/* Adds a function. Its nodes have names of their own, and its values are a scope of their own. */
static void add_function(struct onnx *o, const Tfe__Pb__OnnxFunction *f)
{
	if (TFE__GROW(&o->allocator, o->scope, o->scope_capacity, o->n_scopes + 1)) {
		fail(o, TFE_E_NOMEM);
		return;
	}
	const size_t scope = o->n_scopes++;
	o->scope[scope] = (struct scope){.parent = scope, .prefix = ""};
	const tfe_graph_argument *inputs = arguments_of(o, scope, f->input, f->n_input, false);
	for (size_t i = 0; i < f->n_input && !o->status; i++)
		set_target(o, scope, inputs[i].name, inputs[i].name, 0);
	const char **names = name_nodes(o, scope, f->node, f->n_node);
	const tfe_graph_argument *outputs = arguments_of(o, scope, f->output, f->n_output, true);
	const char *name = op_of(o, f->domain, f->name);
	if (o->status)
		return;
	tfe_graph_begin_function(o->graph, name, inputs, f->n_input, outputs, f->n_output);
	for (size_t i = 0; i < f->n_node && !o->status; i++)
		add_node(o, scope, names[i], true, f->node[i]);
	if (!o->status)
		tfe_graph_end_function(o->graph);
}

/* --- models ----------------------------------------------------------------------------------- */

/* Decodes a message without the fields that the schema does not have. NULL after a failure. */
static const ProtobufCMessage *decode(struct onnx *o, const ProtobufCMessageDescriptor *type,
				      tfe_bytes bytes)
{
	ProtobufCMessage *message = NULL;
	struct tfe__buf pruned;
	tfe__buf_init(&pruned, &o->allocator, MOST_MODEL_BYTES);
	tfe_status status = tfe__message_prune(&pruned, type, bytes);
	o->bytes += pruned.size;
	if (!status && o->bytes > MOST_MODEL_BYTES)
		status = TFE_E_LIMIT;
	if (!status)
		status = tfe__unpack_most(&o->arena, type, (tfe_bytes){pruned.data, pruned.size},
					  MOST_MODEL_BYTES, &message);
	tfe__buf_release(&pruned);
	if (status)
		fail(o, status);
	return message;
}

static void add_model(struct onnx *o, tfe_bytes bytes)
{
	const Tfe__Pb__OnnxModel *model =
		(const Tfe__Pb__OnnxModel *)decode(o, &tfe__pb__onnx_model__descriptor, bytes);
	if (!model)
		return;
	if (!model->graph || !model->graph->n_node) {
		fail(o, TFE_E_DAMAGED);
		return;
	}
	o->scope[o->n_scopes++] = (struct scope){.prefix = ""};
	add_graph(o, 0, model->graph);
	for (size_t i = 1; i < o->n_scopes && !o->status; i++) {
		const struct scope *s = &o->scope[i];
		const ProtobufCMessage *nested = decode(o, &tfe__pb__onnx_graph__descriptor,
							(tfe_bytes){s->bytes.data, s->bytes.len});
		if (nested)
			add_graph(o, i, (const Tfe__Pb__OnnxGraph *)nested);
	}
	for (size_t i = 0; i < model->n_functions && !o->status; i++)
		add_function(o, model->functions[i]);
}

tfe_status tfe_graph_add_onnx(tfe_graph *g, tfe_bytes model)
{
	if (!g)
		return TFE_E_ARG;
	if (g->error.status)
		return g->error.status;
	struct onnx o = {.graph = g, .allocator = g->allocator};
	tfe__arena_init(&o.arena, &o.allocator, 0);
	tfe__arena_init(&o.strings, &o.allocator, MOST_NAME_BYTES);
	tfe__map_init(&o.values, &o.allocator);
	tfe__map_init(&o.shapes, &o.allocator);
	tfe__map_init(&o.nodes, &o.allocator);
	if (TFE__GROW(&o.allocator, o.scope, o.scope_capacity, 1))
		fail(&o, TFE_E_NOMEM);
	else
		add_model(&o, model);
	tfe__map_release(&o.values);
	tfe__map_release(&o.shapes);
	tfe__map_release(&o.nodes);
	tfe__free(&o.allocator, o.target);
	tfe__free(&o.allocator, o.info);
	tfe__free(&o.allocator, o.scope);
	tfe__arena_release(&o.strings);
	tfe__arena_release(&o.arena);
	if (o.status && !g->error.status)
		tfe__error(&g->error, o.status, 0, NULL, -1, "%s",
			   o.status == TFE_E_DAMAGED ? "it is not an ONNX model"
			   : o.status == TFE_E_LIMIT ? "the graph of the ONNX model is too large"
						     : tfe_status_text(o.status));
	return g->error.status;
}
