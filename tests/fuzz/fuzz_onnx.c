/* Properties: a model of ONNX is rejected, or becomes a graph that the generated code decodes, in
 * which no name is repeated and every input is a node. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "event.pb-c.h"
#include "summary/summary_put.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_nodes(const Tfe__Pb__GraphDef *g)
{
	struct tfe__map names;
	tfe__map_init(&names, NULL);
	for (size_t i = 0; i < g->n_node; i++) {
		const ProtobufCBinaryData name = g->node[i]->name;
		if (tfe__map_get(&names, (char *)name.data, name.len) != TFE__MAP_NONE ||
		    tfe__map_add(&names, (char *)name.data, name.len, 0))
			abort();
	}
	for (size_t i = 0; i < g->n_node; i++)
		for (size_t k = 0; k < g->node[i]->n_input; k++) {
			const ProtobufCBinaryData input = g->node[i]->input[k];
			const uint8_t *colon = memchr(input.data, ':', input.len);
			size_t length = colon ? (size_t)(colon - input.data) : input.len;
			if (tfe__map_get(&names, (char *)input.data, length) == TFE__MAP_NONE)
				abort();
		}
	tfe__map_release(&names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	tfe_graph *graph;
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 30);
	if (tfe_graph_open(NULL, &graph))
		return 0;
	tfe_status status = tfe_graph_add_onnx(graph, (tfe_bytes){data, size});
	if (status && status != TFE_E_DAMAGED && status != TFE_E_LIMIT && status != TFE_E_ARG)
		abort();
	if (!status) {
		if (tfe__put_graph(&b, 1, graph))
			abort();
		Tfe__Pb__Event *e = tfe__pb__event__unpack(NULL, b.size - 16, b.data + 12);
		Tfe__Pb__GraphDef *g =
			e ? tfe__pb__graph_def__unpack(NULL, e->graph_def.len, e->graph_def.data)
			  : NULL;
		if (!g)
			abort();
		check_nodes(g);
		tfe__pb__graph_def__free_unpacked(g, NULL);
		tfe__pb__event__free_unpacked(e, NULL);
	}
	tfe__buf_release(&b);
	tfe_graph_close(graph);
	return 0;
}
