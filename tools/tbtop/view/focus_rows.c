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
static void put_stats(struct row *row, enum column c, const struct group_stats *s,
		      const struct axis *y)
{
	char mid[VALUE_TEXT], half[VALUE_TEXT];
	value_text(mid, s->mid, y);
	value_text(half, s->hi / 2 - s->lo / 2, y);
	row->key[c] = s->mid;
	if (s->n && snprintf(row->text[c], VALUE_TEXT, "%s\u00b1%s", mid, half) >= VALUE_TEXT)
		snprintf(row->text[c], VALUE_TEXT, "%s", mid);
}

/* Returns the value that is drawn: the smoothed one, or the entry's if that is not finite. */
static double drawn_value(const struct reading *at)
{
	return isfinite(at->point.value) ? at->smoothed : at->point.value;
}

/* What the drawn runs of a group have at one place: their entries there, and what is drawn. */
struct group_reading {
	struct group_stats value, smoothed, drawn;
	double x; /* the greatest x and step of the entries */
	int64_t step;
};

/* Reads the group at the crosshair, or at x if it is not NaN. Returns false if no run has an entry
 * near it. A run that belongs to no group is read like a group of one. `extra`: a run that counts
 * even if it is not drawn, or NO_RUN. */
static bool read_group(const struct model *m, const struct tag *tag, size_t group, size_t extra,
		       double x, double reach, struct group_reading *out)
{
	double *values = need_resize(NULL, tag->n_curves * 3 + 1, sizeof *values);
	double *smoothed = values + tag->n_curves, *drawn = smoothed + tag->n_curves;
	size_t n = 0;
	*out = (struct group_reading){.x = -INFINITY, .step = INT64_MIN};
	for (size_t i = 0; i < tag->n_curves; i++) {
		const struct curve *curve = &tag->curves[i];
		const struct run *run = m->runs[curve->run];
		struct reading at;
		bool member = run->group == group && (run_drawn(run) || run->index == extra);
		if (!member || !(isnan(x) ? read_curve(m, curve, reach, &at)
					  : read_curve_at(m, curve, x, reach, &at)))
			continue;
		values[n] = at.point.value;
		drawn[n] = drawn_value(&at);
		smoothed[n++] = at.smoothed;
		out->step = at.point.step > out->step ? at.point.step : out->step;
		out->x = fmax(out->x, at.x);
	}
	out->value = group_stats_of(values, n, &m->grouping);
	out->smoothed = group_stats_of(smoothed, n, &m->grouping);
	out->drawn = group_stats_of(drawn, n, &m->grouping);
	free(values);
	return n > 0;
}

/* --- comparisons ------------------------------------------------------------------------------ */

/* Writes the difference of a drawn value to that of the baseline, or of its group, at the same
 * place. */
static void put_baseline(const struct model *m, struct row *row, const struct tag *tag,
			 const struct chart_places *places, double value)
{
	struct group_reading base;
	if (m->baseline >= m->n_runs)
		return;
	size_t group = m->runs[m->baseline]->group;
	if (!read_group(m, tag, group, m->baseline, NAN, chart_column_width(places), &base))
		return;
	double by = value - base.drawn.mid, of = fabs(base.drawn.mid);
	put(row, COLUMN_DIFFERENCE, by, &places->y);
	if (of > 0 && isfinite(by)) {
		row->key[COLUMN_PERCENT] = 100 * by / of;
		snprintf(row->text[COLUMN_PERCENT], VALUE_TEXT, "%+.3g%%", 100 * by / of);
	}
}

/* Finds the step at which the baseline had the value that a run has now. */
static void put_earlier(const struct model *m, struct row *row, const struct tag *tag,
			const struct reading *at)
{
	const struct curve *base = tag_curve(tag, m->baseline);
	int64_t step;
	if (!base || row->curve->run == m->baseline)
		return;
	tfe_view view = tfe_series_view(base->series);
	if (!curve_reaches(&view, m->settings.smoothing, drawn_value(at), &step)) {
		snprintf(row->text[COLUMN_EARLIER], VALUE_TEXT, "never");
		row->key[COLUMN_EARLIER] = INFINITY;
		return;
	}
	row->key[COLUMN_EARLIER] = (double)step - (double)at->point.step;
	snprintf(row->text[COLUMN_EARLIER], VALUE_TEXT, "%+.0f", row->key[COLUMN_EARLIER]);
}

/* Writes the difference to the value at the second cursor, and the slope between both. */
static void put_second(struct row *row, const struct chart_places *places, double by, double along)
{
	put(row, COLUMN_TO_MARK, by, &places->y);
	if (along != 0 && isfinite(by / along)) {
		row->key[COLUMN_SLOPE] = by / along;
		snprintf(row->text[COLUMN_SLOPE], VALUE_TEXT, "%.4g", by / along);
	}
}

/* --- rows ------------------------------------------------------------------------------------- */

enum {
	TO_BASE = 1U << COLUMN_DIFFERENCE | 1U << COLUMN_PERCENT | 1U << COLUMN_EARLIER,
	TO_SECOND = 1U << COLUMN_TO_MARK | 1U << COLUMN_SLOPE
};

/* Writes the statistics of the best values of the drawn runs of a group. */
static void put_best(const struct model *m, struct row *row, const struct tag *tag,
		     tfe_direction direction, const struct axis *y)
{
	double *best = need_resize(NULL, tag->n_curves + 1, sizeof *best);
	size_t n = 0;
	for (size_t i = 0; i < tag->n_curves; i++) {
		const struct run *run = m->runs[tag->curves[i].run];
		if (run_drawn(run) && run->group == row->run->group)
			best[n++] = best_of(&tag->curves[i], direction);
	}
	struct group_stats s = group_stats_of(best, n, &m->grouping);
	put_stats(row, COLUMN_BEST, &s, y);
	free(best);
}

/* Fills the row of a group with the statistics of its runs: those of their entries nearest to the
 * crosshair, of their best values, and the largest step. */
static void fill_group(const struct model *m, struct row *row, const struct tag *tag,
		       tfe_direction direction, const struct chart_places *places, unsigned columns)
{
	struct group_reading at, there;
	size_t group = row->run->group;
	double reach = chart_column_width(places);
	put_best(m, row, tag, direction, &places->y);
	if (!read_group(m, tag, group, NO_RUN, NAN, reach, &at))
		return;
	put_step(row, at.step);
	put_stats(row, COLUMN_VALUE, &at.value, &places->y);
	put_stats(row, COLUMN_SMOOTHED, &at.smoothed, &places->y);
	if (columns & TO_BASE)
		put_baseline(m, row, tag, places, at.drawn.mid);
	if (columns & TO_SECOND && read_group(m, tag, group, NO_RUN, m->second.x, reach, &there))
		put_second(row, places, at.drawn.mid - there.drawn.mid, at.x - there.x);
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
	if (columns & TO_BASE) {
		put_baseline(m, row, tag, places, drawn_value(&at));
		put_earlier(m, row, tag, &at);
	}
	struct reading there;
	if (columns & TO_SECOND &&
	    read_curve_at(m, row->curve, m->second.x, chart_column_width(places), &there))
		put_second(row, places, drawn_value(&at) - drawn_value(&there), at.x - there.x);
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
		fill_group(m, row, tag, direction, places, columns);
	else
		fill_run(m, row, tag, direction, places, columns);
}
