/* graph: the operations that run on a TPU. */
#ifndef TBTOP_GRAPH_TPU_OPS_H
#define TBTOP_GRAPH_TPU_OPS_H

#include <stdbool.h>

#include <tfevents/graph_nodes.h>

/* Returns whether TensorBoard calls a node compatible with a TPU: it is of a library function, has
 * no operation, is on another device, or its operation is one that TensorBoard lists. */
bool tpu_fits(const tfe_graph_node *node);

#endif
