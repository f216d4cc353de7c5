/* read/query: the summary of the points of each chart column. Nodes of the pyramid are used where
 * one column covers them, so that the cost grows with the number of columns, not of points. */
#include "read/query/chart_columns.h"

#include "read/column/smooth.h"
#include "read/run/series.h"

/* The column of an x in [x0, x1]. It never falls as x rises, also with rounding errors. */
static size_t column_of(const struct tfe__drawing *d, double x)
{
	size_t i = (size_t)((x - d->x0) * d->columns_per_x);
	return i < d->n ? i : d->n - 1;
}

static void add_finite(tfe_column *c, uint64_t count, double first, double last, double min,
		       double max)
{
	if (!c->count) {
		c->first = first;
		c->min = min;
		c->max = max;
	}
	c->count += count;
	c->last = last;
	if (min < c->min)
		c->min = min;
	if (max > c->max)
		c->max = max;
}

static void add_value(tfe_column *c, double value)
{
	if (isfinite(value))
		add_finite(c, 1, value, value, value, value);
	else if (isnan(value))
		c->nan++;
	else if (value > 0)
		c->posinf++;
	else
		c->neginf++;
}

/* Adds a part whose entries all lie in one column. */
static void add_part(const struct tfe__drawing *d, tfe_column *c, struct tfe__part part)
{
	const struct tfe__node *node = tfe__span_node(d->span, part);
	c->nan += node->nan;
	c->posinf += node->posinf;
	c->neginf += node->neginf;
	if (!node->finite)
		return;
	if (d->smoothed) {
		const struct tfe__smoothed_chunk *s = &d->smoothed[part.at];
		add_finite(c, node->finite, s->first, s->last, s->min, s->max);
	} else {
		add_finite(c, node->finite, node->first, node->last, node->min, node->max);
	}
}

static void add_values(tfe_column *c, const double *values, size_t n)
{
	tfe_column sum = *c;
	for (size_t i = 0; i < n; i++)
		add_value(&sum, values[i]);
	*c = sum;
}

/* The position of an x: 0 before all columns, 1 in the first column, and so on; SIZE_MAX after all
 * columns. */
static size_t position_of(const struct tfe__drawing *d, double x)
{
	return !(x >= d->x0) ? 0 : x > d->x1 ? SIZE_MAX : 1 + column_of(d, x);
}

/* The index of the first of the ascending x[0...n) after a position, from index `from` on; n if
 * there is none. An exponential search is used because the result is usually near `from`. */
static size_t skip_position(const struct tfe__drawing *d, const double *x, size_t n, size_t from,
			    size_t position)
{
	size_t low = from, step = 1;
	while (low + step <= n && position_of(d, x[low + step - 1]) <= position) {
		low += step;
		step *= 2;
	}
	size_t high = low + step <= n ? low + step - 1 : n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (position_of(d, x[middle]) > position)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void chunk_values(const struct tfe__drawing *d, size_t at, uint32_t n, double *values)
{
	tfe__chunk_values(d->span->index->chunks[at], 0, n, values);
	if (!d->smoothed)
		return;
	struct tfe__smoother smoother = d->smoothed[at].before;
	for (uint32_t i = 0; i < n; i++)
		values[i] = tfe__smooth(&smoother, values[i]);
}

/* The share of [low, high] that is below x, in [0, 1]. */
static double share_of(double x, double low, double high)
{
	return x <= low ? 0 : x >= high ? 1 : (x - low) / (high - low);
}

void tfe__draw_dropped(const struct tfe__drawing *d, const struct tfe__node *node)
{
	double low, high, first = node->first, last = node->last;
	tfe__axis_range(&d->axis, node, &low, &high);
	if (!(low <= high) || high < d->x0 || low > d->x1)
		return;
	size_t begin = column_of(d, low < d->x0 ? d->x0 : low);
	size_t end = column_of(d, high > d->x1 ? d->x1 : high), n = end - begin + 1;
	d->columns[begin].nan += node->nan;
	d->columns[begin].posinf += node->posinf;
	d->columns[begin].neginf += node->neginf;
	for (size_t i = 0; i < n; i++) {
		uint64_t count = (i + 1) * node->finite / n - i * node->finite / n;
		double left = d->x0 + (double)(begin + i) / d->columns_per_x;
		double a = share_of(left, low, high);
		double b = share_of(left + 1 / d->columns_per_x, low, high);
		if (count)
			add_finite(&d->columns[begin + i], count, first + (last - first) * a,
				   first + (last - first) * b, node->min, node->max);
	}
}

static void add_dropped(const struct tfe__drawing *d, size_t at)
{
	struct tfe__node node = *d->span->index->chunks[at]->node;
	if (d->smoothed && at < d->span->whole) {
		const struct tfe__smoothed_chunk *s = &d->smoothed[at];
		node.first = s->first, node.last = s->last, node.min = s->min, node.max = s->max;
	}
	tfe__draw_dropped(d, &node);
}

void tfe__draw_value(const struct tfe__drawing *d, double x, double value)
{
	if (x >= d->x0 && x <= d->x1)
		add_value(&d->columns[column_of(d, x)], value);
}

static void add_entries(const struct tfe__drawing *d, size_t at)
{
	if (!tfe__span_is_resident(d->span, at)) {
		add_dropped(d, at);
		return;
	}
	double x[TFE__CHUNK_ENTRIES_MAX], values[TFE__CHUNK_ENTRIES_MAX];
	size_t n = tfe__span_entries(d->span, at);
	bool ascend = tfe__axis_xs(&d->axis, d->span, at, x);
	chunk_values(d, at, (uint32_t)n, values);
	if (!ascend) {
		for (size_t i = 0; i < n; i++)
			tfe__draw_value(d, x[i], values[i]);
		return;
	}
	for (size_t i = skip_position(d, x, n, 0, 0); i < n && x[i] <= d->x1;) {
		size_t column = column_of(d, x[i]);
		size_t end = skip_position(d, x, n, i, 1 + column);
		add_values(&d->columns[column], values + i, end - i);
		i = end;
	}
}

/* Whether one column covers all entries of a part, and the node of the part has all data that the
 * column needs. Entries with a wall time of NaN are in no column, and only chunks have smoothed
 * values. */
static bool in_one_column(const struct tfe__drawing *d, struct tfe__part part,
			  const struct tfe__node *node, double low, double high)
{
	if (low < d->x0 || high > d->x1 || column_of(d, low) != column_of(d, high))
		return false;
	if (d->axis.kind != TFE_AXIS_STEP && node->nan_walls)
		return false;
	return !(d->smoothed && part.level);
}

void tfe__draw_part(const struct tfe__drawing *d, struct tfe__part part)
{
	const struct tfe__node *node = tfe__span_node(d->span, part);
	double low, high;
	tfe__axis_range(&d->axis, node, &low, &high);
	if (!(low <= high) || high < d->x0 || low > d->x1)
		return;
	if (in_one_column(d, part, node, low, high)) {
		add_part(d, &d->columns[column_of(d, low)], part);
	} else if (part.level) {
		for (unsigned i = 0; i < 1 << TFE__FAN_BITS; i++)
			tfe__draw_part(d, tfe__part_below(part, i));
	} else {
		add_entries(d, part.at);
	}
}

static void draw(const struct tfe__drawing *d)
{
	struct tfe__part parts[TFE__PARTS_MAX];
	size_t n = tfe__span_parts(d->span, parts);
	for (size_t i = 0; i < n; i++)
		tfe__draw_part(d, parts[i]);
	add_entries(d, d->span->whole);
}

static tfe_status draw_smoothed(struct tfe__drawing *d, double smoothing,
				const struct tfe__smoothing_memory *memory)
{
	/* TensorBoard does not smooth a series whose values are all equal. */
	if (smoothing == 0 || tfe__span_is_constant(d->span)) {
		draw(d);
		return TFE_OK;
	}
	tfe_status status = tfe__smoothing_lock(d->span, smoothing, memory, &d->smoothed);
	if (status)
		return status;
	draw(d);
	tfe__smoothing_unlock(d->span);
	return TFE_OK;
}

tfe_status tfe__drawing_begin(struct tfe__drawing *d, const tfe_series *series, double x0,
			      double x1, tfe_column *columns, size_t n)
{
	double columns_per_x = (double)n / (x1 - x0);
	if (series->kind != TFE_KIND_SCALAR || !n || !(x1 > x0) || !isfinite(x1 - x0) ||
	    !isfinite(columns_per_x))
		return TFE_E_ARG;
	for (size_t i = 0; i < n; i++)
		columns[i] = (tfe_column){.first = NAN, .min = NAN, .max = NAN, .last = NAN};
	*d = (struct tfe__drawing){
		.x0 = x0, .x1 = x1, .columns_per_x = columns_per_x, .columns = columns, .n = n};
	return TFE_OK;
}

tfe_status tfe_view_get_columns(const tfe_view *view, tfe_axis axis, double x0, double x1,
				double smoothing, tfe_column *columns, size_t n)
{
	const tfe_series *series = view->series;
	struct tfe__drawing d;
	if (!(smoothing >= 0 && smoothing < 1) ||
	    tfe__drawing_begin(&d, series, x0, x1, columns, n))
		return TFE_E_ARG;
	if (!view->count)
		return TFE_OK;
	struct tfe__span span = tfe__column_span(view->version, view->count);
	unsigned epoch = tfe__epoch_enter(series->shared->epoch);
	d.span = &span;
	d.axis = tfe__axis_of(&span, axis);
	tfe_status status = draw_smoothed(&d, smoothing, &series->shared->smoothing);
	tfe__epoch_leave(series->shared->epoch, epoch);
	return status;
}

static tfe_status smoothed_at(const tfe_view *view, uint64_t i, double smoothing, double *value)
{
	const tfe_series *series = view->series;
	struct tfe__span span = tfe__column_span(view->version, view->count);
	size_t at = tfe__span_find(&span, i);
	const struct tfe__chunk *chunk = span.index->chunks[at];
	uint32_t last = (uint32_t)(i - chunk->first);
	bool resident = tfe__chunk_is_resident(chunk);
	if (smoothing == 0 || tfe__span_is_constant(&span)) {
		*value = resident ? tfe__chunk_value(chunk, last) : chunk->node->first;
		return TFE_OK;
	}
	const struct tfe__smoothed_chunk *smoothed;
	tfe_status status =
		tfe__smoothing_lock(&span, smoothing, &series->shared->smoothing, &smoothed);
	if (status)
		return status;
	struct tfe__smoother smoother = smoothed[at].before;
	if (!resident)
		*value = at < span.whole ? smoothed[at].first : chunk->node->first;
	tfe__smoothing_unlock(&span);
	for (uint32_t k = 0; k <= last && resident; k++)
		*value = tfe__smooth(&smoother, tfe__chunk_value(chunk, k));
	return TFE_OK;
}

tfe_status tfe_view_get_smoothed(const tfe_view *view, uint64_t i, double smoothing, double *value)
{
	const tfe_series *series = view->series;
	if (series->kind != TFE_KIND_SCALAR || i >= view->count ||
	    !(smoothing >= 0 && smoothing < 1))
		return TFE_E_ARG;
	unsigned epoch = tfe__epoch_enter(series->shared->epoch);
	tfe_status status = smoothed_at(view, i, smoothing, value);
	tfe__epoch_leave(series->shared->epoch, epoch);
	return status;
}
