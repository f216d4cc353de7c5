/* Computation graphs (GraphDef): nodes with op, inputs, device and attributes. */
#ifndef TFEVENTS_GRAPH_H
#define TFEVENTS_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/array.h>
#include <tfevents/dtype.h>
#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* A graph under construction. Errors of the add and set calls are sticky: every later call and
 * tfe_writer_add_graph return the first one. Threads: one at a time. */
typedef struct tfe_graph tfe_graph;

/* Makes an empty graph. `allocator` is copied; NULL is malloc. Returns TFE_E_NOMEM, with *out
 * NULL. */
TFE_API TFE_MUST_CHECK tfe_status tfe_graph_open(const tfe_allocator *allocator, tfe_graph **out);

/* Frees a graph. NULL is a no-op. */
TFE_API void tfe_graph_close(tfe_graph *graph);

/* Adds a node. `name` is unique in the graph; scopes are separated by "/". `op` is the operation
 * ("MatMul", "Placeholder", ...). `inputs` are names of nodes, which may be added later: "name:1"
 * is the second output, "^name" a control edge. `device` is NULL or a name such as "/device:CPU:0".
 * Returns TFE_E_ARG for an empty or repeated name or an empty op. Ownership: all strings are
 * copied. */
TFE_API tfe_status tfe_graph_add_node(tfe_graph *graph, const char *name, const char *op,
				      const char *const *inputs, size_t n_inputs,
				      const char *device);

/* The shape of a tensor: n_dims sizes; -1 is an unknown one. */
typedef struct tfe_graph_shape {
	const int64_t *dims;
	size_t n_dims;
} tfe_graph_shape;

/* Sets an attribute of the last added node; a second value for a key replaces the first. Shapes may
 * have unknown dimensions, -1. A tensor is written with all its elements. A placeholder names a
 * parameter of the enclosing function. A function is named; it may be added later. Returns
 * TFE_E_ARG for a value that is missing or wrong. */
TFE_API tfe_status tfe_graph_set_string(tfe_graph *graph, const char *key, const char *value);
TFE_API tfe_status tfe_graph_set_int(tfe_graph *graph, const char *key, int64_t value);
TFE_API tfe_status tfe_graph_set_float(tfe_graph *graph, const char *key, float value);
TFE_API tfe_status tfe_graph_set_bool(tfe_graph *graph, const char *key, bool value);
TFE_API tfe_status tfe_graph_set_dtype(tfe_graph *graph, const char *key, tfe_dtype value);
TFE_API tfe_status tfe_graph_set_shape(tfe_graph *graph, const char *key, const int64_t *dims,
				       size_t n_dims);
TFE_API tfe_status tfe_graph_set_tensor(tfe_graph *graph, const char *key, const tfe_array *value);
TFE_API tfe_status tfe_graph_set_placeholder(tfe_graph *graph, const char *key, const char *name);
TFE_API tfe_status tfe_graph_set_function(tfe_graph *graph, const char *key, const char *name);

/* Sets an attribute to a list of n values, which may be empty. */
TFE_API tfe_status tfe_graph_set_strings(tfe_graph *graph, const char *key,
					 const char *const *values, size_t n);
TFE_API tfe_status tfe_graph_set_ints(tfe_graph *graph, const char *key, const int64_t *values,
				      size_t n);
TFE_API tfe_status tfe_graph_set_floats(tfe_graph *graph, const char *key, const float *values,
					size_t n);
TFE_API tfe_status tfe_graph_set_bools(tfe_graph *graph, const char *key, const bool *values,
				       size_t n);
TFE_API tfe_status tfe_graph_set_dtypes(tfe_graph *graph, const char *key, const tfe_dtype *values,
					size_t n);
TFE_API tfe_status tfe_graph_set_shapes(tfe_graph *graph, const char *key,
					const tfe_graph_shape *values, size_t n);
TFE_API tfe_status tfe_graph_set_tensors(tfe_graph *graph, const char *key, const tfe_array *values,
					 size_t n);
TFE_API tfe_status tfe_graph_set_functions(tfe_graph *graph, const char *key,
					   const char *const *names, size_t n);

/* Sets the attribute "_output_shapes" to the shape of the only output; TensorBoard labels edges
 * with it. For several outputs, tfe_graph_set_shapes sets the attribute of this name. */
TFE_API tfe_status tfe_graph_set_output_shape(tfe_graph *graph, const int64_t *dims, size_t n_dims);

/* An input or an output of a function. */
typedef struct tfe_graph_argument {
	const char *name;
	tfe_dtype dtype;    /* 0: unknown */
	const char *source; /* of an output: where it is computed, as "node:output:0" */
} tfe_graph_argument;

/* Begins a function of the library of the graph: nodes that are added until
 * tfe_graph_end_function are its body. Names of nodes are unique within a function. Their inputs
 * are names of inputs of the function, or outputs of its nodes. A node whose op is the name of the
 * function calls it, and TensorBoard shows the body there. Returns TFE_E_ARG for an empty or
 * repeated name, and if a function is open. Ownership: all strings are copied. */
TFE_API tfe_status tfe_graph_begin_function(tfe_graph *graph, const char *name,
					    const tfe_graph_argument *inputs, size_t n_inputs,
					    const tfe_graph_argument *outputs, size_t n_outputs);
TFE_API tfe_status tfe_graph_end_function(tfe_graph *graph);

/* Adds the graph of an ONNX model, the content of a .onnx file: inputs and outputs, weights, nodes
 * with their attributes, shapes, nested graphs as scopes, functions. The elements of tensors are
 * not read, and neither are files that the model names. Returns TFE_E_DAMAGED (it is no ONNX model,
 * or a name is not UTF-8) or TFE_E_LIMIT (more than 16 MiB without the elements of tensors, or
 * graphs that are nested deeper than 16). */
TFE_API tfe_status tfe_graph_add_onnx(tfe_graph *graph, tfe_bytes model);

/* Makes the graph of an ONNX file. The file, up to 2 GiB, is read as a whole. `allocator` is
 * copied; NULL is malloc. Returns TFE_E_IO, TFE_E_NOMEM, or what tfe_graph_add_onnx returns; then
 * *out is NULL and *error (may be NULL) has path and cause. Ownership: *out is the caller's until
 * tfe_graph_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_graph_open_onnx(const char *path,
						      const tfe_allocator *allocator,
						      tfe_graph **out, tfe_error *error);

/* The detail of the first error that stuck, copied out; the message names the node, key or argument
 * that was refused. Status TFE_OK when there was none. */
TFE_API void tfe_graph_get_error(const tfe_graph *graph, tfe_error *error);

TFE_END_DECLS

#endif
