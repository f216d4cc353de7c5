/* summary: a computation graph under construction. */
#ifndef TFE_SUMMARY_GRAPH_H
#define TFE_SUMMARY_GRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/graph.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"

/* An attribute of the last node: the bytes [begin, end) of `attributes`. Those of an earlier value
 * of its key stay there, but no attribute has them. */
struct tfe__graph_attribute {
	size_t begin, end;
};

/* Nodes are encoded while they are added. The last one stays apart until the next begins, because
 * it may still receive attributes. */
struct tfe_graph {
	struct tfe__buf nodes;      /* all complete nodes (GraphDef.node) */
	struct tfe__buf functions;  /* all complete functions (FunctionDefLibrary.function) */
	struct tfe__buf function;   /* the open function (FunctionDef) */
	struct tfe__buf last;       /* the last node without its attributes */
	struct tfe__buf attributes; /* and those */
	struct tfe__graph_attribute *attribute;
	size_t n_attributes, attributes_capacity;
	struct tfe__map keys;           /* of the attributes, to their indexes */
	struct tfe__map names;          /* of the nodes of the graph */
	struct tfe__map function_nodes; /* of the nodes of the open function */
	struct tfe__map function_names;
	struct tfe__arena arena;
	tfe_error error;  /* the first error; it is sticky */
	bool begun;       /* there is a last node */
	bool in_function; /* a function is open */
	tfe_allocator allocator;
};

/* Where the detail of an error goes: NULL when an earlier one sticks. */
tfe_error *tfe__graph_first_error(tfe_graph *g);

/* Keeps a failure while node or key `name` was added: `status`, or that of the buffers. Returns the
 * status of the graph. */
tfe_status tfe__graph_stick(tfe_graph *g, tfe_status status, const char *name);

/* Whether a text is not empty and UTF-8. */
bool tfe__graph_is_text(const char *s);

/* Sets a tensor that has a type and a shape, but no elements. */
tfe_status tfe__graph_set_tensor_type(tfe_graph *g, const char *key, int dtype, const int64_t *dims,
				      size_t n_dims);

#endif
