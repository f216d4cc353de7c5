/* view: precision-recall curves: pages of them, or one tag in full size with the counts at the
 * chosen threshold and the average precision over steps. */
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/number.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/view/entry_title.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/group_stats.h"
#include "tbtop/view/number_table.h"
#include "tbtop/view/pages.h"
#include "tbtop/view/pr_chart.h"
#include "tbtop/view/pr_steps.h"

static void draw_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	size_t n;
	struct pr_shown *shown = pr_shown_load(f, tag, &n);
	pr_chart_draw(f, r, tag, active, shown, n, false);
	free(shown);
}

/* --- the table -------------------------------------------------------------------------------- */

enum number {
	CELL_STEP,
	CELL_THRESHOLD,
	CELL_PRECISION,
	CELL_RECALL,
	CELL_F1,
	CELL_TP,
	CELL_FP,
	CELL_TN,
	CELL_FN,
	CELL_AP,
	CELLS
};

enum { NAME_LEAST = 10, NAME_MOST = 30 };

static void put_ratio(char text[NUMBER_CELL], double ratio)
{
	if (isnan(ratio))
		snprintf(text, NUMBER_CELL, "-");
	else
		snprintf(text, NUMBER_CELL, "%.4f", ratio);
}

/* Counts of weighted examples have digits after the point. */
static void put_count(char text[NUMBER_CELL], double count)
{
	static_assert(NUMBER_CELL >= NUMBER_BYTES, "a cell has space for any number");
	number_plain(text, count);
}

static bool is_count(enum number cell)
{
	return cell >= CELL_TP && cell <= CELL_FN;
}

/* With a marked curve, the cells of the counts have the differences to it. */
static const enum number compared[CELLS] = {[CELL_TP] = CELL_PRECISION,
					    [CELL_FP] = CELL_RECALL,
					    [CELL_TN] = CELL_F1,
					    [CELL_FN] = CELL_AP};

/* Returns a number of a curve at the chosen threshold; NaN: undefined. */
static double number_of(const struct model *m, const struct pr_curve *c, enum number cell)
{
	static const enum pr_row rows[CELLS] = {[CELL_PRECISION] = PR_PRECISION,
						[CELL_RECALL] = PR_RECALL,
						[CELL_TP] = PR_TP,
						[CELL_FP] = PR_FP,
						[CELL_TN] = PR_TN,
						[CELL_FN] = PR_FN};
	size_t i = pr_nearest(c, m->pr.threshold);
	switch (cell) {
	case CELL_THRESHOLD:
		return pr_threshold(c, i);
	case CELL_F1:
		return pr_f1(c, i);
	case CELL_AP:
		return c->average;
	case CELL_PRECISION:
		return i < c->defined ? pr_at(c, PR_PRECISION, i) : NAN;
	default:
		return pr_at(c, rows[cell], i);
	}
}

/* Returns the number of a cell, or the difference to the marked curve that is in its place. */
static double cell_of(const struct model *m, const struct pr_curve *c,
		      const struct pr_curve *marked, enum number cell)
{
	if (!marked || !is_count(cell))
		return number_of(m, c, cell);
	return c == marked ? NAN
			   : number_of(m, c, compared[cell]) - number_of(m, marked, compared[cell]);
}

static void put_difference(char text[NUMBER_CELL], double difference)
{
	if (isnan(difference))
		snprintf(text, NUMBER_CELL, "-");
	else
		snprintf(text, NUMBER_CELL, "%+.4f", difference);
}

/* Writes the middle of the numbers of a group, and for ratios half of the band. */
static void put_middle(char text[NUMBER_CELL], const struct group_stats *s, enum number cell)
{
	char half[NUMBER_CELL], middle[NUMBER_CELL];
	if (is_count(cell) && s->n) {
		snprintf(text, NUMBER_CELL, "%.1f", s->mid);
		return;
	}
	put_ratio(text, s->mid);
	if (!s->n || cell == CELL_THRESHOLD)
		return;
	memcpy(middle, text, sizeof middle);
	put_ratio(half, s->hi / 2 - s->lo / 2);
	snprintf(text, NUMBER_CELL, "%.12s\u00b1%.12s", middle, half);
}

static void fill_row(struct number_row *row, const struct model *m, const struct pr_shown *shown,
		     const struct pr_members *members, const struct pr_curve *marked)
{
	int64_t step = INT64_MIN;
	double *values = need_resize(NULL, members->n + 1, sizeof *values);
	for (int i = 0; i < CELLS; i++)
		snprintf(row->cell[i], NUMBER_CELL, "-");
	for (size_t k = 0; k < members->n; k++) {
		const struct pr_shown *s = &shown[members->at[k]];
		if (s->found && s->at.at.step > step)
			step = s->at.at.step;
	}
	if (step > INT64_MIN)
		snprintf(row->cell[CELL_STEP], NUMBER_CELL, "%" PRId64, step);
	for (int i = CELL_THRESHOLD; i < CELLS; i++) {
		size_t n = 0;
		for (size_t k = 0; k < members->n; k++) {
			const struct pr_curve *c = pr_drawable(&shown[members->at[k]]);
			if (c)
				values[n++] = cell_of(m, c, marked, (enum number)i);
		}
		struct group_stats s = group_stats_of(values, n, &m->grouping);
		if (marked && is_count((enum number)i))
			put_difference(row->cell[i], s.mid);
		else if (members->n > 1)
			put_middle(row->cell[i], &s, (enum number)i);
		else if (is_count((enum number)i) && s.n)
			put_count(row->cell[i], s.mid);
		else
			put_ratio(row->cell[i], s.mid);
	}
	free(values);
}

/* The name of a row of the table: that of a run, or of a group. */
struct row_name {
	char text[300];
	const struct run *run; /* of a group: its first one */
	bool focused, marked;
};

struct table {
	struct number_row *numbers;
	struct row_name *names;
	size_t n;
};

static void fill_name(struct row_name *row, const struct model *m, const struct pr_shown *shown,
		      const struct pr_members *members)
{
	const struct run *run = m->runs[shown->run];
	row->focused = members->focused;
	row->marked = shown->marked;
	row->run = members->n > 1 ? m->runs[run->group] : run;
	if (shown->marked)
		snprintf(row->text, sizeof row->text, "%.250s at %" PRId64, run->name,
			 shown->at.at.step);
	else if (members->n > 1)
		snprintf(row->text, sizeof row->text, "%.270s x%zu", run->group_name, members->n);
	else
		snprintf(row->text, sizeof row->text, "%.299s", run->name);
}

/* Makes the rows of all shown runs. Pair with table_release. */
static struct table table_of(const struct model *m, const struct pr_shown *shown, size_t n)
{
	struct table t = {need_zeroed(n + 1, sizeof *t.numbers),
			  need_zeroed(n + 1, sizeof *t.names), 0};
	struct pr_members members;
	for (size_t i = 0; i < n; i++) {
		if (pr_members_of(m, shown, n, i, false, &members)) {
			fill_row(&t.numbers[t.n], m, shown, &members, pr_marked(shown, n));
			fill_name(&t.names[t.n++], m, &shown[i], &members);
		}
		pr_members_release(&members);
	}
	return t;
}

static void table_release(struct table *t)
{
	free(t->numbers);
	free(t->names);
}

static void draw_name(const struct model *m, struct grid *g, struct rect r,
		      const struct row_name *row)
{
	struct style style = {.fg = ROLE_RUN + row->run->colour,
			      .attr = row->focused ? ATTR_BOLD : 0};
	int letters = model_letters_width(m);
	if (row->marked)
		style = (struct style){.fg = ROLE_TITLE};
	grid_text(g, r.x + 1, r.y, letters, row->marked ? "m" : row->run->letter, style);
	grid_text_tail(g, r.x + 2 + letters, r.y, r.w - 2 - letters, row->text, style);
}

/* Draws the numbers of as many runs as fit, the focused one among them. */
static void draw_table(const struct frame *f, struct rect r, const struct pr_shown *shown, size_t n)
{
	struct number_column columns[CELLS] = {
		[CELL_STEP] = {"step", 7, 0},
		[CELL_THRESHOLD] = {"threshold", 6, 0},
		[CELL_PRECISION] = {"precision", 0, 0},
		[CELL_RECALL] = {"recall", 1, 0},
		[CELL_F1] = {"F1", 2, 0},
		[CELL_TP] = {"TP", 3, 0},
		[CELL_FP] = {"FP", 3, 0},
		[CELL_TN] = {"TN", 5, 0},
		[CELL_FN] = {"FN", 4, 0},
		[CELL_AP] = {"AP", 8, 0},
	};
	const struct model *m = f->model;
	struct table t = table_of(m, shown, n);
	if (pr_marked(shown, n)) {
		columns[CELL_TP] = (struct number_column){"d precision", 1, 0};
		columns[CELL_FP] = (struct number_column){"d recall", 2, 0};
		columns[CELL_TN] = (struct number_column){"d F1", 3, 0};
		columns[CELL_FN] = (struct number_column){"d AP", 4, 0};
	}
	size_t fit = (size_t)r.h - 1, first = 0;
	for (size_t i = fit; i < t.n; i++)
		if (t.names[i].focused)
			first = i - fit + 1;
	size_t rows = t.n - first < fit ? t.n - first : fit;
	const struct number_row *row = t.numbers + first;
	int name = 3;
	for (size_t i = 0; i < rows; i++) {
		int width = text_width(t.names[first + i].text) + 2 + model_letters_width(m);
		name = width > name ? width : name;
	}
	name = name < NAME_LEAST ? NAME_LEAST : name > NAME_MOST ? NAME_MOST : name;
	int sum = number_table_fit(columns, CELLS, row, rows, r.w - NAME_LEAST - 1);
	name = name < r.w - sum - 1 ? name : r.w - sum - 1;
	number_table_titles(f->grid, r.x + name, r.y, columns, CELLS);
	grid_text(f->grid, r.x + 3, r.y, name - 3, "run", (struct style){.fg = ROLE_FAINT});
	for (size_t i = 0; i < rows; i++) {
		int y = r.y + 1 + (int)i;
		draw_name(m, f->grid, (struct rect){r.x, y, name, 1}, &t.names[first + i]);
		number_table_row(f->grid, r.x + name, y, columns, CELLS, &row[i],
				 (struct style){0});
	}
	table_release(&t);
}

/* Draws the most important numbers of the focused run or of its group, or their differences to the
 * marked curve. */
static void draw_line(const struct frame *f, struct rect r, const struct pr_shown *shown, size_t n,
		      size_t followed)
{
	bool compare = pr_marked(shown, n);
	const struct {
		const char *name;
		enum number cell;
	} shortest[] = {{"P", compare ? CELL_TP : CELL_PRECISION},
			{"R", compare ? CELL_FP : CELL_RECALL},
			{"F1", compare ? CELL_TN : CELL_F1}};
	const struct model *m = f->model;
	struct table t = table_of(m, shown, n);
	for (size_t i = 0; i < t.n; i++) {
		const struct run *run = t.names[i].run;
		if (t.names[i].marked || run->group != m->runs[followed]->group)
			continue;
		int x = r.x + 1, end = r.x + r.w;
		struct style style = {.fg = ROLE_RUN + run->colour};
		x += grid_text(f->grid, x, r.y, end - x, run->letter, style);
		for (size_t k = 0; k < sizeof shortest / sizeof *shortest; k++) {
			char text[NUMBER_CELL + 8];
			snprintf(text, sizeof text, "  %s %s", shortest[k].name,
				 t.numbers[i].cell[shortest[k].cell]);
			if (text_width(text) <= end - x) /* a number is left out, not cut */
				x += grid_text(f->grid, x, r.y, end - x, text, style);
		}
		break;
	}
	table_release(&t);
}

/* --- one tag ---------------------------------------------------------------------------------- */

/* The areas of a tag in full size. Hidden parts have no area. */
struct parts {
	struct rect chart, table, steps;
	struct rect line; /* in place of a table */
};

/* Returns the number of rows of the table: groups, and runs without one. */
static size_t curve_count(const struct model *m, const struct pr_shown *shown, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		struct pr_members members;
		count += pr_members_of(m, shown, n, i, false, &members);
		pr_members_release(&members);
	}
	return count;
}

static struct parts parts_of(struct rect a, size_t runs)
{
	struct parts p = {.chart = a};
	if (a.h >= 26) {
		int h = a.h / 4;
		p.chart.h -= h;
		p.steps = (struct rect){a.x, a.y + p.chart.h, a.w, h};
	}
	int rows = runs + 1 < (size_t)a.h / 3 ? (int)runs + 1 : a.h / 3;
	if (a.h >= 7 && rows > 1) {
		p.chart.h -= rows;
		p.table = (struct rect){a.x, a.y + p.chart.h, a.w, rows};
	} else if (a.h >= 5) {
		p.chart.h--;
		p.line = (struct rect){a.x, a.y + p.chart.h, a.w, 1};
	}
	return p;
}

static void draw_one(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	const struct tag *tag = model_focus(m);
	const struct curve *followed = tag_followed(m, tag);
	size_t n;
	struct pr_shown *shown = pr_shown_load(f, tag, &n);
	struct parts p = parts_of(area, curve_count(m, shown, n));
	out->plot_columns = pr_chart_draw(f, p.chart, tag, m->pane == PANE_MAIN, shown, n, true);
	for (size_t i = 0; followed && i < n; i++) {
		const struct pr_curve *c = pr_drawable(&shown[i]);
		if (!c || shown[i].marked || shown[i].run != followed->run)
			continue;
		out->thresholds = c->n;
		out->best_threshold = pr_threshold(c, c->best);
		if (p.line.h)
			draw_line(f, p.line, shown, n, followed->run);
	}
	if (p.table.h > 1)
		draw_table(f, p.table, shown, n);
	if (p.steps.h > 3)
		pr_steps_draw(f, p.steps, shown, n && shown[n - 1].marked ? n - 1 : n);
	free(shown);
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[TAG_PR_CURVES].n_rows)
		nothing_draw(m, f->grid, area, "PR curves");
	else if (m->focused && model_focus(m))
		draw_one(f, area, out);
	else
		pages_draw(f, area, out->focus_row, draw_chart);
}

static void settings(const struct model *m, struct pieces *p)
{
	char text[64];
	entry_settings(m, p);
	if (m->difference)
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, "difference");
	if (!m->focused)
		return;
	snprintf(text, sizeof text, "threshold %.4g", m->pr.threshold);
	pieces_add(p, (struct style){.fg = ROLE_ACCENT}, text);
}

const struct view_entry pr_view = {pages_measure, draw, settings};
