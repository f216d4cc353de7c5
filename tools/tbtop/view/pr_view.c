/* view: precision-recall curves: pages of them, or one tag in full size with the counts at the
 * chosen threshold and the average precision over steps. */
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "common/number.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/view/entry_title.h"
#include "tbtop/view/frame.h"
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

static void fill_row(struct number_row *row, const struct model *m, const struct pr_shown *s)
{
	const struct pr_curve *c = pr_drawable(s);
	for (int i = 0; i < CELLS; i++)
		snprintf(row->cell[i], NUMBER_CELL, "-");
	if (s->found)
		snprintf(row->cell[CELL_STEP], NUMBER_CELL, "%" PRId64, s->at.at.step);
	if (!c)
		return;
	size_t i = pr_nearest(c, m->pr.threshold);
	put_ratio(row->cell[CELL_THRESHOLD], pr_threshold(c, i));
	if (i < c->defined)
		put_ratio(row->cell[CELL_PRECISION], pr_at(c, PR_PRECISION, i));
	put_ratio(row->cell[CELL_RECALL], pr_at(c, PR_RECALL, i));
	put_ratio(row->cell[CELL_F1], pr_f1(c, i));
	put_count(row->cell[CELL_TP], pr_at(c, PR_TP, i));
	put_count(row->cell[CELL_FP], pr_at(c, PR_FP, i));
	put_count(row->cell[CELL_TN], pr_at(c, PR_TN, i));
	put_count(row->cell[CELL_FN], pr_at(c, PR_FN, i));
	put_ratio(row->cell[CELL_AP], c->average);
}

static void draw_name(const struct model *m, struct grid *g, struct rect r,
		      const struct pr_shown *s)
{
	const struct run *run = m->runs[s->run];
	struct style style = {.fg = ROLE_RUN + run->colour,
			      .attr = s->run == m->run_focus ? ATTR_BOLD : 0};
	int letters = model_letters_width(m);
	grid_text(g, r.x + 1, r.y, letters, run->letter, style);
	grid_text_tail(g, r.x + 2 + letters, r.y, r.w - 2 - letters, run_title(run), style);
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
	size_t fit = (size_t)r.h - 1, first = 0;
	for (size_t i = 0; i < n; i++)
		if (shown[i].run == m->run_focus && i >= fit)
			first = i - fit + 1;
	size_t rows = n - first < fit ? n - first : fit;
	struct number_row *row = need_zeroed(rows + 1, sizeof *row);
	int name = 3;
	for (size_t i = 0; i < rows; i++) {
		fill_row(&row[i], m, &shown[first + i]);
		int width = text_width(m->runs[shown[first + i].run]->name) + 2 +
			    model_letters_width(m);
		name = width > name ? width : name;
	}
	name = name < NAME_LEAST ? NAME_LEAST : name > NAME_MOST ? NAME_MOST : name;
	int sum = number_table_fit(columns, CELLS, row, rows, r.w - NAME_LEAST - 1);
	name = name < r.w - sum - 1 ? name : r.w - sum - 1;
	number_table_titles(f->grid, r.x + name, r.y, columns, CELLS);
	grid_text(f->grid, r.x + 3, r.y, name - 3, "run", (struct style){.fg = ROLE_FAINT});
	for (size_t i = 0; i < rows; i++) {
		int y = r.y + 1 + (int)i;
		draw_name(m, f->grid, (struct rect){r.x, y, name, 1}, &shown[first + i]);
		number_table_row(f->grid, r.x + name, y, columns, CELLS, &row[i],
				 (struct style){0});
	}
	free(row);
}

/* Draws the most important numbers of one run. */
static void draw_line(const struct frame *f, struct rect r, const struct pr_shown *s)
{
	struct number_row row;
	const struct run *run = f->model->runs[s->run];
	fill_row(&row, f->model, s);
	grid_printf(f->grid, r.x + 1, r.y, r.w - 1, (struct style){.fg = ROLE_RUN + run->colour},
		    "%s  P %s  R %s  F1 %s", run->letter, row.cell[CELL_PRECISION],
		    row.cell[CELL_RECALL], row.cell[CELL_F1]);
}

/* --- one tag ---------------------------------------------------------------------------------- */

/* The areas of a tag in full size. Hidden parts have no area. */
struct parts {
	struct rect chart, table, steps;
	struct rect line; /* in place of a table */
};

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
	struct parts p = parts_of(area, n);
	out->plot_columns = pr_chart_draw(f, p.chart, tag, m->pane == PANE_MAIN, shown, n, true);
	for (size_t i = 0; followed && i < n; i++) {
		const struct pr_curve *c = pr_drawable(&shown[i]);
		if (!c || shown[i].run != followed->run)
			continue;
		out->thresholds = c->n;
		out->best_threshold = pr_threshold(c, c->best);
		if (p.line.h)
			draw_line(f, p.line, &shown[i]);
	}
	if (p.table.h > 1)
		draw_table(f, p.table, shown, n);
	if (p.steps.h > 3)
		pr_steps_draw(f, p.steps, shown, n);
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
	if (!m->focused)
		return;
	snprintf(text, sizeof text, "threshold %.4g", m->pr.threshold);
	pieces_add(p, (struct style){.fg = ROLE_ACCENT}, text);
}

const struct view_entry pr_view = {pages_measure, draw, settings};
