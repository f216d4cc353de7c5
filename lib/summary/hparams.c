/* summary: the content of the plugin hparams, decoded by protobuf-c.
 *
 * Contents come from files: they are validated before they are decoded, and what they expand to is
 * limited in proportion to their size. Everything is in one arena. */
#include "summary/hparams.h"

#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/sized.h"
#include "hparams.pb-c.h"
#include "wire/pack.h"
#include "wire/validate.h"

struct tfe_hparams {
	tfe_allocator allocator;
	struct tfe__arena arena;
	tfe_hparams_info info;
	const tfe_hparam *value;
	const tfe_hparam_domain *domain;
	const tfe_hparam_metric *metric;
	size_t values, domains, metrics;
	tfe_status failure; /* of the last allocation that failed: TFE_E_LIMIT or TFE_E_NOMEM */
};

tfe_status tfe__hparams_new(const tfe_allocator *allocator, tfe_hparams **out)
{
	tfe_allocator a = tfe__allocator_or_default(allocator);
	tfe_hparams *h = tfe__alloc_zeroed(&a, 1, sizeof *h);
	*out = h;
	if (!h)
		return TFE_E_NOMEM;
	h->allocator = a;
	h->info.size = sizeof h->info;
	tfe__arena_init(&h->arena, &a, 0);
	return TFE_OK;
}

void tfe_hparams_close(tfe_hparams *h)
{
	if (!h)
		return;
	tfe_allocator a = h->allocator;
	tfe__arena_release(&h->arena);
	tfe__free(&a, h);
}

/* --- copies of decoded messages --------------------------------------------------------------- */

static tfe_bytes bytes_of(ProtobufCBinaryData data)
{
	return (tfe_bytes){data.data, data.len};
}

/* Memory for n elements, at least one; NULL sets h->failure. */
static void *array_of(tfe_hparams *h, size_t n, size_t bytes)
{
	return tfe__unpack_array(&h->arena, n, bytes, &h->failure);
}

static tfe_hparam hparam_of(tfe_bytes name, const Tfe__Pb__HParamsValue *v)
{
	tfe_hparam hparam = {.size = sizeof hparam, .name = name};
	switch (v ? v->kind_case : TFE__PB__HPARAMS_VALUE__KIND__NOT_SET) {
	case TFE__PB__HPARAMS_VALUE__KIND_NUMBER_VALUE:
		hparam.type = TFE_HPARAM_TYPE_NUMBER;
		hparam.number = v->number_value;
		break;
	case TFE__PB__HPARAMS_VALUE__KIND_STRING_VALUE:
		hparam.type = TFE_HPARAM_TYPE_TEXT;
		hparam.text = bytes_of(v->string_value);
		break;
	case TFE__PB__HPARAMS_VALUE__KIND_BOOL_VALUE:
		hparam.type = TFE_HPARAM_TYPE_BOOL;
		hparam.number = v->bool_value != 0;
		break;
	case TFE__PB__HPARAMS_VALUE__KIND_STRUCT_VALUE:
	case TFE__PB__HPARAMS_VALUE__KIND_LIST_VALUE:
		hparam.type = TFE_HPARAM_TYPE_OTHER;
		break;
	default:
		hparam.type = TFE_HPARAM_TYPE_NULL;
	}
	return hparam;
}

/* Copies the values of a map: of equal keys the last value counts. */
static tfe_status copy_values(const Tfe__Pb__HParamsSessionStart *start, struct tfe__map *names,
			      tfe_hparam *value, size_t *values)
{
	for (size_t i = 0; i < start->n_hparams; i++) {
		const Tfe__Pb__HParamsEntry *entry = start->hparams[i];
		tfe_bytes name = bytes_of(entry->key);
		const char *key = name.size ? (const char *)name.data : "";
		size_t at = tfe__map_get(names, key, name.size);
		if (at == TFE__MAP_NONE) {
			at = (*values)++;
			tfe_status status = tfe__map_add(names, key, name.size, at);
			if (status)
				return status;
		}
		value[at] = hparam_of(name, entry->value);
	}
	return TFE_OK;
}

static tfe_status set_start(tfe_hparams *h, const Tfe__Pb__HParamsSessionStart *start)
{
	tfe_hparam *value = array_of(h, start->n_hparams, sizeof *value);
	struct tfe__map names;
	size_t values = 0;
	if (!value)
		return h->failure;
	tfe__map_init(&names, &h->allocator);
	tfe_status status = copy_values(start, &names, value, &values);
	tfe__map_release(&names);
	if (status)
		return status;
	h->value = value;
	h->values = values;
	h->info.has_start = true;
	h->info.group = bytes_of(start->group_name);
	h->info.model_uri = bytes_of(start->model_uri);
	h->info.monitor_url = bytes_of(start->monitor_url);
	h->info.started = start->start_time_secs;
	return TFE_OK;
}

static tfe_status set_domain(tfe_hparams *h, tfe_hparam_domain *domain,
			     const Tfe__Pb__HParamsInfo *from)
{
	*domain = (tfe_hparam_domain){.size = sizeof *domain,
				      .name = bytes_of(from->name),
				      .display_name = bytes_of(from->display_name),
				      .description = bytes_of(from->description),
				      .type = from->type};
	if (from->domain_case == TFE__PB__HPARAMS_INFO__DOMAIN_DOMAIN_INTERVAL) {
		domain->has_interval = true;
		domain->min = from->domain_interval->min_value;
		domain->max = from->domain_interval->max_value;
	}
	if (from->domain_case != TFE__PB__HPARAMS_INFO__DOMAIN_DOMAIN_DISCRETE)
		return TFE_OK;
	const Tfe__Pb__HParamsList *list = from->domain_discrete;
	tfe_hparam *values = array_of(h, list->n_values, sizeof *values);
	if (!values)
		return h->failure;
	for (size_t i = 0; i < list->n_values; i++)
		values[i] = hparam_of((tfe_bytes){0}, list->values[i]);
	domain->values = values;
	domain->n = list->n_values;
	return TFE_OK;
}

static void set_metric(tfe_hparam_metric *metric, const Tfe__Pb__HParamsMetric *from)
{
	*metric = (tfe_hparam_metric){.size = sizeof *metric,
				      .display_name = bytes_of(from->display_name),
				      .description = bytes_of(from->description),
				      .dataset_type = from->dataset_type};
	if (from->name) {
		metric->group = bytes_of(from->name->group);
		metric->tag = bytes_of(from->name->tag);
	}
}

static tfe_status set_experiment(tfe_hparams *h, const Tfe__Pb__HParamsExperiment *e)
{
	tfe_hparam_domain *domain = array_of(h, e->n_hparam_infos, sizeof *domain);
	tfe_hparam_metric *metric = array_of(h, e->n_metric_infos, sizeof *metric);
	tfe_status status = domain && metric ? TFE_OK : h->failure;
	for (size_t i = 0; i < e->n_hparam_infos && !status; i++)
		status = set_domain(h, &domain[i], e->hparam_infos[i]);
	if (status)
		return status;
	for (size_t i = 0; i < e->n_metric_infos; i++)
		set_metric(&metric[i], e->metric_infos[i]);
	h->domain = domain;
	h->metric = metric;
	h->domains = e->n_hparam_infos;
	h->metrics = e->n_metric_infos;
	h->info.has_experiment = true;
	h->info.name = bytes_of(e->name);
	h->info.description = bytes_of(e->description);
	h->info.user = bytes_of(e->user);
	h->info.created = e->time_created_secs;
	return TFE_OK;
}

/* --- decoding --------------------------------------------------------------------------------- */

static tfe_status set_content(tfe_hparams *h, const Tfe__Pb__HParamsPluginData *data)
{
	switch (data->data_case) {
	case TFE__PB__HPARAMS_PLUGIN_DATA__DATA_EXPERIMENT:
		return set_experiment(h, data->experiment);
	case TFE__PB__HPARAMS_PLUGIN_DATA__DATA_SESSION_START_INFO:
		return set_start(h, data->session_start_info);
	case TFE__PB__HPARAMS_PLUGIN_DATA__DATA_SESSION_END_INFO:
		h->info.has_end = true;
		h->info.status = data->session_end_info->status;
		h->info.ended = data->session_end_info->end_time_secs;
		return TFE_OK;
	default:
		return TFE_E_DAMAGED;
	}
}

tfe_status tfe__hparams_add(tfe_hparams *h, tfe_bytes content)
{
	ProtobufCMessage *message;
	if (content.size > TFE__UNPACK_MOST_BYTES)
		return TFE_E_LIMIT;
	if (!content.size || tfe__validate_hparams(content.data, content.size))
		return TFE_E_DAMAGED;
	tfe_status status = tfe__unpack(&h->arena, &tfe__pb__hparams_plugin_data__descriptor,
					content, &message);
	if (status)
		return status;
	const Tfe__Pb__HParamsPluginData *data = (const Tfe__Pb__HParamsPluginData *)message;
	return data->version ? TFE_E_DAMAGED : set_content(h, data);
}

tfe_status tfe_hparams_open(tfe_bytes content, const tfe_allocator *allocator, tfe_hparams **out)
{
	tfe_status status = tfe__hparams_new(allocator, out);
	if (!status)
		status = tfe__hparams_add(*out, content);
	if (status) {
		tfe_hparams_close(*out);
		*out = NULL;
	}
	return status;
}

/* --- queries ---------------------------------------------------------------------------------- */

size_t tfe_hparams_value_count(const tfe_hparams *h)
{
	return h->values;
}

const tfe_hparam *tfe_hparams_value_at(const tfe_hparams *h, size_t i)
{
	return i < h->values ? &h->value[i] : NULL;
}

size_t tfe_hparams_domain_count(const tfe_hparams *h)
{
	return h->domains;
}

const tfe_hparam_domain *tfe_hparams_domain_at(const tfe_hparams *h, size_t i)
{
	return i < h->domains ? &h->domain[i] : NULL;
}

size_t tfe_hparams_metric_count(const tfe_hparams *h)
{
	return h->metrics;
}

const tfe_hparam_metric *tfe_hparams_metric_at(const tfe_hparams *h, size_t i)
{
	return i < h->metrics ? &h->metric[i] : NULL;
}

void tfe_hparams_get_info(const tfe_hparams *h, tfe_hparams_info *info)
{
	tfe__result_copy(info, &h->info, sizeof h->info);
}

const char *tfe_hparams_status_name(int32_t status)
{
	static const char *const names[] = {"unknown", "success", "failure", "running"};
	return status > 0 && status < 4 ? names[status] : names[0];
}
