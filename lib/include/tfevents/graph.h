/* Computation graphs (GraphDef): nodes with op, inputs, device and attributes. */
#ifndef TFEVENTS_GRAPH_H
#define TFEVENTS_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>
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

/* Sets an attribute of the last added node; a second value for a key replaces the first. */
TFE_API tfe_status tfe_graph_set_string(tfe_graph *graph, const char *key, const char *value);
TFE_API tfe_status tfe_graph_set_int(tfe_graph *graph, const char *key, int64_t value);
TFE_API tfe_status tfe_graph_set_float(tfe_graph *graph, const char *key, float value);
TFE_API tfe_status tfe_graph_set_bool(tfe_graph *graph, const char *key, bool value);
TFE_API tfe_status tfe_graph_set_dtype(tfe_graph *graph, const char *key, tfe_dtype value);

/* Sets a shape; -1 is an unknown dimension. tfe_graph_set_output_shape appends to the attribute
 * "_output_shapes", a list of shapes with which TensorBoard labels edges. */
TFE_API tfe_status tfe_graph_set_shape(tfe_graph *graph, const char *key, const int64_t *dims,
				       size_t n_dims);
TFE_API tfe_status tfe_graph_set_output_shape(tfe_graph *graph, const int64_t *dims, size_t n_dims);

/* The detail of the first error that stuck, copied out; the message names the node, key or argument
 * that was refused. Status TFE_OK when there was none. */
TFE_API void tfe_graph_get_error(const tfe_graph *graph, tfe_error *error);

TFE_END_DECLS

#endif
