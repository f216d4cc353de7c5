/* tfevents: the decoded content of a plugin as JSON. */
#include "tfevents/plugin_json.h"

#include <string.h>

#include "tfevents/graph_json.h"
#include "tfevents/hparams_json.h"

static void hparams(struct json *j, const tfe_value *v)
{
	tfe_hparams *h;
	if (tfe_hparams_open(v->metadata.content, NULL, &h))
		json_text(j, "hparams_error", "bad content");
	else
		hparams_content_json(j, "hparams", h);
	tfe_hparams_close(h);
}

static void pr_curve(struct json *j, const tfe_value *v)
{
	uint32_t thresholds;
	if (tfe_pr_curve_get_thresholds(v->metadata.content, &thresholds)) {
		json_text(j, "pr_curve_error", "bad content");
		return;
	}
	json_begin(j, "pr_curve");
	json_uint(j, "thresholds", thresholds);
	json_end(j);
}

static void mesh(struct json *j, const tfe_value *v)
{
	tfe_mesh_content *m;
	if (tfe_mesh_content_open(v->metadata.content, NULL, &m)) {
		json_text(j, "mesh_error", "bad content");
		return;
	}
	json_begin(j, "mesh");
	json_bytes(j, "name", m->name.data, m->name.size);
	json_int(j, "part", m->part);
	json_uint(j, "components", m->components);
	json_begin_array(j, "shape");
	for (size_t i = 0; i < m->rank; i++)
		json_int(j, NULL, m->shape[i]);
	json_end_array(j);
	json_bytes(j, "config", m->config.data, m->config.size);
	json_end(j);
	tfe_mesh_content_close(m);
}

static void text(struct json *j, const char *key, const char *s)
{
	json_bytes(j, key, s, strlen(s));
}

static void chart(struct json *j, const tfe_chart *c)
{
	json_begin(j, NULL);
	text(j, "title", c->title);
	json_begin_array(j, c->n_margins ? "margins" : "tags");
	for (size_t i = 0; i < c->n_tags; i++)
		text(j, NULL, c->tags[i]);
	for (size_t i = 0; i < c->n_margins; i++) {
		json_begin(j, NULL);
		text(j, "value", c->margins[i].value);
		text(j, "lower", c->margins[i].lower);
		text(j, "upper", c->margins[i].upper);
		json_end(j);
	}
	json_end_array(j);
	json_end(j);
}

static void layout(struct json *j, const tfe_value *v)
{
	tfe_elements elements;
	tfe_bytes message = {0};
	tfe_layout *l;
	tfe_elements_init(&elements, &v->tensor);
	if (!tfe_elements_next_bytes(&elements, &message) || tfe_layout_open(message, NULL, &l)) {
		json_text(j, "layout_error", "bad content");
		return;
	}
	json_begin_array(j, "layout");
	for (size_t i = 0; i < tfe_layout_category_count(l); i++) {
		const tfe_chart_category *c = tfe_layout_category_at(l, i);
		json_begin(j, NULL);
		text(j, "title", c->title);
		json_bool(j, "closed", c->closed);
		json_begin_array(j, "charts");
		for (size_t k = 0; k < c->n; k++)
			chart(j, &c->charts[k]);
		json_end_array(j);
		json_end(j);
	}
	json_end_array(j);
	tfe_layout_close(l);
}

static void costs(struct json *j, tfe_bytes message)
{
	tfe_run_metadata *m;
	if (tfe_run_metadata_open(message, NULL, &m)) {
		json_text(j, "costs_error", "bad content");
		return;
	}
	json_begin_array(j, "costs");
	for (size_t i = 0; i < tfe_run_metadata_cost_count(m); i++) {
		const tfe_node_cost *c = tfe_run_metadata_cost_at(m, i);
		json_begin(j, NULL);
		text(j, "node", c->node);
		text(j, "device", c->device);
		json_int(j, "start_us", c->start_us);
		json_int(j, "compute_us", c->compute_us);
		json_int(j, "memory_bytes", c->memory_bytes);
		json_end(j);
	}
	json_end_array(j);
	tfe_run_metadata_close(m);
}

static void run_metadata(struct json *j, const tfe_value *v)
{
	tfe_blobs cursor;
	tfe_bytes message;
	tfe_blobs_init(&cursor, v);
	if (tfe_blobs_next(&cursor, &message))
		costs(j, message);
}

static void traced_graph(struct json *j, const tfe_value *v)
{
	graph_nodes_json(j, v, TFE_GRAPH_FORM_RUN_METADATA);
}

/* Prints a model of Keras: the JSON text as a string. */
static void keras_model(struct json *j, const tfe_value *v)
{
	tfe_blobs cursor;
	tfe_bytes model;
	tfe_blobs_init(&cursor, v);
	if (tfe_blobs_next(&cursor, &model))
		json_bytes(j, "keras_model", model.data, model.size);
}

void plugin_content_json(struct json *j, const tfe_value *v)
{
	static const struct {
		const char *plugin;
		void (*print)(struct json *j, const tfe_value *v);
	} printers[] = {
		{"hparams", hparams},
		{"pr_curves", pr_curve},
		{"mesh", mesh},
		{"custom_scalars", layout},
		{"graph_run_metadata", run_metadata},
		{"graph_run_metadata_graph", traced_graph},
		{"graph_keras_model", keras_model},
	};
	const tfe_bytes name = v->metadata.plugin;
	if (v->kind == TFE_KIND_RUN_METADATA)
		run_metadata(j, v);
	for (size_t i = 0; i < sizeof printers / sizeof *printers; i++)
		if (name.size == strlen(printers[i].plugin) &&
		    !memcmp(name.data, printers[i].plugin, name.size))
			printers[i].print(j, v);
}
