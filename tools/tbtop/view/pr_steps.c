/* view: the average precision of precision-recall curves over steps. */
#include "tbtop/view/pr_steps.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/line_groups.h"
#include "tbtop/view/title.h"

enum { LABEL_W = 7 };

/* The values of one run that are drawn. */
struct averages {
	const struct pr_average **value; /* in the order of the series; those that were read */
	size_t n, missing;               /* how many; how many are being read */
	uint64_t stride;                 /* every so many steps are drawn */
};

static void add(struct averages *a, const struct frame *f, const tfe_view *view, uint64_t entry)
{
	const struct pr_average *value = pr_average_find(f->caches, view, entry);
	if (value)
		a->value[a->n++] = value;
	else
		a->missing++;
}

/* Chooses entries with a stride that is a power of two, so that the choice is stable while the
 * series grows, and the last entry. Release `value` with free. */
static struct averages load(const struct frame *f, const tfe_view *view, int most)
{
	struct averages a = {.stride = 1};
	while (view->count / a.stride > (uint64_t)most)
		a.stride *= 2;
	a.value = need_zeroed((size_t)(view->count / a.stride) + 2, sizeof *a.value);
	for (uint64_t i = 0; i + 1 < view->count; i += a.stride)
		add(&a, f, view, i);
	if (view->count)
		add(&a, f, view, view->count - 1);
	return a;
}

/* --- axes ------------------------------------------------------------------------------------- */

/* Widens the x axis to the steps of a run, and collects its values. Returns how many. */
static size_t collect(const struct averages *a, struct extent *x, double *values)
{
	size_t n = 0;
	for (size_t i = 0; i < a->n; i++) {
		double step = (double)a->value[i]->at.step;
		extent_join(x, &(struct extent){true, step, step});
		values[n++] = a->value[i]->average;
	}
	return n;
}

static void fit(const struct averages *runs, size_t n, struct axis *x, struct axis *y)
{
	struct extent steps = {0};
	size_t all = 0, k = 0;
	for (size_t i = 0; i < n; i++)
		all += runs[i].n;
	double *values = need_zeroed(all + 1, sizeof *values);
	for (size_t i = 0; i < n; i++)
		k += collect(&runs[i], &steps, values + k);
	axis_fit(values, k, false, false, y);
	y->lo = fmax(y->lo, 0); /* a part of 1, whatever the margin of the axis */
	y->hi = fmin(y->hi, 1);
	if (!(y->hi > y->lo))
		*y = (struct axis){SCALE_NUMBER, 0, 1};
	free(values);
	*x = steps.is && steps.x1 > steps.x0 ? (struct axis){SCALE_STEP, steps.x0, steps.x1}
					     : axis_around(SCALE_STEP, steps.x0);
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void draw_run(struct canvas *canvas, const struct averages *a, const struct axis *x,
		     const struct axis *y, struct ink ink)
{
	int last_x = 0, last_y = 0;
	bool joined = false;
	canvas->along = 0;
	for (size_t i = 0; i < a->n; i++) {
		double value = a->value[i]->average;
		double place = axis_place(x, (double)a->value[i]->at.step);
		int column = (int)round(place * (canvas->w * DOTS_X - 1));
		int row = isnan(value) ? 0 : axis_dot(y, value, canvas->h * DOTS_Y);
		if (!isnan(value))
			canvas_line(canvas, joined ? last_x : column, joined ? last_y : row, column,
				    row, ink);
		joined = !isnan(value);
		last_x = column;
		last_y = row;
	}
}

/* Draws the values of the runs of a group as one line. */
static void draw_group(struct canvas *canvas, const struct model *m, const struct averages *runs,
		       const struct pr_members *members, const struct axis *x, const struct axis *y,
		       struct ink ink)
{
	size_t columns = (size_t)canvas->w * DOTS_X, most = 0;
	for (size_t k = 0; k < members->n; k++)
		most = runs[members->at[k]].n > most ? runs[members->at[k]].n : most;
	double *values = need_resize(NULL, members->n * columns + 1, sizeof *values);
	struct line_point *points = need_resize(NULL, most + 1, sizeof *points);
	for (size_t k = 0; k < members->n; k++) {
		const struct averages *a = &runs[members->at[k]];
		for (size_t i = 0; i < a->n; i++)
			points[i] = (struct line_point){axis_place(x, (double)a->value[i]->at.step),
							a->value[i]->average};
		line_values(points, a->n, columns, values + k * columns);
	}
	struct ink band = {.fg = ink.fg - ROLE_RUN + ROLE_RUN_DIM, .back = true, .id = ink.id};
	line_group_draw(canvas, values, members->n, &m->grouping, y, ink, band);
	free(points);
	free(values);
}

/* Returns the value that is nearest to the top, or NULL. */
static const struct pr_average *best_of(const struct averages *a)
{
	const struct pr_average *best = NULL;
	for (size_t i = 0; i < a->n; i++)
		if (!isnan(a->value[i]->average) && (!best || a->value[i]->average > best->average))
			best = a->value[i];
	return best;
}

/* Names the best step of the focused run, or of the first one. */
static void draw_title(const struct model *m, struct grid *g, struct rect r,
		       const struct pr_shown *shown, const struct averages *runs, size_t n)
{
	struct title t;
	size_t at = 0;
	for (size_t i = 0; i < n; i++)
		at = shown[i].run == m->run_focus ? i : at;
	const struct pr_average *best = n ? best_of(&runs[at]) : NULL;
	title_init(&t, "average precision over steps", false);
	if (best && !m->grouping.on)
		title_note(&t, (struct style){.fg = ROLE_RUN + m->runs[shown[at].run]->colour},
			   "%s best %.4f at %" PRId64, m->runs[shown[at].run]->letter,
			   best->average, best->at.step);
	if (best && runs[at].stride > 1)
		title_note(&t, (struct style){.fg = ROLE_FAINT}, "1 of %" PRIu64 " steps",
			   runs[at].stride);
	for (size_t i = 0; i < n; i++)
		if (runs[i].missing) {
			title_note(&t, (struct style){.fg = ROLE_FAINT}, "reading");
			break;
		}
	title_draw(&t, g, r);
}

static void draw_plot(const struct frame *f, struct rect plot, struct rect r,
		      const struct pr_shown *shown, const struct averages *runs, size_t n)
{
	const struct model *m = f->model;
	struct axis x, y;
	struct ticks ticks;
	struct canvas canvas;
	fit(runs, n, &x, &y);
	axis_ticks(&y, 3, &ticks);
	axis_draw_y(f->grid, plot, r.x, &y, &ticks);
	axis_draw_x(f->grid, plot, r, &x, false);
	canvas_init(&canvas, plot.w, plot.h);
	struct pr_members members;
	for (int top = 0; top < 2; top++) /* the focused run is drawn last */
		for (size_t i = n; i-- > 0;) {
			struct ink ink = pr_ink(m, f->grid, shown[i].run);
			if (pr_members_of(m, shown, n, i, false, &members) &&
			    members.focused == top) {
				if (members.n > 1)
					draw_group(&canvas, m, runs, &members, &x, &y, ink);
				else
					draw_run(&canvas, &runs[i], &x, &y, ink);
			}
			pr_members_release(&members);
		}
	canvas_draw(&canvas, f->grid, plot.x, plot.y);
	canvas_release(&canvas);
	if (m->chosen.on) {
		double step = (double)m->chosen.step;
		int column = axis_column(&x, step, plot.w);
		if (column >= 0)
			axis_mark_x(f->grid, plot, r, &x, step, column);
	}
}

void pr_steps_draw(const struct frame *f, struct rect r, const struct pr_shown *shown, size_t n)
{
	int margin = pr_chart_margin(f->model, r.w);
	struct rect plot = {r.x + LABEL_W + 1, r.y + 1, r.w - LABEL_W - 2 - margin,
			    r.h - 1 - axis_rows(r.h)};
	if (plot.w < 4 || plot.h < 1)
		return;
	struct averages *runs = need_zeroed(n + 1, sizeof *runs);
	for (size_t i = 0; i < n; i++)
		runs[i] = load(f, &shown[i].view, plot.w * DOTS_X);
	draw_title(f->model, f->grid, r, shown, runs, n);
	draw_plot(f, plot, r, shown, runs, n);
	for (size_t i = 0; i < n; i++)
		free(runs[i].value);
	free(runs);
}
