/* summary: costs of nodes and traced graphs (RunMetadata), and layers as JSON of Keras. */
#ifndef TFE_SUMMARY_RUN_METADATA_H
#define TFE_SUMMARY_RUN_METADATA_H

#include <tfevents/graph.h>
#include <tfevents/plugin.h>
#include <tfevents/run_metadata.h>

#include "base/buf.h"
#include "summary/value.h"

/* Puts valid costs. */
tfe_status tfe__put_run_metadata(struct tfe__buf *b, const struct tfe__value_header *header,
				 const tfe_node_cost *costs, size_t n) TFE_MUST_CHECK;

/* Puts a graph as that of a traced function, a RunMetadata: the element of a tensor of that
 * plugin. Returns the sticky status of the calls of the graph. */
tfe_status tfe__put_traced_graph(struct tfe__buf *b, const tfe_graph *graph) TFE_MUST_CHECK;
extern const tfe_plugin tfe__traced_graph_plugin;

/* The plugin of models. */
extern const tfe_plugin tfe__keras_model_plugin;

/* Puts a valid model: the tensor "keras" of that plugin. */
void tfe__put_keras_model(struct tfe__buf *b, const struct tfe__value_header *header,
			  const char *model, const tfe_keras_layer *layers, size_t n);

#endif
