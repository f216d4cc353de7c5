/* read/run: the series of a tag: one for each kind of its values.
 *
 * One map leads from a tag to its first series. The others are in a second map, from the number of
 * a series to that of the next one of its tag, because few tags have values of several kinds. */
#include "read/run/kinds.h"

#include <string.h>

#include "wire/tensor.h"

tfe_bytes tfe__value_tag(const tfe_value *value)
{
	tfe_bytes tag = value->tag.size ? value->tag : value->node_name;
	if (!tag.size)
		tag.data = (const uint8_t *)"";
	return tag;
}

tfe_series *tfe__run_find_first(const struct tfe_run *run, tfe_bytes tag)
{
	size_t at = tfe__map_get(&run->by_tag, (const char *)tag.data, tag.size);
	return at == TFE__MAP_NONE ? NULL : tfe__list_at(&run->series, at);
}

/* The next series of the same tag; NULL: there is none. */
static tfe_series *next_kind(const tfe_series *series)
{
	struct tfe_run *run = series->shared->run;
	if (!atomic_load(&run->several_kinds))
		return NULL;
	pthread_mutex_lock(&run->find_lock);
	size_t at =
		tfe__map_get(&run->next_kind, (const char *)&series->number, sizeof series->number);
	pthread_mutex_unlock(&run->find_lock);
	/* It may not be listed yet. */
	return at < tfe__list_count(&run->series) ? tfe__list_at(&run->series, at) : NULL;
}

tfe_series *tfe__series_of_kind(tfe_series *first, tfe_kind kind)
{
	while (first && first->kind != kind)
		first = next_kind(first);
	return first;
}

tfe_series *tfe__run_find(const struct tfe_run *run, tfe_bytes tag, tfe_kind kind)
{
	return tfe__series_of_kind(tfe__run_find_first(run, tag), kind);
}

tfe_status tfe__run_enter(struct tfe_run *run, tfe_series *series)
{
	const tfe_bytes tag = {(const uint8_t *)series->tag, series->tag_length};
	tfe_series *last = tfe__run_find_first(run, tag), *next = last;
	if (!last)
		return tfe__map_add(&run->by_tag, series->tag, tag.size, series->number);
	while ((next = next_kind(next)))
		last = next;
	pthread_mutex_lock(&run->find_lock);
	tfe_status status = tfe__map_add(&run->next_kind, (const char *)&last->number,
					 sizeof last->number, series->number);
	pthread_mutex_unlock(&run->find_lock);
	atomic_store(&run->several_kinds, true);
	return status;
}

/* --- the kind of a value ---------------------------------------------------------------------- */

/* Whether a tensor that names no plugin can be a value of this kind. */
static bool fits_kind(const tfe_tensor *tensor, tfe_kind kind)
{
	bool is_number = tensor->dtype != TFE_DTYPE_STRING;
	switch (kind) {
	case TFE_KIND_SCALAR:
		return tfe__tensor_is_scalar(tensor);
	case TFE_KIND_HISTOGRAM:
		return is_number && tensor->rank == 2 && tensor->dims[1] == 3;
	case TFE_KIND_IMAGE:
	case TFE_KIND_AUDIO:
	case TFE_KIND_TEXT:
		return !is_number;
	case TFE_KIND_EMPTY:
		return !tensor->count;
	default:
		return kind == TFE_KIND_TENSOR;
	}
}

static bool is_hparams(tfe_bytes plugin)
{
	static const char name[] = "hparams";
	return plugin.size == sizeof name - 1 && !memcmp(plugin.data, name, sizeof name - 1);
}

tfe_kind tfe__kind_for(const tfe_value *value, tfe_series *first)
{
	if (value->kind != TFE_KIND_TENSOR)
		return value->kind;
	/* TensorFlow writes hyperparameters with an empty tensor, other writers without a value. */
	if (!value->tensor.count && is_hparams(value->metadata.plugin))
		return TFE_KIND_EMPTY;
	if (value->metadata.plugin.size)
		return TFE_KIND_TENSOR;
	while (first && !fits_kind(&value->tensor, (tfe_kind)first->kind))
		first = next_kind(first);
	return first ? (tfe_kind)first->kind : TFE_KIND_TENSOR;
}
