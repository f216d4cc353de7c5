/* tfevents: the nodes of a graph as JSON. A cursor reads them from the message one after another,
 * so the memory does not depend on their number. */
#include "tfevents/graph_json.h"

#include <stdio.h>

/* More nodes are counted, but not printed. */
enum { MOST_NODES = 100000 };

static void bytes_member(struct json *j, const char *key, tfe_bytes b)
{
	json_bytes(j, key, b.data, b.size);
}

static void inputs(struct json *j, const tfe_graph_node *node)
{
	tfe_graph_inputs cursor;
	tfe_bytes input;
	json_begin_array(j, "inputs");
	tfe_graph_inputs_init(&cursor, node);
	while (tfe_graph_inputs_next(&cursor, &input))
		bytes_member(j, NULL, input);
	json_end_array(j);
}

/* Prints the types with the names that an OpDef of TensorFlow has for them. */
static void attributes(struct json *j, const tfe_graph_node *node)
{
	static const char *const names[] = {
		[TFE_ATTRIBUTE_TYPE_NONE] = "",         [TFE_ATTRIBUTE_TYPE_TEXT] = "string",
		[TFE_ATTRIBUTE_TYPE_INT] = "int",       [TFE_ATTRIBUTE_TYPE_FLOAT] = "float",
		[TFE_ATTRIBUTE_TYPE_BOOL] = "bool",     [TFE_ATTRIBUTE_TYPE_DTYPE] = "type",
		[TFE_ATTRIBUTE_TYPE_SHAPE] = "shape",   [TFE_ATTRIBUTE_TYPE_TENSOR] = "tensor",
		[TFE_ATTRIBUTE_TYPE_FUNCTION] = "func",
	};
	tfe_graph_attributes cursor;
	tfe_graph_attribute a;
	json_begin(j, "attributes");
	tfe_graph_attributes_init(&cursor, node);
	while (tfe_graph_attributes_next(&cursor, &a)) {
		char type[32];
		snprintf(type, sizeof type, a.is_list ? "list(%s)" : "%s", names[a.type]);
		json_name(j, a.key.data, a.key.size);
		json_text(j, NULL, type);
	}
	json_end(j);
}

static void print_node(struct json *j, const tfe_graph_node *node)
{
	json_begin(j, NULL);
	bytes_member(j, "name", node->name);
	bytes_member(j, "op", node->op);
	bytes_member(j, "device", node->device);
	if (node->function.size)
		bytes_member(j, "function", node->function);
	inputs(j, node);
	attributes(j, node);
	json_end(j);
}

void graph_nodes_json(struct json *j, const tfe_value *v, tfe_graph_form form)
{
	tfe_blobs blobs;
	tfe_bytes graph = {0};
	tfe_graph_nodes cursor;
	tfe_graph_node node;
	uint64_t count = 0;
	tfe_blobs_init(&blobs, v);
	tfe_blobs_next(&blobs, &graph);
	json_begin_array(j, "nodes");
	tfe_graph_nodes_init(&cursor, graph, form);
	while (tfe_graph_nodes_next(&cursor, &node))
		if (count++ < MOST_NODES)
			print_node(j, &node);
	json_end_array(j);
	if (count > MOST_NODES)
		json_uint(j, "nodes_skipped", count - MOST_NODES);
	if (cursor.damaged)
		json_text(j, "nodes_error", "bad content");
}
