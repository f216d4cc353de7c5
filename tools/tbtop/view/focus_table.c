/* view: the table below a chart in full size: the values of its runs at the crosshair.
 *
 * A column is as wide as its longest text. Columns are omitted until the rest fits, so that no
 * number is shortened. */
#include "tbtop/view/focus_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/direction.h>

#include "common/format.h"
#include "common/memory.h"
#include "common/whole.h"
#include "tbtop/view/group_stats.h"
#include "tbtop/view/names.h"
#include "tbtop/view/reading.h"
#include "tbtop/view/value_text.h"

enum column {
	COLUMN_VALUE,
	COLUMN_SMOOTHED,
	COLUMN_STEP,
	COLUMN_RELATIVE,
	COLUMN_TIME,
	COLUMN_BEST,
	COLUMNS
};

/* Columns with a low `order` are omitted first; the value never is. */
static const struct {
	const char *title;
	int order;
} columns[COLUMNS] = {
	[COLUMN_VALUE] = {"value", COLUMNS}, [COLUMN_SMOOTHED] = {"smoothed", 3},
	[COLUMN_STEP] = {"step", 4},         [COLUMN_RELATIVE] = {"relative", 2},
	[COLUMN_TIME] = {"wall time", 1},    [COLUMN_BEST] = {"best", 0},
};

enum { NAME_LEAST = 10, GAP = 2 };

struct row {
	const struct run *run;
	const struct curve *curve;
	size_t group; /* number of runs of the group that the row is about; 1: one run */
	bool finite;
	char text[COLUMNS][VALUE_TEXT];
};

struct table {
	struct row *rows; /* the visible ones */
	size_t n, hidden; /* numbers of visible rows and of the others */
	int width[COLUMNS]; /* 0: omitted */
	int all;            /* sum of the widths and gaps */
};

/* --- rows ------------------------------------------------------------------------------------- */

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

/* Writes the middle and the half width of the band of values of a group. */
static void stats_text(char text[VALUE_TEXT], const struct model *m, double *values, size_t n,
		       const struct axis *y)
{
	struct group_stats s = group_stats_of(values, n, &m->grouping);
	char mid[VALUE_TEXT], half[VALUE_TEXT];
	value_text(mid, s.mid, y);
	value_text(half, s.hi / 2 - s.lo / 2, y);
	if (s.n && snprintf(text, VALUE_TEXT, "%s\u00b1%s", mid, half) >= VALUE_TEXT)
		snprintf(text, VALUE_TEXT, "%s", mid);
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
	for (int c = 0; c < COLUMNS; c++)
		snprintf(row->text[c], sizeof row->text[c], "-");
	row->finite = true;
	if (n)
		snprintf(row->text[COLUMN_STEP], VALUE_TEXT, "%" PRId64, step);
	stats_text(row->text[COLUMN_VALUE], m, values, n, &places->y);
	stats_text(row->text[COLUMN_SMOOTHED], m, smoothed, n, &places->y);
	stats_text(row->text[COLUMN_BEST], m, best, all, &places->y);
	free(values);
}

static void fill_row(const struct model *m, struct row *row, tfe_direction direction,
		     const struct chart_places *places)
{
	struct reading at;
	double best = best_of(row->curve, direction);
	for (int c = 0; c < COLUMNS; c++)
		snprintf(row->text[c], sizeof row->text[c], "-");
	if (!isnan(best))
		number_plain(row->text[COLUMN_BEST], best);
	row->finite = true;
	if (!read_curve(m, row->curve, chart_column_width(places), &at))
		return;
	row->finite = isfinite(at.point.value);
	if (row->finite)
		number_plain(row->text[COLUMN_VALUE], at.point.value);
	else
		value_text(row->text[COLUMN_VALUE], at.point.value, &places->y);
	value_text(row->text[COLUMN_SMOOTHED], at.smoothed, &places->y);
	snprintf(row->text[COLUMN_STEP], VALUE_TEXT, "%" PRId64, at.point.step);
	format_span(row->text[COLUMN_RELATIVE], at.relative_s);
	format_time(row->text[COLUMN_TIME], at.point.wall_time);
}

static int by_rank(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return (x->run->rank > y->run->rank) - (x->run->rank < y->run->rank);
}

/* Keeps the first row of each group: that of its focused run, if it has one. */
static void join_rows(struct table *t, const struct model *m)
{
	size_t kept = 0;
	for (size_t i = 0; i < t->n; i++) {
		size_t k = 0;
		while (k < kept && t->rows[k].run->group != t->rows[i].run->group)
			k++;
		if (k == kept) {
			t->rows[kept++] = t->rows[i];
			continue;
		}
		t->rows[k].group++;
		if (t->rows[i].curve->run == m->run_focus) {
			t->rows[k].run = t->rows[i].run;
			t->rows[k].curve = t->rows[i].curve;
		}
	}
	t->n = kept;
}

/* Collects the rows of drawn runs. At most `most` of them are visible, among them that of the
 * focused run. */
static void collect(struct table *t, const struct model *m, const struct tag *tag, size_t most)
{
	t->rows = need_zeroed(tag->n_curves, sizeof *t->rows);
	for (size_t i = 0; i < tag->n_curves; i++) {
		const struct run *run = m->runs[tag->curves[i].run];
		if (run_drawn(run))
			t->rows[t->n++] =
				(struct row){.run = run, .curve = &tag->curves[i], .group = 1};
	}
	qsort(t->rows, t->n, sizeof *t->rows, by_rank);
	if (m->grouping.on)
		join_rows(t, m);
	if (t->n <= most)
		return;
	size_t first = 0;
	for (size_t i = most; i < t->n; i++)
		if (t->rows[i].curve->run == m->run_focus)
			first = i - most + 1;
	memmove(t->rows, t->rows + first, most * sizeof *t->rows);
	t->hidden = t->n - most;
	t->n = most;
}

/* --- columns ---------------------------------------------------------------------------------- */

static int sum_widths(const struct table *t)
{
	int sum = 0;
	for (int c = 0; c < COLUMNS; c++)
		sum += t->width[c] ? t->width[c] + GAP : 0;
	return sum;
}

static void choose_widths(struct table *t, unsigned wanted, int room)
{
	for (int c = 0; c < COLUMNS; c++) {
		t->width[c] = wanted & 1u << c ? text_width(columns[c].title) : 0;
		for (size_t i = 0; t->width[c] && i < t->n; i++)
			t->width[c] = text_width(t->rows[i].text[c]) > t->width[c]
					      ? text_width(t->rows[i].text[c])
					      : t->width[c];
	}
	for (int order = 0; order < COLUMNS && sum_widths(t) > room; order++)
		for (int c = 0; c < COLUMNS; c++)
			if (columns[c].order == order)
				t->width[c] = 0;
	t->all = sum_widths(t);
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void put_right(struct grid *g, int x, int y, int width, const char *text, struct style style)
{
	int w = text_width(text);
	grid_text(g, x + (w < width ? width - w : 0), y, width, text, style);
}

static void draw_row(const struct model *m, struct grid *g, struct rect r, const struct table *t,
		     const struct row *row)
{
	struct style style = {.fg = ROLE_RUN + row->run->colour,
			      .attr = row->curve->run == m->run_focus ? ATTR_BOLD : 0};
	int x = r.x + r.w - t->all - 1, name = r.x + 2 + model_letters_width(m);
	grid_text(g, r.x + 1, r.y, name - r.x - 1, row->run->letter, style);
	char group[96];
	snprintf(group, sizeof group, "%.80s x%zu", row->run->group_name ? row->run->group_name : "",
		 row->group);
	bool alone = row->group == 1;
	name_draw(g, (struct rect){name, r.y, x - name, 1}, alone ? row->run->name : group,
		  alone ? row->run->differs : 0, style);
	for (int c = 0; c < COLUMNS; c++) {
		struct style value = {.fg = c == COLUMN_VALUE ? COLOUR_DEFAULT : ROLE_FAINT};
		if (!t->width[c])
			continue;
		if (!row->finite && c <= COLUMN_SMOOTHED)
			value = (struct style){.fg = ROLE_ERROR, .attr = ATTR_BOLD};
		put_right(g, x + GAP, r.y, t->width[c], row->text[c], value);
		x += t->width[c] + GAP;
	}
}

/* Writes the position of the crosshair. */
static void at_text(const struct model *m, char *text, size_t size)
{
	char number[VALUE_TEXT];
	if (!m->crosshair) {
		snprintf(text, size, "last values");
		return;
	}
	if (m->settings.axis == TFE_AXIS_STEP)
		snprintf(number, sizeof number, "step %" PRId64,
			 whole_within(m->cross_x, INT64_MIN, INT64_MAX));
	else if (m->settings.axis == TFE_AXIS_RELATIVE)
		format_span(number, m->cross_x);
	else
		format_time(number, m->cross_x);
	snprintf(text, size, "at %s", number);
}

/* The titles of columns leave their place to a long position, which is a number. */
static void draw_heading(const struct model *m, struct grid *g, struct rect r,
			 const struct table *t)
{
	char at[64], hidden[32] = "";
	struct style faint = {.fg = ROLE_FAINT};
	at_text(m, at, sizeof at);
	if (t->hidden)
		snprintf(hidden, sizeof hidden, "+%zu ", t->hidden);
	int x = r.x + r.w - t->all - 1;
	int left = text_width(at) + 3, used = left + text_width(hidden);
	grid_fill(g, (struct rect){r.x, r.y, r.w - t->all - 1, 1}, 0x2500,
		  (struct style){.fg = ROLE_FRAME});
	grid_printf(g, r.x + 1, r.y, r.w, (struct style){.fg = ROLE_TITLE}, " %s ", at);
	if (r.x + used < x + GAP)
		grid_text(g, r.x + left, r.y, r.w, hidden, faint);
	for (int c = 0; c < COLUMNS; c++) {
		int from = x + GAP + t->width[c] - text_width(columns[c].title);
		if (t->width[c] && from > r.x + left)
			grid_text(g, from, r.y, t->width[c], columns[c].title, faint);
		x += t->width[c] ? t->width[c] + GAP : 0;
	}
}

void focus_table_draw(const struct model *m, struct grid *g, struct rect r, const struct tag *tag,
		      const struct chart_places *places)
{
	struct table t = {0};
	tfe_direction direction = tfe_tag_direction(tag->name);
	unsigned wanted = (1u << COLUMNS) - 1;
	if (direction == TFE_DIRECTION_UNKNOWN)
		wanted &= ~(1u << COLUMN_BEST);
	if (!(m->settings.smoothing > 0))
		wanted &= ~(1u << COLUMN_SMOOTHED);
	collect(&t, m, tag, r.h > 1 ? (size_t)r.h - 1 : 0);
	for (size_t i = 0; i < t.n; i++)
		if (t.rows[i].group > 1)
			fill_group(m, &t.rows[i], tag, direction, places);
		else
			fill_row(m, &t.rows[i], direction, places);
	choose_widths(&t, wanted, r.w - 4 - NAME_LEAST);
	draw_heading(m, g, (struct rect){r.x, r.y, r.w, 1}, &t);
	for (size_t i = 0; i < t.n; i++)
		draw_row(m, g, (struct rect){r.x, r.y + 1 + (int)i, r.w, 1}, &t, &t.rows[i]);
	free(t.rows);
}
