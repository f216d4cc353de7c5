/* read: a series as it is at one moment. */
#include <tfevents/series.h>

#include <string.h>

#include "read/axis.h"
#include "read/series.h"

tfe_view tfe_series_view(const tfe_series *series)
{
	const struct tfe__column *column =
		atomic_load_explicit(&series->column, memory_order_acquire);
	return (tfe_view){series, column,
			  atomic_load_explicit(&column->count, memory_order_acquire)};
}

const char *tfe_series_tag(const tfe_series *series)
{
	return series->tag;
}

tfe_kind tfe_series_kind(const tfe_series *series)
{
	return series->kind;
}

static struct tfe__span span_of(const tfe_view *view)
{
	return tfe__column_span(view->version, view->count);
}

/* The step of the first entry of a chunk whose value is `value`; false when there is none. */
static bool find_in_chunk(const struct tfe__span *span, size_t at, double value, int64_t *step)
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	uint32_t entries = tfe__span_entries(span, at);
	for (uint32_t i = 0; i < entries; i++) {
		if (tfe__chunk_value(chunk, i) != value)
			continue;
		int64_t steps[TFE__CHUNK_ENTRIES_MAX];
		tfe__chunk_decode(chunk, i + 1, at < span->whole, steps, NULL);
		*step = steps[i];
		return true;
	}
	return false;
}

/* The same in a part that has `value` as its least or greatest one, where it has it. */
static bool find_in_part(const struct tfe__span *span, struct tfe__part part, double value,
			 int64_t *step)
{
	const struct tfe__node *node = tfe__span_node(span, part);
	if (node->min != value && node->max != value)
		return false;
	if (!part.level)
		return find_in_chunk(span, part.at, value, step);
	for (unsigned i = 0; i < 1 << TFE__FAN_BITS; i++)
		if (find_in_part(span, tfe__part_below(part, i), value, step))
			return true;
	return false;
}

static int64_t step_of(const struct tfe__span *span, double value)
{
	struct tfe__part parts[TFE__PARTS_MAX];
	size_t n = tfe__span_parts(span, parts);
	int64_t step = 0;
	for (size_t i = 0; i < n; i++)
		if (find_in_part(span, parts[i], value, &step))
			return step;
	find_in_chunk(span, span->whole, value, &step);
	return step;
}

static void scalar_info(const struct tfe__span *span, tfe_series_info *info)
{
	const struct tfe__chunk *tail = span->index->chunks[span->whole];
	struct tfe__node all;
	tfe__span_summarize_values(span, &all);
	info->last = tfe__chunk_value(tail, (uint32_t)(span->count - 1 - tail->first));
	info->min = all.min;
	info->max = all.max;
	info->nonfinite = span->count - all.finite;
	if (all.finite) {
		info->min_step = step_of(span, all.min);
		info->max_step = step_of(span, all.max);
	}
}

void tfe_view_get_info(const tfe_view *view, tfe_series_info *info)
{
	const tfe_series *series = view->series;
	const struct tfe__column *column = view->version;
	*info = (tfe_series_info){.tag = series->tag,
				  .kind = series->kind,
				  .plugin = series->plugin,
				  .display_name = series->display_name,
				  .description = series->description,
				  .count = view->count,
				  .superseded = column->superseded,
				  .last = NAN,
				  .min = NAN,
				  .max = NAN};
	if (!view->count)
		return;
	tfe_point first = {0}, last = {0};
	if (tfe_view_points(view, 0, &first, 1) &&
	    tfe_view_points(view, view->count - 1, &last, 1)) {
		info->first_step = first.step;
		info->first_wall_time = first.wall_time;
		info->last_step = last.step;
		info->last_wall_time = last.wall_time;
	}
	if (series->kind == TFE_KIND_SCALAR) {
		struct tfe__span span = span_of(view);
		scalar_info(&span, info);
	}
}

/* Copies from entry number `from` of a chunk on, up to n. */
static size_t copy_points(const struct tfe__span *span, size_t at, uint32_t from, tfe_point *points,
			  size_t n)
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	uint32_t entries = tfe__span_entries(span, at);
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	double wall_times[TFE__CHUNK_ENTRIES_MAX], values[TFE__CHUNK_ENTRIES_MAX];
	uint32_t to = n < entries - from ? from + (uint32_t)n : entries;
	tfe__chunk_decode(chunk, to, at < span->whole, steps, wall_times);
	if (tfe__chunk_is_scalar(chunk))
		tfe__chunk_values(chunk, from, to - from, values);
	else
		for (uint32_t i = from; i < to; i++)
			values[i - from] = NAN;
	for (uint32_t i = from; i < to; i++)
		points[i - from] = (tfe_point){steps[i], wall_times[i], values[i - from]};
	return to - from;
}

size_t tfe_view_points(const tfe_view *view, uint64_t first, tfe_point *points, size_t n)
{
	if (first >= view->count)
		return 0;
	struct tfe__span span = span_of(view);
	size_t copied = 0;
	for (size_t at = tfe__span_find(&span, first); at <= span.whole && copied < n; at++) {
		uint64_t begin = span.index->chunks[at]->first;
		uint32_t from = first > begin ? (uint32_t)(first - begin) : 0;
		copied += copy_points(&span, at, from, points + copied, n - copied);
	}
	return copied;
}

/* Likewise; steps at even distances need no decoding. */
static size_t copy_values(const struct tfe__span *span, size_t at, uint32_t from, int64_t *steps,
			  double *values, size_t n)
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	uint32_t left = tfe__span_entries(span, at) - from;
	uint32_t count = n < left ? (uint32_t)n : left;
	bool sealed = at < span->whole;
	if (sealed && chunk->even) {
		uint64_t step = chunk->step + from * chunk->step_delta;
		for (uint32_t i = 0; i < count; i++, step += chunk->step_delta)
			steps[i] = (int64_t)step;
	} else {
		int64_t decoded[TFE__CHUNK_ENTRIES_MAX];
		tfe__chunk_decode(chunk, from + count, sealed, decoded, NULL);
		memcpy(steps, decoded + from, count * sizeof *steps);
	}
	tfe__chunk_values(chunk, from, count, values);
	return count;
}

size_t tfe_view_values(const tfe_view *view, uint64_t first, int64_t *steps, double *values,
		       size_t n)
{
	if (first >= view->count || view->series->kind != TFE_KIND_SCALAR)
		return 0;
	struct tfe__span span = span_of(view);
	size_t copied = 0;
	for (size_t at = tfe__span_find(&span, first); at <= span.whole && copied < n; at++) {
		uint64_t begin = span.index->chunks[at]->first;
		uint32_t from = first > begin ? (uint32_t)(first - begin) : 0;
		copied += copy_values(&span, at, from, steps + copied, values + copied, n - copied);
	}
	return copied;
}

bool tfe_view_extent(const tfe_view *view, tfe_axis kind, double *x0, double *x1)
{
	if (!view->count)
		return false;
	struct tfe__span span = span_of(view);
	struct tfe__axis axis = tfe__axis_of(&span, kind);
	struct tfe__node all;
	tfe__span_summarize(&span, &all);
	tfe__axis_range(&axis, &all, x0, x1);
	return *x0 <= *x1;
}
