/* tfevents: the nodes of a graph as JSON. */
#ifndef TFEVENTS_GRAPH_JSON_H
#define TFEVENTS_GRAPH_JSON_H

#include <tfevents.h>

#include "common/json.h"

/* Prints the member "nodes" with the nodes of the graph that is the value. */
void graph_nodes_json(struct json *j, const tfe_value *value, tfe_graph_form form);

#endif
