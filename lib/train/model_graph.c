/* train: the graph and the model of a training. */
#include <string.h>

#include "base/utf8.h"
#include "summary/run_metadata.h"
#include "train/callback.h"

/* Writes the JSON of a model as Keras' callback does. */
static tfe_status add_model_json(tfe_writer *writer, const char *json)
{
	const tfe_bytes text = {(const uint8_t *)json, strlen(json)};
	const tfe_array array = {&text, TFE_DTYPE_STRING, 0, NULL, NULL};
	if (!*json || !tfe__utf8_valid(text.data, text.size))
		return TFE_E_ARG;
	return tfe_writer_add_tensor(writer, "keras", 0, &array, &tfe__keras_model_plugin);
}

static tfe_status add_model(tfe_writer *writer, const tfe_callback_options *o)
{
	if (o->model_json)
		return add_model_json(writer, o->model_json);
	if (o->n_layers)
		return tfe_writer_add_keras_model(writer, o->model_name ? o->model_name : "model",
						  o->layers, o->n_layers);
	return TFE_OK;
}

tfe_status tfe__callback_log_graphs(tfe_callback *cb)
{
	tfe_writer *writer = cb->run[TFE_TRAINING_RUN_TRAIN].writer;
	const tfe_callback_options *o = &cb->options;
	tfe_status model = add_model(writer, o);
	tfe__callback_note(cb, model, writer, "cannot write the model");
	tfe_status graph = o->graph ? tfe_writer_add_graph(writer, o->graph) : TFE_OK;
	tfe__callback_note(cb, graph, writer, "cannot write the graph");
	return model ? model : graph;
}
