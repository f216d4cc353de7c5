/* tfevents: hyperparameters as JSON. */
#include "tfevents/hparams_json.h"

static void text(struct json *j, const char *key, tfe_bytes b)
{
	json_bytes(j, key, b.data, b.size);
}

/* A text that few files have. */
static void optional(struct json *j, const char *key, tfe_bytes b)
{
	if (b.size)
		text(j, key, b);
}

static void value(struct json *j, const tfe_hparam *v)
{
	switch (v->type) {
	case TFE_HPARAM_TYPE_NUMBER:
		json_double(j, NULL, v->number);
		break;
	case TFE_HPARAM_TYPE_TEXT:
		text(j, NULL, v->text);
		break;
	case TFE_HPARAM_TYPE_BOOL:
		json_bool(j, NULL, v->number != 0);
		break;
	case TFE_HPARAM_TYPE_NULL:
	case TFE_HPARAM_TYPE_OTHER:
		json_null(j, NULL);
		break;
	}
}

void hparams_values_json(struct json *j, const char *key, const tfe_hparams *h)
{
	json_begin(j, key);
	for (size_t i = 0, n = tfe_hparams_value_count(h); i < n; i++) {
		const tfe_hparam *v = tfe_hparams_value_at(h, i);
		json_name(j, v->name.data, v->name.size);
		value(j, v);
	}
	json_end(j);
}

static void domain(struct json *j, const tfe_hparam_domain *d)
{
	static const char *const types[] = {"", "text", "bool", "number"};
	json_begin(j, NULL);
	text(j, "name", d->name);
	optional(j, "display_name", d->display_name);
	optional(j, "description", d->description);
	if (d->type > 0 && d->type < 4)
		json_text(j, "type", types[d->type]);
	if (d->has_interval) {
		json_double(j, "min", d->min);
		json_double(j, "max", d->max);
	}
	if (d->values) {
		json_begin_array(j, "values");
		for (size_t i = 0; i < d->n; i++)
			value(j, &d->values[i]);
		json_end_array(j);
	}
	json_end(j);
}

void hparams_domains_json(struct json *j, const char *key, const tfe_hparams *h)
{
	json_begin_array(j, key);
	for (size_t i = 0, n = tfe_hparams_domain_count(h); i < n; i++)
		domain(j, tfe_hparams_domain_at(h, i));
	json_end_array(j);
}

void hparams_metrics_json(struct json *j, const char *key, const tfe_hparams *h)
{
	static const char *const datasets[] = {"", "training", "validation"};
	json_begin_array(j, key);
	for (size_t i = 0, n = tfe_hparams_metric_count(h); i < n; i++) {
		const tfe_hparam_metric *m = tfe_hparams_metric_at(h, i);
		json_begin(j, NULL);
		text(j, "tag", m->tag);
		optional(j, "group", m->group);
		optional(j, "display_name", m->display_name);
		optional(j, "description", m->description);
		if (m->dataset_type > 0 && m->dataset_type < 3)
			json_text(j, "dataset", datasets[m->dataset_type]);
		json_end(j);
	}
	json_end_array(j);
}

void hparams_content_json(struct json *j, const char *key, const tfe_hparams *h)
{
	tfe_hparams_info info = TFE_HPARAMS_INFO_INIT;
	tfe_hparams_get_info(h, &info);
	json_begin(j, key);
	if (info.has_experiment) {
		optional(j, "name", info.name);
		optional(j, "description", info.description);
		optional(j, "user", info.user);
		json_double(j, "created", info.created);
		hparams_domains_json(j, "domains", h);
		hparams_metrics_json(j, "metrics", h);
	}
	if (info.has_start) {
		hparams_values_json(j, "values", h);
		optional(j, "group", info.group);
		optional(j, "model_uri", info.model_uri);
		optional(j, "monitor_url", info.monitor_url);
		json_double(j, "started", info.started);
	}
	if (info.has_end) {
		json_text(j, "status", tfe_hparams_status_name(info.status));
		json_double(j, "ended", info.ended);
	}
	json_end(j);
}
