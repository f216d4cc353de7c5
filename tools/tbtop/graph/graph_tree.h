/* graph: the tree of scopes. */
#ifndef TBTOP_GRAPH_GRAPH_TREE_H
#define TBTOP_GRAPH_GRAPH_TREE_H

#include "tbtop/graph/graph_items.h"

/* Builds items and the text for searching from the nodes of a graph. Siblings that are alike are
 * put into a group: at least three whose names differ only in numbers and whose operations, types,
 * shapes and scopes are equal. Children keep the order of the file. */
void graph_build_tree(struct graph *g);

#endif
