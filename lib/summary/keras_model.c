/* summary: models as the JSON that Keras 3 writes (Model.to_json), with the members from which
 * TensorBoard makes the conceptual graph. */
#include <string.h>

#include "base/json_string.h"
#include "summary/run_metadata.h"
#include "summary/summary_put.h"

const tfe_plugin tfe__keras_model_plugin = {"graph_keras_model", "1", 1};

static void append(struct tfe__buf *b, const char *text)
{
	tfe__buf_append(b, text, strlen(text));
}

/* Appends the member `key` with a string. */
static void member(struct tfe__buf *b, const char *key, const char *text)
{
	tfe__json_string(b, key);
	append(b, ": ");
	tfe__json_string(b, text);
}

static const char *dtype_of(const tfe_keras_layer *layer)
{
	return layer->dtype ? layer->dtype : "float32";
}

/* Appends the inputs of a layer: the first outputs of others, as symbolic tensors. */
static void put_inputs(struct tfe__buf *b, const tfe_keras_layer *layer)
{
	append(b, "\"inbound_nodes\": [");
	if (layer->n_inputs)
		append(b, "{\"args\": [[");
	for (size_t i = 0; i < layer->n_inputs; i++) {
		append(b, i ? ", {" : "{");
		member(b, "class_name", "__keras_tensor__");
		append(b, ", \"config\": {");
		member(b, "dtype", dtype_of(layer));
		append(b, ", \"keras_history\": [");
		tfe__json_string(b, layer->inputs[i]);
		append(b, ", 0, 0]}}");
	}
	append(b, layer->n_inputs ? "]], \"kwargs\": {}}]" : "]");
}

static void put_layer(struct tfe__buf *b, const tfe_keras_layer *layer)
{
	append(b, "{\"module\": \"keras.layers\", ");
	member(b, "class_name", layer->class_name);
	append(b, ", \"config\": {");
	member(b, "name", layer->name);
	append(b, ", ");
	member(b, "dtype", dtype_of(layer));
	append(b, "}, ");
	member(b, "name", layer->name);
	append(b, ", ");
	put_inputs(b, layer);
	append(b, "}");
}

void tfe__put_keras_model(struct tfe__buf *b, const struct tfe__value_header *given,
			  const char *model, const tfe_keras_layer *layers, size_t n)
{
	static const char tag[] = "keras";
	struct tfe__value_header header = *given;
	struct tfe__buf json;
	header.tag = tag;
	header.tag_bytes = sizeof tag - 1;
	tfe__buf_init(&json, &b->allocator, b->limit);
	append(&json, "{\"module\": \"keras\", \"class_name\": \"Functional\", \"config\": {");
	member(&json, "name", model);
	append(&json, ", \"trainable\": true, \"layers\": [");
	for (size_t i = 0; i < n; i++) {
		append(&json, i ? ", " : "");
		put_layer(&json, &layers[i]);
	}
	append(&json, "]}, \"registered_name\": \"Functional\"}");
	if (tfe__buf_status(&json)) {
		b->status = tfe__buf_status(&json);
	} else {
		const tfe_bytes text = {json.data, json.size};
		const tfe_array array = {&text, TFE_DTYPE_STRING, 0, NULL, NULL};
		tfe__put_tensor(b, &header, &array, 1, &tfe__keras_model_plugin);
	}
	tfe__buf_release(&json);
}
