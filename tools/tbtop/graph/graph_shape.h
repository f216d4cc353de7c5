/* graph: the type and the shape of what a node computes, as text. */
#ifndef TBTOP_GRAPH_GRAPH_SHAPE_H
#define TBTOP_GRAPH_GRAPH_SHAPE_H

#include <tfevents/graph_nodes.h>

enum { GRAPH_SHAPE_TEXT = 160 };

/* Writes "float 8x128x768" of the first output of a node: the type and the shape that its
 * attributes name; "?" is an unknown dimension. Writes "" without either. */
void graph_shape_of(const tfe_graph_node *node, char text[GRAPH_SHAPE_TEXT]);

/* Writes "8x128", "scalar", or "?" for a shape of unknown rank. */
void graph_shape_text(const tfe_node_shape *shape, char text[GRAPH_SHAPE_TEXT]);

/* Writes the name of a type: "float" for DT_FLOAT, a number for an unknown one. */
void graph_dtype_text(int64_t dtype, char text[32]);

#endif
