/* read/run: from the values of an event to the series of a run. */
#include "read/run/add_event.h"

#include <string.h>

#include "read/run/append.h"
#include "read/run/damage.h"
#include "read/run/digest.h"
#include "read/run/filling.h"
#include "read/run/kinds.h"
#include "read/run/restart.h"
#include "wire/tensor.h"
#include "wire/validate.h"

/* The tag of a value for as long as the run lives: that of its series, else the first bytes of
 * it. */
static const char *kept_tag(struct tfe_run *run, const tfe_value *value)
{
	enum { BYTES_MAX = 1024 };
	tfe_bytes tag = tfe__value_tag(value);
	const tfe_series *series = tfe__run_find_first(run, tag);
	if (series || !tfe__run_can_add_damage(run))
		return series ? series->tag : NULL;
	size_t n = tag.size < BYTES_MAX ? tag.size : BYTES_MAX;
	while (n < tag.size && n && (tag.data[n] & 0xc0) == 0x80)
		n--; /* not within a character */
	return tfe__arena_strndup(&run->arena, (const char *)tag.data, n);
}

static void report_value(struct tfe_run *run, const struct tfe__log *log, uint64_t offset,
			 const tfe_value *value, const char *reason)
{
	tfe__run_add_damage(run, (tfe_damage){.kind = TFE_DAMAGE_KIND_VALUE,
					      .path = log->path,
					      .offset = (int64_t)offset,
					      .reason = reason,
					      .tag = kept_tag(run, value)});
}

static bool names_plugin(const tfe_value *value, const char *plugin)
{
	tfe_bytes name = value->metadata.plugin;
	return name.size == strlen(plugin) && !memcmp(name.data, plugin, name.size);
}

/* Why a value is not what its plugin shows; NULL: it is, or the plugin shows any tensor. */
static const char *mismatch(const tfe_value *value)
{
	static const char *const needs[][2] = {
		{"scalars", "a tensor of the plugin scalars that is not one real number"},
		{"histograms", "a tensor of the plugin histograms whose shape is not [k, 3]"},
		{"images", "a tensor of the plugin images without size and pictures"},
		{"audio", "a tensor of the plugin audio without sounds"},
		{"text", "a tensor of the plugin text without text"},
	};
	if (value->kind != TFE_KIND_TENSOR)
		return NULL;
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (names_plugin(value, needs[i][0]))
			return needs[i][1];
	return NULL;
}

/* Returns why a value is invalid, whatever series it belongs to; NULL if it is valid. */
static const char *damage_of(const tfe_value *value)
{
	tfe_bytes content = value->metadata.content;
	if (value->kind == TFE_KIND_TENSOR && value->tensor.bad)
		return tfe__tensor_damage(&value->tensor);
	if (value->kind != TFE_KIND_TENSOR && value->kind != TFE_KIND_EMPTY)
		return NULL;
	if (content.size && names_plugin(value, "hparams") &&
	    tfe__validate_hparams(content.data, content.size))
		return "the content of the plugin hparams cannot be decoded";
	return NULL;
}

/* From 2^53 on, float64 does not hold each integer: keeps the difference. All arithmetic is modulo
 * 2^64, to which the largest integers are rounded. */
static void set_rest(struct tfe__entry *entry, const tfe_number *number)
{
	double value = number->value;
	bool is_signed = number->type == TFE_NUMBER_TYPE_SIGNED;
	if ((!is_signed && number->type != TFE_NUMBER_TYPE_UNSIGNED) || fabs(value) < 0x1p53)
		return;
	uint64_t exact = is_signed ? (uint64_t)number->i : number->u;
	uint64_t rounded = value < 0        ? (uint64_t)(int64_t)value
			   : value < 0x1p64 ? (uint64_t)value
					    : 0;
	entry->is_integer = true;
	entry->rest = (int16_t)(int64_t)(exact - rounded);
}

/* A number of a scalar series, which may be a tensor that names no plugin. */
static void set_scalar(struct tfe__entry *entry, const tfe_value *value)
{
	tfe_elements elements;
	tfe_number number;
	entry->value = value->scalar;
	if (value->tensor.dtype == TFE_DTYPE_INVALID)
		return;
	tfe_elements_init(&elements, &value->tensor);
	if (tfe_elements_next(&elements, &number)) {
		entry->value = number.value;
		set_rest(entry, &number);
	}
}

static tfe_status add_entry(struct tfe_run *run, struct tfe__log *log, const tfe_event *event,
			    const tfe_value *value, struct tfe__location place, bool *refused)
{
	struct tfe__entry entry = {.step = event->step, .wall_time = event->wall_time};
	struct tfe__digest digest;
	const char *damage = NULL;
	tfe_series *series;
	/* The first value of a series must be a histogram; in a second reading it is. */
	bool digested = value->kind == TFE_KIND_HISTOGRAM && !run->selection;
	if (digested)
		damage = tfe__digest_value(&digest, value, &run->store->allocator);
	tfe_status status = damage ? TFE_OK : tfe__run_series_for(run, value, &series);
	if (status)
		return status;
	if (!damage && series->kind == TFE_KIND_HISTOGRAM && !digested)
		damage = tfe__digest_value(&digest, value, &run->store->allocator);
	if (damage) {
		*refused = true;
		report_value(run, log, place.offset, value, damage);
		return TFE_OK;
	}
	digest.place = place;
	if (series->kind == TFE_KIND_HISTOGRAM)
		entry.digest = &digest;
	else if (series->kind == TFE_KIND_SCALAR)
		set_scalar(&entry, value);
	else
		entry.place = place;
	return tfe__run_append(run, log, series, &entry);
}

static tfe_status add_value(struct tfe_run *run, struct tfe__log *log, const tfe_event *event,
			    const tfe_value *value, struct tfe__location place, bool *refused)
{
	const char *reason = damage_of(value);
	if (reason) {
		*refused = true;
		report_value(run, log, place.offset, value, reason);
		return TFE_OK;
	}
	reason = mismatch(value);
	if (reason)
		report_value(run, log, place.offset, value, reason);
	tfe_status status = add_entry(run, log, event, value, place, refused);
	if (status == TFE_E_NOTFOUND) {
		atomic_fetch_add(&run->left_out, 1);
		atomic_fetch_add(&run->store->budget.left_out, 1);
		return TFE_OK;
	}
	if (status == TFE_E_LIMIT) {
		report_value(run, log, place.offset, value, "a tag is longer than the limit");
		return TFE_OK;
	}
	return status;
}

/* --- events ----------------------------------------------------------------------------------- */

static tfe_status add_other(struct tfe_run *run, struct tfe__log *log, const tfe_event *event,
			    const tfe_value *value)
{
	if (value->kind == TFE_KIND_FILE_VERSION)
		tfe__restart_version(run, log, value->text);
	if (value->kind == TFE_KIND_SESSION_LOG) {
		atomic_store(&run->finished, value->status == 2);
		if (value->status == 1)
			return tfe__restart_start(run, log, event->step, event->wall_time);
	}
	return TFE_OK;
}

static bool has_series(tfe_kind kind)
{
	return kind != TFE_KIND_FILE_VERSION && kind != TFE_KIND_SESSION_LOG &&
	       kind != TFE_KIND_LOG_MESSAGE;
}

/* Whether a value stands in a summary: those make the course of a run. */
static bool is_summary(tfe_kind kind)
{
	return has_series(kind) && kind != TFE_KIND_GRAPH && kind != TFE_KIND_META_GRAPH &&
	       kind != TFE_KIND_RUN_METADATA;
}

tfe_status tfe__add_event(struct tfe_run *run, struct tfe__log *log, tfe_event *event,
			  uint64_t offset, bool *refused)
{
	tfe_value value;
	tfe_status status;
	bool summary = false;
	for (uint32_t nth = 0; !(status = tfe__event_next(event, &value)); nth++) {
		if (nth < log->values_done)
			continue;
		if (is_summary(value.kind) && !summary) {
			if (!nth)
				tfe__restart_summary(run, log, event->step, event->wall_time);
			summary = true;
		}
		struct tfe__location place = {offset, log->number, nth};
		if (has_series(value.kind))
			status = add_value(run, log, event, &value, place, refused);
		else
			status = add_other(run, log, event, &value);
		if (status)
			return status;
		log->values_done = nth + 1;
	}
	log->values_done = 0;
	return status == TFE_E_NOTFOUND ? TFE_OK : status;
}
