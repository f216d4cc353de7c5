/* graph: graphs in the language DOT of Graphviz. */
#ifndef TBTOP_GRAPH_GRAPH_DOT_H
#define TBTOP_GRAPH_GRAPH_DOT_H

#include "tbtop/graph/graph_items.h"

/* Writes a graph with its scopes as clusters and control edges dotted. Names are only in quoted
 * labels, with control characters as escapes and valid UTF-8. Release the text with free. */
char *graph_dot(const struct graph *g, size_t *bytes);

#endif
