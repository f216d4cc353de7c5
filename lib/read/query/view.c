/* read/query: views: snapshots of series, their properties and their points. */
#include <math.h>
#include <string.h>

#include <tfevents/series.h>

#include "base/sized.h"
#include "read/query/resident.h"
#include "read/query/x_axis.h"
#include "read/run/series.h"

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

/* Gets the step of the first entry of a chunk with a value. Returns false if there is none. */
static bool find_in_chunk(const struct tfe__span *span, size_t at, double value, int64_t *step)
{
	return tfe__chunk_find(span->index->chunks[at], tfe__span_entries(span, at), value, step);
}

/* The same for a part, whose subparts are searched if `value` is their least or greatest value. */
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
	/* A growing last chunk is resident. That of an older view may be sealed and dropped by
	 * now. */
	info->last = tfe__chunk_is_resident(tail)
			     ? tfe__chunk_value(tail, (uint32_t)(span->count - 1 - tail->first))
			     : tail->node->last;
	info->min = all.min;
	info->max = all.max;
	info->nonfinite = span->count - all.finite;
	if (all.finite) {
		info->min_step = step_of(span, all.min);
		info->max_step = step_of(span, all.max);
	}
}

/* Copies up to n points of a resident chunk, from its entry `from` on. Returns their number. */
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

/* The same for a dropped chunk, of which only the first entry is in memory. */
static size_t copy_dropped(const struct tfe__chunk *chunk, uint32_t from, tfe_point *points)
{
	if (from)
		return 0;
	const struct tfe__node *node = chunk->node;
	bool known = tfe__chunk_is_scalar(chunk) && !(node->nan + node->posinf + node->neginf);
	*points = (tfe_point){(int64_t)chunk->step, tfe__double_of(chunk->wall_bits),
			      known ? node->first : NAN};
	return 1;
}

/* Copies up to n points from entry `first` on. The copy ends before the first dropped chunk, whose
 * index *at has then. Returns the number of points. */
static size_t points_at(const struct tfe__span *span, uint64_t first, tfe_point *points, size_t n,
			size_t *at)
{
	size_t copied = 0;
	for (*at = tfe__span_find(span, first); *at <= span->whole && copied < n; ++*at) {
		const struct tfe__chunk *chunk = span->index->chunks[*at];
		uint32_t from = first > chunk->first ? (uint32_t)(first - chunk->first) : 0;
		if (!tfe__chunk_is_resident(chunk))
			break;
		copied += copy_points(span, *at, from, points + copied, n - copied);
	}
	return copied;
}

/* The same, including the first entry of the dropped chunk. */
static size_t points_known(const struct tfe__span *span, uint64_t first, tfe_point *points,
			   size_t n)
{
	size_t at, copied = points_at(span, first, points, n, &at);
	if (copied == n || at > span->whole)
		return copied;
	const struct tfe__chunk *chunk = span->index->chunks[at];
	uint32_t from = first > chunk->first ? (uint32_t)(first - chunk->first) : 0;
	return copied + copy_dropped(chunk, from, points + copied);
}

/* Returns the value of a scalar entry with all its digits. */
static tfe_number number_of(const struct tfe__entry *entry)
{
	double value = entry->value;
	tfe_number number = {.type = TFE_NUMBER_TYPE_FLOAT, .value = value};
	if (!entry->is_integer)
		return number;
	/* The arithmetic is modulo 2^64, to which the largest integers are rounded. */
	uint64_t exact = (uint64_t)(int64_t)entry->rest;
	if (value < 0x1p64)
		exact += value < 0 ? (uint64_t)(int64_t)value : (uint64_t)value;
	number.type =
		value < 0 || exact <= INT64_MAX ? TFE_NUMBER_TYPE_SIGNED : TFE_NUMBER_TYPE_UNSIGNED;
	if (number.type == TFE_NUMBER_TYPE_SIGNED)
		number.i = (int64_t)exact;
	else
		number.u = exact;
	return number;
}

/* Copies up to n numbers of a resident chunk, from its entry `from` on, whose points are known.
 * Returns how many. */
static size_t copy_numbers(const struct tfe__span *span, size_t at, uint32_t from,
			   const tfe_point *points, tfe_number *numbers, size_t n)
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	uint32_t left = tfe__span_entries(span, at) - from;
	uint32_t count = n < left ? (uint32_t)n : left;
	if (chunk->value_type == TFE__VALUE_TYPE_EXACT) {
		struct tfe__entry entry;
		for (uint32_t i = 0; i < count; i++) {
			tfe__chunk_get_scalar(chunk, from + i, &entry);
			numbers[i] = number_of(&entry);
		}
	} else {
		for (uint32_t i = 0; i < count; i++)
			numbers[i] = (tfe_number){.type = TFE_NUMBER_TYPE_FLOAT,
						  .value = points[i].value};
	}
	return count;
}

static size_t numbers_at(const struct tfe__span *span, uint64_t first, const tfe_point *points,
			 tfe_number *numbers, size_t n)
{
	size_t copied = 0;
	for (size_t at = tfe__span_find(span, first); at <= span->whole && copied < n; at++) {
		uint64_t begin = span->index->chunks[at]->first;
		uint32_t from = first > begin ? (uint32_t)(first - begin) : 0;
		if (!tfe__span_is_resident(span, at))
			break;
		copied +=
			copy_numbers(span, at, from, points + copied, numbers + copied, n - copied);
	}
	return copied;
}

size_t tfe__view_numbers(const tfe_view *view, uint64_t first, const tfe_point *points,
			 tfe_number *numbers, size_t n)
{
	if (first >= view->count)
		return 0;
	struct tfe__span span = span_of(view);
	unsigned turn = tfe__epoch_enter(view->series->shared->epoch);
	size_t copied = numbers_at(&span, first, points, numbers, n);
	tfe__epoch_leave(view->series->shared->epoch, turn);
	return copied;
}

/* Copies up to n steps and values of a resident chunk, from its entry `from` on. Evenly spaced
 * steps are computed without decoding. Returns their number. */
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

static size_t values_at(const struct tfe__span *span, uint64_t first, int64_t *steps,
			double *values, size_t n)
{
	size_t copied = 0;
	for (size_t at = tfe__span_find(span, first); at <= span->whole && copied < n; at++) {
		uint64_t begin = span->index->chunks[at]->first;
		uint32_t from = first > begin ? (uint32_t)(first - begin) : 0;
		if (!tfe__span_is_resident(span, at))
			break;
		copied += copy_values(span, at, from, steps + copied, values + copied, n - copied);
	}
	return copied;
}

size_t tfe_view_get_values(const tfe_view *view, uint64_t first, int64_t *steps, double *values,
			   size_t n)
{
	if (first >= view->count || view->series->kind != TFE_KIND_SCALAR)
		return 0;
	struct tfe__span span = span_of(view);
	unsigned epoch = tfe__epoch_enter(view->series->shared->epoch);
	size_t copied = values_at(&span, first, steps, values, n);
	tfe__epoch_leave(view->series->shared->epoch, epoch);
	return copied;
}

size_t tfe_view_get_points(const tfe_view *view, uint64_t first, tfe_point *points, size_t n)
{
	if (first >= view->count || !n)
		return 0;
	struct tfe__span span = span_of(view);
	unsigned epoch = tfe__epoch_enter(view->series->shared->epoch);
	size_t copied = points_known(&span, first, points, n);
	tfe__epoch_leave(view->series->shared->epoch, epoch);
	return copied;
}

size_t tfe__view_points(const tfe_view *view, uint64_t first, tfe_point *points, size_t n)
{
	size_t at;
	struct tfe__span span = span_of(view);
	unsigned epoch = tfe__epoch_enter(view->series->shared->epoch);
	size_t copied = points_at(&span, first, points, n, &at);
	tfe__epoch_leave(view->series->shared->epoch, epoch);
	return copied;
}

uint64_t tfe__view_resident(const tfe_view *view, uint64_t first)
{
	if (first >= view->count)
		return view->count;
	struct tfe__span span = span_of(view);
	for (size_t at = tfe__span_find(&span, first); at <= span.whole; at++) {
		uint64_t begin = span.index->chunks[at]->first;
		if (tfe__span_is_resident(&span, at))
			return begin > first ? begin : first;
	}
	return view->count;
}

bool tfe__view_is_resident(const tfe_view *view)
{
	if (!view->count)
		return true;
	struct tfe__span span = span_of(view);
	for (size_t c = 0; c <= span.whole; c++)
		if (!tfe__span_is_resident(&span, c))
			return false;
	return true;
}

/* The number of entries of the span that are dropped. */
static uint64_t count_dropped(const struct tfe__span *span)
{
	uint64_t dropped = 0;
	for (size_t c = 0; c <= span->whole; c++)
		if (!tfe__span_is_resident(span, c))
			dropped += tfe__span_entries(span, c);
	return dropped;
}

static void fill_info(const tfe_view *view, tfe_series_info *info)
{
	struct tfe__span span = span_of(view);
	struct tfe__node node;
	tfe_point first, last;
	if (points_known(&span, 0, &first, 1)) {
		info->first_step = first.step;
		info->first_wall_time = first.wall_time;
	}
	if (points_known(&span, view->count - 1, &last, 1)) {
		info->last_step = last.step;
		info->last_wall_time = last.wall_time;
	} else {
		tfe__span_summarize(&span, &node);
		info->last_step = node.step_max;
		info->last_wall_time = node.wall_max;
	}
	info->dropped = count_dropped(&span);
	if (view->series->kind == TFE_KIND_SCALAR)
		scalar_info(&span, info);
}

void tfe_view_get_info(const tfe_view *view, tfe_series_info *info)
{
	const tfe_series *series = view->series;
	const struct tfe__column *column = view->version;
	tfe_series_info own = {.tag = series->tag,
			       .kind = series->kind,
			       .plugin = series->shared->plugin,
			       .display_name = series->shared->display_name,
			       .description = series->shared->description,
			       .count = view->count,
			       .superseded = tfe__column_superseded(column),
			       .several_writers = tfe__column_before(column).several,
			       .left_out = atomic_load(&series->left_out),
			       .square = series->shared->square,
			       .last = NAN,
			       .min = NAN,
			       .max = NAN};
	if (view->count) {
		unsigned epoch = tfe__epoch_enter(series->shared->epoch);
		fill_info(view, &own);
		tfe__epoch_leave(series->shared->epoch, epoch);
	}
	tfe__result_copy(info, &own, sizeof own);
}

bool tfe_view_get_extent(const tfe_view *view, tfe_axis kind, double *x0, double *x1)
{
	if (!view->count)
		return false;
	struct tfe__span span = span_of(view);
	struct tfe__node all;
	unsigned epoch = tfe__epoch_enter(view->series->shared->epoch);
	struct tfe__axis axis = tfe__axis_of(&span, kind);
	tfe__span_summarize(&span, &all);
	tfe__epoch_leave(view->series->shared->epoch, epoch);
	tfe__axis_range(&axis, &all, x0, x1);
	return *x0 <= *x1;
}

size_t tfe_view_get_restarts(const tfe_view *view, tfe_restart *restarts, size_t n)
{
	const struct tfe__column *column = view->version;
	const struct tfe__column_restart *r = tfe__column_before(column).restarts;
	size_t copied = 0;
	for (; r && copied < n; r = tfe__column_restart_before(r))
		restarts[copied++] = (tfe_restart){r->step, r->superseded};
	return copied;
}
