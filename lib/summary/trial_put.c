/* summary: trials and experiments as records: the metadata of the plugin hparams, built with
 * protobuf-c. */
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "hparams.pb-c.h"
#include "summary/trial.h"
#include "wire/pack.h"
#include "wire/put.h"

/* Puts a content as a value: as tf.summary does, with an empty tensor, because TensorBoard's data
 * server shows no value without one. */
static tfe_status put_content(struct tfe__buf *b, const struct tfe__value_header *given,
			      const char *tag, const Tfe__Pb__HParamsPluginData *data)
{
	const int64_t none = 0;
	struct tfe__value_header header = *given;
	struct tfe__value v;
	struct tfe__buf content;
	tfe__buf_init(&content, &b->allocator, b->limit);
	tfe__pack(&content, &data->base);
	tfe_status status = tfe__buf_status(&content);
	if (!status) {
		header.tag = tag;
		header.tag_bytes = strlen(tag);
		tfe__value_begin(&v, b, &header);
		tfe__put_end(b, tfe__tensor_begin(b, TFE_DTYPE_FLOAT32, &none, 1));
		tfe__value_end(&v, "hparams", &content);
	}
	tfe__buf_release(&content);
	return status ? status : tfe__buf_status(b);
}

static void set_value(Tfe__Pb__HParamsValue *to, const struct tfe__trial_value *v)
{
	tfe__pb__hparams_value__init(to);
	switch (v->type) {
	case TFE__TRIAL_NUMBER:
	case TFE__TRIAL_INT:
		to->kind_case = TFE__PB__HPARAMS_VALUE__KIND_NUMBER_VALUE;
		to->number_value = v->number;
		break;
	case TFE__TRIAL_BOOL:
		to->kind_case = TFE__PB__HPARAMS_VALUE__KIND_BOOL_VALUE;
		to->bool_value = v->number != 0;
		break;
	case TFE__TRIAL_TEXT:
		to->kind_case = TFE__PB__HPARAMS_VALUE__KIND_STRING_VALUE;
		to->string_value = tfe__pack_text(v->text);
		break;
	}
}

static tfe_status put_start(struct tfe__buf *b, const struct tfe__value_header *header,
			    const tfe_trial *t, const struct tfe__trial_start *from,
			    struct tfe__arena *arena)
{
	Tfe__Pb__HParamsPluginData data = TFE__PB__HPARAMS_PLUGIN_DATA__INIT;
	Tfe__Pb__HParamsSessionStart start = TFE__PB__HPARAMS_SESSION_START__INIT;
	Tfe__Pb__HParamsValue *value = tfe__pack_array(arena, t->values, sizeof *value);
	Tfe__Pb__HParamsEntry *entry, **entries;
	if (!value || !TFE__PACK_LIST(arena, entry, entries, t->values))
		return TFE_E_NOMEM;
	for (size_t i = 0; i < t->values; i++) {
		set_value(&value[i], &t->value[i]);
		tfe__pb__hparams_entry__init(&entry[i]);
		entry[i].key = tfe__pack_text(t->value[i].name);
		entry[i].value = &value[i];
		entries[i] = &entry[i];
	}
	start.n_hparams = t->values;
	start.hparams = entries;
	start.group_name = tfe__pack_text(from->group);
	start.model_uri = tfe__pack_text(from->model_uri);
	start.monitor_url = tfe__pack_text(from->monitor_url);
	start.start_time_secs = header->wall_time;
	data.data_case = TFE__PB__HPARAMS_PLUGIN_DATA__DATA_SESSION_START_INFO;
	data.session_start_info = &start;
	return put_content(b, header, "_hparams_/session_start_info", &data);
}

tfe_status tfe__put_trial_start(struct tfe__buf *b, const struct tfe__value_header *header,
				const tfe_trial *t, const struct tfe__trial_start *start)
{
	struct tfe__arena arena;
	tfe__arena_init(&arena, &b->allocator, 0);
	tfe_status status = put_start(b, header, t, start, &arena);
	tfe__arena_release(&arena);
	return status;
}

tfe_status tfe__put_trial_end(struct tfe__buf *b, const struct tfe__value_header *header,
			      tfe_trial_status status)
{
	Tfe__Pb__HParamsPluginData data = TFE__PB__HPARAMS_PLUGIN_DATA__INIT;
	Tfe__Pb__HParamsSessionEnd end = TFE__PB__HPARAMS_SESSION_END__INIT;
	end.status = (int32_t)status;
	end.end_time_secs = header->wall_time;
	data.data_case = TFE__PB__HPARAMS_PLUGIN_DATA__DATA_SESSION_END_INFO;
	data.session_end_info = &end;
	return put_content(b, header, "_hparams_/session_end_info", &data);
}

/* Sets the listed values of a domain. */
static tfe_status set_discrete(Tfe__Pb__HParamsInfo *to, const tfe_experiment_domain *d,
			       struct tfe__arena *arena)
{
	Tfe__Pb__HParamsList *list = tfe__pack_array(arena, 1, sizeof *list);
	Tfe__Pb__HParamsValue *value, **values;
	if (!list || !TFE__PACK_LIST(arena, value, values, d->n))
		return TFE_E_NOMEM;
	tfe__pb__hparams_list__init(list);
	for (size_t i = 0; i < d->n; i++) {
		struct tfe__trial_value v = {.type = TFE__TRIAL_TEXT};
		if (d->type == TFE_HPARAM_TYPE_TEXT)
			v.text = d->texts[i];
		else
			v.number = d->numbers[i];
		if (d->type != TFE_HPARAM_TYPE_TEXT)
			v.type = d->type == TFE_HPARAM_TYPE_BOOL ? TFE__TRIAL_BOOL
								 : TFE__TRIAL_NUMBER;
		set_value(&value[i], &v);
		values[i] = &value[i];
	}
	list->n_values = d->n;
	list->values = values;
	to->domain_case = TFE__PB__HPARAMS_INFO__DOMAIN_DOMAIN_DISCRETE;
	to->domain_discrete = list;
	return TFE_OK;
}

static tfe_status set_domain(Tfe__Pb__HParamsInfo *to, const tfe_experiment_domain *d,
			     struct tfe__arena *arena)
{
	static const int32_t types[] = {[TFE_HPARAM_TYPE_TEXT] = 1,
					[TFE_HPARAM_TYPE_BOOL] = 2,
					[TFE_HPARAM_TYPE_NUMBER] = 3};
	tfe__pb__hparams_info__init(to);
	to->name = tfe__pack_text(d->name);
	to->display_name = tfe__pack_text(d->display_name);
	to->description = tfe__pack_text(d->description);
	to->type = types[d->type];
	if (!d->has_interval)
		return d->n ? set_discrete(to, d, arena) : TFE_OK;
	Tfe__Pb__HParamsInterval *interval = tfe__pack_array(arena, 1, sizeof *interval);
	if (!interval)
		return TFE_E_NOMEM;
	tfe__pb__hparams_interval__init(interval);
	interval->min_value = d->min;
	interval->max_value = d->max;
	to->domain_case = TFE__PB__HPARAMS_INFO__DOMAIN_DOMAIN_INTERVAL;
	to->domain_interval = interval;
	return TFE_OK;
}

static tfe_status set_metric(Tfe__Pb__HParamsMetric *to, const tfe_experiment_metric *m,
			     struct tfe__arena *arena)
{
	Tfe__Pb__HParamsMetricName *name = tfe__pack_array(arena, 1, sizeof *name);
	if (!name)
		return TFE_E_NOMEM;
	tfe__pb__hparams_metric_name__init(name);
	name->group = tfe__pack_text(m->group);
	name->tag = tfe__pack_text(m->tag);
	tfe__pb__hparams_metric__init(to);
	to->name = name;
	to->display_name = tfe__pack_text(m->display_name);
	to->description = tfe__pack_text(m->description);
	to->dataset_type = m->dataset_type;
	return TFE_OK;
}

static tfe_status put_experiment(struct tfe__buf *b, const struct tfe__value_header *header,
				 const tfe_experiment *e, struct tfe__arena *arena)
{
	Tfe__Pb__HParamsPluginData data = TFE__PB__HPARAMS_PLUGIN_DATA__INIT;
	Tfe__Pb__HParamsExperiment to = TFE__PB__HPARAMS_EXPERIMENT__INIT;
	Tfe__Pb__HParamsInfo *info, **infos;
	Tfe__Pb__HParamsMetric *metric, **metrics;
	if (!TFE__PACK_LIST(arena, info, infos, e->n_domains) ||
	    !TFE__PACK_LIST(arena, metric, metrics, e->n_metrics))
		return TFE_E_NOMEM;
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < e->n_domains && !status; i++)
		status = set_domain(infos[i] = &info[i], &e->domains[i], arena);
	for (size_t i = 0; i < e->n_metrics && !status; i++)
		status = set_metric(metrics[i] = &metric[i], &e->metrics[i], arena);
	if (status)
		return status;
	to.name = tfe__pack_text(e->name);
	to.user = tfe__pack_text(e->user);
	to.description = tfe__pack_text(e->description);
	to.time_created_secs = header->wall_time;
	to.n_hparam_infos = e->n_domains;
	to.hparam_infos = infos;
	to.n_metric_infos = e->n_metrics;
	to.metric_infos = metrics;
	data.data_case = TFE__PB__HPARAMS_PLUGIN_DATA__DATA_EXPERIMENT;
	data.experiment = &to;
	return put_content(b, header, "_hparams_/experiment", &data);
}

tfe_status tfe__put_experiment(struct tfe__buf *b, const struct tfe__value_header *header,
			       const tfe_experiment *e)
{
	struct tfe__arena arena;
	tfe__arena_init(&arena, &b->allocator, 0);
	tfe_status status = put_experiment(b, header, e, &arena);
	tfe__arena_release(&arena);
	return status;
}
