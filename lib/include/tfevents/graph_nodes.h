/* Graphs that were read from a file: their nodes, and what a run measured about these. The blob of
 * a value (tfe_blobs) is iterated without decoding it into memory, however large it is.
 *
 * All structs are views of the blob: nothing has to be released, and all bytes are valid as long as
 * the blob. Bytes may contain any character. Threads: any. */
#ifndef TFEVENTS_GRAPH_NODES_H
#define TFEVENTS_GRAPH_NODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* The message that a blob is. */
typedef enum tfe_graph_form {
	TFE_GRAPH_FORM_GRAPH_DEF,      /* TFE_KIND_GRAPH */
	TFE_GRAPH_FORM_META_GRAPH_DEF, /* TFE_KIND_META_GRAPH */
	/* TFE_KIND_RUN_METADATA, and strings of the plugins "graph_run_metadata" and
	 * "graph_run_metadata_graph": the graphs of traced functions before their optimization. */
	TFE_GRAPH_FORM_RUN_METADATA
} tfe_graph_form;

/* One node: an operation, or an argument of a library function. */
typedef struct tfe_graph_node {
	tfe_bytes name, op, device;
	tfe_bytes function; /* the library function that contains it; empty: the graph itself */
	/* The number of its graph, from 1 on, if a RunMetadata has several; otherwise 0. */
	uint32_t graph;
	int32_t dtype; /* of an argument, which has the op "input_arg"; otherwise 0 */
	/* Private. */
	tfe_bytes message;
} tfe_graph_node;

/* A cursor over the nodes, in the order of the file. */
typedef struct tfe_graph_nodes {
	/* The message ends with bytes that are not a field; nodes after them are missing. */
	bool damaged;
	/* Private. */
	uint8_t depth;
	uint8_t level[6];
	tfe_bytes left[6];
	uint32_t graph, graphs;
	tfe_bytes function;
} tfe_graph_nodes;

/* Starts before the first node. tfe_graph_nodes_next returns false after the last one. */
TFE_API void tfe_graph_nodes_init(tfe_graph_nodes *nodes, tfe_bytes blob, tfe_graph_form form);
TFE_API bool tfe_graph_nodes_next(tfe_graph_nodes *nodes, tfe_graph_node *node);

/* A cursor over the inputs of a node: "name", "name:1" (the second output of that node), or "^name"
 * (a control edge). All fields are private. */
typedef struct tfe_graph_inputs {
	tfe_bytes left;
} tfe_graph_inputs;

/* Starts before the first input. tfe_graph_inputs_next returns false after the last one. */
TFE_API void tfe_graph_inputs_init(tfe_graph_inputs *inputs, const tfe_graph_node *node);
TFE_API bool tfe_graph_inputs_next(tfe_graph_inputs *inputs, tfe_bytes *input);

/* The type of an attribute. */
typedef enum tfe_attribute_type {
	TFE_ATTRIBUTE_TYPE_NONE, /* a list without elements, or a value of another type */
	TFE_ATTRIBUTE_TYPE_TEXT,
	TFE_ATTRIBUTE_TYPE_INT,
	TFE_ATTRIBUTE_TYPE_FLOAT,
	TFE_ATTRIBUTE_TYPE_BOOL,
	TFE_ATTRIBUTE_TYPE_DTYPE,
	TFE_ATTRIBUTE_TYPE_SHAPE,
	TFE_ATTRIBUTE_TYPE_TENSOR,  /* only its size in bytes is known */
	TFE_ATTRIBUTE_TYPE_FUNCTION /* `text` is its name */
} tfe_attribute_type;

enum { TFE_GRAPH_DIMS = 8 };

/* A shape. An unknown dimension is -1. */
typedef struct tfe_node_shape {
	bool unknown_rank;
	uint32_t rank;                /* may exceed TFE_GRAPH_DIMS */
	int64_t dims[TFE_GRAPH_DIMS]; /* the first dimensions */
} tfe_node_shape;

/* An attribute of a node. The type decides which of the other fields have a meaning. */
typedef struct tfe_graph_attribute {
	tfe_bytes key;
	tfe_attribute_type type; /* of a list: that of its elements */
	bool is_list;
	uint32_t count; /* number of elements of a list; otherwise 1. The fields show the first. */
	size_t bytes;   /* size of the value in the file */
	tfe_bytes text;
	int64_t number; /* of an INT; 0 or 1 of a BOOL; a tfe_dtype */
	double real;    /* of a FLOAT */
	tfe_node_shape shape;
} tfe_graph_attribute;

/* A cursor over the attributes of a node. All fields are private. */
typedef struct tfe_graph_attributes {
	tfe_bytes left;
} tfe_graph_attributes;

/* Starts before the first attribute. tfe_graph_attributes_next returns false after the last one. */
TFE_API void tfe_graph_attributes_init(tfe_graph_attributes *attributes,
				       const tfe_graph_node *node);
TFE_API bool tfe_graph_attributes_next(tfe_graph_attributes *attributes,
				       tfe_graph_attribute *attribute);

/* What a run measured about a node, once for each time that it was executed. */
typedef struct tfe_graph_stats {
	tfe_bytes node, device;
	int64_t start_us;     /* microseconds since 1970 */
	int64_t duration_us;  /* until its end; 0 or less: not measured */
	int64_t memory_bytes; /* the sum of positive numbers of allocated bytes */
} tfe_graph_stats;

/* A cursor over the measurements of a RunMetadata (TFE_GRAPH_FORM_RUN_METADATA). All fields are
 * private. */
typedef struct tfe_graph_measured {
	uint8_t depth;
	tfe_bytes left[3];
	tfe_bytes device;
} tfe_graph_measured;

/* Starts before the first measurement. tfe_graph_measured_next returns false after the last one. */
TFE_API void tfe_graph_measured_init(tfe_graph_measured *measured, tfe_bytes run_metadata);
TFE_API bool tfe_graph_measured_next(tfe_graph_measured *measured, tfe_graph_stats *stats);

TFE_END_DECLS

#endif
