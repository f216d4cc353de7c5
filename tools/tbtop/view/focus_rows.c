/* view: the rows of the table below a chart: the values of a run, or of a group of runs. */
#include "tbtop/view/focus_rows.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <tfevents/direction.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/view/baseline.h"
#include "tbtop/view/group_stats.h"
#include "tbtop/view/reading.h"

/* Returns the best value of all points of the curve, or NaN. */
static double best_of(const struct curve *curve, tfe_direction direction)
{
	tfe_view view = tfe_series_view(curve->series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	if (direction == TFE_DIRECTION_UNKNOWN || info.count <= info.nonfinite)
		return NAN;
	return direction == TFE_DIRECTION_HIGHER ? info.max : info.min;
}

static void put(struct row *row, enum column c, double value, const struct axis *y)
{
	row->key[c] = value;
	if (!isnan(value))
		value_text(row->text[c], value, y);
}

static void put_step(struct row *row, int64_t step)
{
	row->key[COLUMN_STEP] = (double)step;
	snprintf(row->text[COLUMN_STEP], VALUE_TEXT, "%" PRId64, step);
}

/* Writes the middle and the half width of the band of values of a group. */
static void put_stats(struct row *row, enum column c, const struct model *m, double *values,
		      size_t n, const struct axis *y)
{
	struct group_stats s = group_stats_of(values, n, &m->grouping);
	char mid[VALUE_TEXT], half[VALUE_TEXT];
	value_text(mid, s.mid, y);
	value_text(half, s.hi / 2 - s.lo / 2, y);
	row->key[c] = s.mid;
	if (s.n && snprintf(row->text[c], VALUE_TEXT, "%s\u00b1%s", mid, half) >= VALUE_TEXT)
		snprintf(row->text[c], VALUE_TEXT, "%s", mid);
}

/* Fills the row of a group with the statistics of its runs: those of their entries nearest to the
 * crosshair, of their best values, and the largest step. */
static void fill_group(const struct model *m, struct row *row, const struct tag *tag,
		       tfe_direction direction, const struct chart_places *places)
{
	double *values = need_resize(NULL, tag->n_curves * 3, sizeof *values);
	double *smoothed = values + tag->n_curves, *best = smoothed + tag->n_curves;
	size_t n = 0, all = 0;
	int64_t step = INT64_MIN;
	for (size_t i = 0; i < tag->n_curves; i++) {
		const struct curve *curve = &tag->curves[i];
		const struct run *run = m->runs[curve->run];
		struct reading at;
		if (!run_drawn(run) || run->group != row->run->group)
			continue;
		best[all++] = best_of(curve, direction);
		if (!read_curve(m, curve, chart_column_width(places), &at))
			continue;
		values[n] = at.point.value;
		smoothed[n++] = at.smoothed;
		step = at.point.step > step ? at.point.step : step;
	}
	if (n)
		put_step(row, step);
	put_stats(row, COLUMN_VALUE, m, values, n, &places->y);
	put_stats(row, COLUMN_SMOOTHED, m, smoothed, n, &places->y);
	put_stats(row, COLUMN_BEST, m, best, all, &places->y);
	free(values);
}

/* Returns the value that is drawn: the smoothed one, or the entry's if that is not finite. */
static double drawn_value(const struct reading *at)
{
	return isfinite(at->point.value) ? at->smoothed : at->point.value;
}

/* Compares with the baseline at the same x, and finds the step at which that had the same value. */
static void fill_baseline(const struct model *m, struct row *row, const struct tag *tag,
			  const struct chart_places *places, const struct reading *at)
{
	const struct curve *base = tag_curve(tag, m->baseline);
	struct reading there;
	int64_t step;
	if (!base || !read_curve(m, base, chart_column_width(places), &there))
		return;
	double by = drawn_value(at) - drawn_value(&there), of = fabs(drawn_value(&there));
	put(row, COLUMN_DIFFERENCE, by, &places->y);
	if (of > 0 && isfinite(by)) {
		row->key[COLUMN_PERCENT] = 100 * by / of;
		snprintf(row->text[COLUMN_PERCENT], VALUE_TEXT, "%+.3g%%", 100 * by / of);
	}
	tfe_view view = tfe_series_view(base->series);
	if (row->curve->run == m->baseline)
		return;
	if (!curve_reaches(&view, m->settings.smoothing, drawn_value(at), &step)) {
		snprintf(row->text[COLUMN_EARLIER], VALUE_TEXT, "never");
		row->key[COLUMN_EARLIER] = INFINITY;
		return;
	}
	row->key[COLUMN_EARLIER] = (double)step - (double)at->point.step;
	snprintf(row->text[COLUMN_EARLIER], VALUE_TEXT, "%+.0f", row->key[COLUMN_EARLIER]);
}

/* Compares with the value at the second cursor. */
static void fill_second(const struct model *m, struct row *row, const struct chart_places *places,
			const struct reading *at)
{
	struct reading there;
	if (!read_curve_at(m, row->curve, m->second.x, chart_column_width(places), &there))
		return;
	double by = drawn_value(at) - drawn_value(&there), along = at->x - there.x;
	put(row, COLUMN_TO_MARK, by, &places->y);
	if (along != 0 && isfinite(by / along)) {
		row->key[COLUMN_SLOPE] = by / along;
		snprintf(row->text[COLUMN_SLOPE], VALUE_TEXT, "%.4g", by / along);
	}
}

static void fill_run(const struct model *m, struct row *row, const struct tag *tag,
		     tfe_direction direction, const struct chart_places *places, unsigned columns)
{
	struct reading at;
	double best = best_of(row->curve, direction);
	row->key[COLUMN_BEST] = best;
	if (!isnan(best))
		number_plain(row->text[COLUMN_BEST], best);
	if (!read_curve(m, row->curve, chart_column_width(places), &at))
		return;
	row->finite = isfinite(at.point.value);
	row->key[COLUMN_VALUE] = at.point.value;
	row->key[COLUMN_SMOOTHED] = at.smoothed;
	row->key[COLUMN_RELATIVE] = at.relative_s;
	row->key[COLUMN_TIME] = at.point.wall_time;
	if (row->finite)
		number_plain(row->text[COLUMN_VALUE], at.point.value);
	else
		value_text(row->text[COLUMN_VALUE], at.point.value, &places->y);
	value_text(row->text[COLUMN_SMOOTHED], at.smoothed, &places->y);
	put_step(row, at.point.step);
	format_span(row->text[COLUMN_RELATIVE], at.relative_s);
	format_time(row->text[COLUMN_TIME], at.point.wall_time);
	if (columns & (1U << COLUMN_DIFFERENCE | 1U << COLUMN_PERCENT | 1U << COLUMN_EARLIER))
		fill_baseline(m, row, tag, places, &at);
	if (columns & (1U << COLUMN_TO_MARK | 1U << COLUMN_SLOPE))
		fill_second(m, row, places, &at);
}

void focus_row_fill(const struct model *m, struct row *row, const struct chart_places *places,
		    unsigned columns)
{
	const struct tag *tag = row->tag;
	tfe_direction direction = tfe_tag_direction(tag->name);
	row->finite = true;
	for (int c = 0; c < COLUMNS; c++) {
		row->key[c] = NAN;
		snprintf(row->text[c], sizeof row->text[c], "-");
	}
	if (row->group > 1)
		fill_group(m, row, tag, direction, places);
	else
		fill_run(m, row, tag, direction, places, columns);
}
