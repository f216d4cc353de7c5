/* view: the table of runs over the whole screen: a row for each run, with the last step, the
 * duration and a value of each tag of scalars. Columns are as wide as their values, so that no
 * number is cut; those that do not fit are left out on both sides of the focused one. The heading
 * of a group has the middle and the band of the values of its runs. */
#include "tbtop/view/runs_table_view.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "common/number.h"
#include "tbtop/cache/trial_reads.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/view/group_stats.h"
#include "tbtop/view/names.h"
#include "tbtop/view/runs_list.h"
#include "tbtop/view/title.h"

enum { NAME_LEAST = 14, NAME_MOST = 40, TITLE_MOST = 18, GAP = 2, CELL = 2 * NUMBER_BYTES };
/* The state of a run in words, and the width of the table from which there is space for it. */
enum { STATE_W = 9, STATE_LEAST = 60 };

struct table {
	const struct frame *f;
	struct run_columns columns;
	const struct list_row *rows; /* the visible ones */
	size_t n;
};

/* --- values ----------------------------------------------------------------------------------- */

/* Returns a value of a run; NaN without one. *reading: it is being computed. */
static double value_of(const struct table *t, size_t run, size_t column, bool *reading)
{
	const struct model *m = t->f->model;
	if (column == RUN_COLUMN_STEP)
		return run_score(m, NULL, run, RUNS_BY_STEP);
	if (column == RUN_COLUMN_TIME)
		return run_score(m, NULL, run, RUNS_BY_TIME);
	const struct tag *tag = t->columns.tags[column - RUN_COLUMNS];
	const struct curve *curve = tag_curve(tag, run);
	if (!curve)
		return NAN;
	if (m->runs_table.way != RUNS_BY_BEST)
		return run_score(m, tag, run, m->runs_table.way);
	tfe_view view = tfe_series_view(curve->series);
	const struct metric_numbers *n = NULL;
	if (view.count)
		n = metric_find(t->f->caches, &view, m->settings.smoothing);
	*reading |= view.count && !n;
	return !n ? NAN : run_order_higher(tag, RUNS_BY_BEST) ? n->smooth_max : n->smooth_min;
}

static void put_number(char text[CELL], double value, size_t column)
{
	if (column == RUN_COLUMN_TIME)
		format_span(text, value);
	else if (column == RUN_COLUMN_STEP)
		snprintf(text, CELL, "%.0f", value);
	else
		snprintf(text, CELL, "%.6g", value);
}

static void put_run(const struct table *t, size_t run, size_t column, char text[CELL])
{
	bool reading = false;
	double value = value_of(t, run, column, &reading);
	bool has = column >= RUN_COLUMNS &&
		   tag_curve(t->columns.tags[column - RUN_COLUMNS], run) != NULL;
	if (reading)
		snprintf(text, CELL, "\u2026");
	else if (isnan(value))
		snprintf(text, CELL, "%s", has ? "NaN" : "-");
	else
		put_number(text, value, column);
}

/* Writes the middle and half of the band of the values of the listed runs of a group. */
static void put_group(const struct table *t, const struct list_row *row, size_t column,
		      char text[CELL])
{
	const struct model *m = t->f->model;
	double *values = need_resize(NULL, row->group + 1, sizeof *values);
	size_t n = 0;
	bool reading = false;
	for (size_t i = 0; i < m->n_run_rows && n < row->group; i++)
		if (m->runs[m->run_rows[i]]->group == row->run)
			values[n++] = value_of(t, m->run_rows[i], column, &reading);
	struct group_stats s = group_stats_of(values, n, &m->grouping);
	free(values);
	snprintf(text, CELL, "%s", reading ? "\u2026" : "-");
	if (reading || !s.n)
		return;
	if (column < RUN_COLUMNS)
		put_number(text, s.mid, column);
	else
		snprintf(text, CELL, "%.5g\u00b1%.2g", s.mid, s.hi / 2 - s.lo / 2);
}

static void cell_text(const struct table *t, size_t row, size_t column, char text[CELL])
{
	if (t->rows[row].group)
		put_group(t, &t->rows[row], column, text);
	else
		put_run(t, t->rows[row].run, column, text);
}

/* --- columns ---------------------------------------------------------------------------------- */

static const char *title_of(const struct table *t, size_t column)
{
	static const char *const fixed[RUN_COLUMNS] = {"run", "step", "time"};
	return column < RUN_COLUMNS ? fixed[column] : t->columns.tags[column - RUN_COLUMNS]->name;
}

/* Returns whether the rows are sorted by a column. */
static bool sorts(const struct table *t, size_t column)
{
	const struct model *m = t->f->model;
	static const enum run_order fixed[RUN_COLUMNS] = {RUNS_BY_NAME, RUNS_BY_STEP, RUNS_BY_TIME};
	if (column < RUN_COLUMNS)
		return m->run_sort.order == fixed[column];
	return m->run_sort.order == m->runs_table.way &&
	       run_sort_tag(m) == t->columns.tags[column - RUN_COLUMNS];
}

/* Returns the width of a column with the gap before it. Numbers are never cut. */
static int width_of(const struct table *t, size_t column)
{
	char text[CELL];
	int width = text_width(title_of(t, column));
	width = (width < TITLE_MOST ? width : TITLE_MOST) + (sorts(t, column) ? 2 : 0);
	for (size_t i = 0; i < t->n; i++) {
		cell_text(t, i, column, text);
		int w = text_width(text);
		width = w > width ? w : width;
	}
	return width + GAP;
}

enum { SHOWN_MOST = 64 };

/* The columns that are drawn after the name: from `first` to before `end`. */
struct shown {
	size_t first, end;
	int name;
	int width[SHOWN_MOST];
};

/* Chooses columns around the focused one: as many before it as fit, then as many after it. */
static struct shown choose(const struct table *t, int w)
{
	const struct model *m = t->f->model;
	size_t all = RUN_COLUMNS + t->columns.n;
	size_t focus = m->runs_table.column ? m->runs_table.column : RUN_COLUMN_NAME + 1;
	struct shown s = {.first = focus < all ? focus : all - 1};
	s.end = s.first + 1;
	s.name = NAME_LEAST;
	for (size_t i = 0; i < t->n; i++) {
		const struct list_row *row = &t->rows[i];
		const struct run *run = m->runs[row->run];
		int width = text_width(row->group ? run->group_name : run->name) + 4 + row->below;
		s.name = width > s.name ? width : s.name;
	}
	s.name = s.name < NAME_MOST ? s.name : NAME_MOST;
	s.name += 4 + model_letters_width(m) + (w >= STATE_LEAST ? STATE_W : 0);
	s.name = s.name < w / 2 ? s.name : w / 2;
	int width[SHOWN_MOST] = {width_of(t, s.first)}, room = w - s.name - width[0] - 1;
	size_t n = 1;
	while (s.first > RUN_COLUMN_NAME + 1 && n < SHOWN_MOST) {
		int before = width_of(t, s.first - 1);
		if (before > room)
			break;
		memmove(width + 1, width, n * sizeof *width);
		width[0] = before;
		room -= before;
		s.first--;
		n++;
	}
	while (s.end < all && n < SHOWN_MOST && s.first == RUN_COLUMN_NAME + 1) {
		int after = width_of(t, s.end);
		if (after > room)
			break;
		width[n++] = after;
		room -= after;
		s.end++;
	}
	memcpy(s.width, width, sizeof width);
	return s;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void put_right(struct grid *g, int x, int y, int width, const char *text, struct style style)
{
	int w = text_width(text);
	w = w < width ? w : width;
	grid_text_tail(g, x + width - w, y, w, text, style);
}

static void draw_head(const struct table *t, struct rect r, int x, int width, size_t column)
{
	const struct model *m = t->f->model;
	bool focus = column == m->runs_table.column, by = sorts(t, column);
	bool falls = run_order_higher(run_sort_tag(m), m->run_sort.order) != m->run_sort.reversed;
	struct style style = {.fg = focus ? ROLE_ACCENT : ROLE_FAINT,
			      .attr = focus ? ATTR_BOLD | ATTR_UNDERLINE : 0};
	const char *title = title_of(t, column);
	by &= column != RUN_COLUMN_NAME;
	if (column == RUN_COLUMN_NAME)
		grid_text(t->f->grid, x, r.y, width, title, style);
	else
		put_right(t->f->grid, x, r.y, width - (by ? 2 : 0), title, style);
	grid_target(t->f->grid, (struct rect){x, r.y, width, 1},
		    (struct target){.kind = TARGET_HEAD, .index = column});
	if (by)
		grid_char(t->f->grid, x + width - 1, r.y, falls ? 0x25bc : 0x25b2, style);
}

static void draw_row(const struct table *t, struct rect r, const struct shown *s, size_t row)
{
	const struct model *m = t->f->model;
	const struct list_row *at = &t->rows[row];
	const struct run *run = m->runs[at->run];
	int x = r.x + s->name;
	runs_list_row_draw(m, t->f->grid, (struct rect){r.x, r.y, s->name - 1, 1}, at, NOTE_STATE);
	struct style style = {.fg = at->group        ? ROLE_RUN + run->colour
				    : run_drawn(run) ? COLOUR_DEFAULT
						     : ROLE_FAINT};
	for (size_t c = s->first; c < s->end; c++) {
		char text[CELL];
		int width = s->width[c - s->first];
		cell_text(t, row, c, text);
		put_right(t->f->grid, x + GAP, r.y, width - GAP, text, style);
		x += width;
	}
	if (!at->group && at->run == m->run_focus)
		grid_tint(t->f->grid, r, (struct style){.attr = ATTR_REVERSE});
}

static void draw_title(const struct table *t, struct rect r, const struct shown *s)
{
	const struct model *m = t->f->model;
	struct style faint = {.fg = ROLE_FAINT};
	size_t drawn = 0, all = RUN_COLUMNS - 1 + t->columns.n;
	char text[48];
	struct title title;
	for (size_t i = 0; i < m->n_run_rows; i++)
		drawn += run_drawn(m->runs[m->run_rows[i]]);
	snprintf(text, sizeof text, "Runs %zu/%zu", drawn, m->n_runs);
	title_init(&title, text, true);
	title_note(&title, (struct style){.fg = ROLE_ACCENT}, "%s of each tag",
		   run_order_text(m->runs_table.way));
	if (m->run_sort.order) {
		const struct tag *tag = run_sort_tag(m);
		bool values = m->run_sort.order < RUNS_BY_STEP && tag;
		title_note(&title, faint, "sorted by %s%s%.40s", run_order_text(m->run_sort.order),
			   values ? " of " : "", values ? tag->name : "");
	}
	if (s->end - s->first < all)
		title_note(&title, faint, "%zu of %zu columns", s->end - s->first, all);
	title_draw(&title, t->f->grid, r);
}

int runs_table_rows(int h)
{
	return h > 2 ? h - 2 : 1;
}

void runs_table_draw(const struct frame *f, struct rect r)
{
	const struct model *m = f->model;
	size_t all, focus = 0, most = (size_t)runs_table_rows(r.h);
	struct list_row *rows = list_rows(m, &all);
	for (size_t i = 0; i < all; i++)
		if (!rows[i].group && rows[i].run == m->run_focus)
			focus = i;
	size_t from = layout_first_row(all, focus, (int)most);
	struct table t = {f, run_columns_of(m), rows + from, all - from < most ? all - from : most};
	struct shown s = choose(&t, r.w);
	draw_title(&t, r, &s);
	struct rect line = {r.x, r.y + 1, r.w, 1};
	int x = r.x + s.name;
	draw_head(&t, line, r.x + 4 + model_letters_width(m), 3, RUN_COLUMN_NAME);
	for (size_t c = s.first; c < s.end; c++) {
		draw_head(&t, line, x + GAP, s.width[c - s.first] - GAP, c);
		x += s.width[c - s.first];
	}
	for (size_t i = 0; i < t.n; i++)
		draw_row(&t, (struct rect){r.x, r.y + 2 + (int)i, r.w, 1}, &s, i);
	free(t.columns.tags);
	free(rows);
}
