/* view: the precision-recall, ROC or F1 curves of the runs of one tag. */
#include "tbtop/view/pr_chart.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/line_groups.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/title.h"

enum { LABEL_W = 5, MARGIN_W = 14, MARGIN_NARROW = 9, MARGIN_GROUP = 25 };

static void add_marked(const struct frame *f, const struct tag *tag, struct pr_shown *shown,
		       size_t *n)
{
	struct pr_shown *s = &shown[*n];
	const struct curve *curve;
	if (!f->model->difference || !marked_entry(f->model, tag, &curve, &s->at))
		return;
	*s = (struct pr_shown){.run = curve->run,
			       .view = tfe_series_view(curve->series),
			       .found = true,
			       .at = s->at,
			       .marked = true};
	s->curve = pr_curve_find(f->caches, &s->view, s->at.entry);
	++*n;
}

struct pr_shown *pr_shown_load(const struct frame *f, const struct tag *tag, size_t *n)
{
	const struct model *m = f->model;
	struct pr_shown *shown = need_zeroed(tag->n_curves + 2, sizeof *shown);
	*n = 0;
	for (size_t i = 0; i < m->n_run_rows; i++) {
		size_t run = m->run_rows[i];
		const struct curve *curve = run_drawn(m->runs[run]) ? tag_curve(tag, run) : NULL;
		if (!curve)
			continue;
		struct pr_shown *s = &shown[(*n)++];
		s->run = run;
		s->view = tfe_series_view(curve->series);
		s->found = linked_entry(m, &s->view, &s->at);
		if (s->found)
			s->curve = pr_curve_find(f->caches, &s->view, s->at.entry);
	}
	add_marked(f, tag, shown, n);
	return shown;
}

const struct pr_curve *pr_marked(const struct pr_shown *shown, size_t n)
{
	return n && shown[n - 1].marked ? pr_drawable(&shown[n - 1]) : NULL;
}

static bool is_member(const struct model *m, const struct pr_shown *s, size_t group,
		      bool with_curve)
{
	return m->runs[s->run]->group == group && !s->marked && (!with_curve || pr_drawable(s));
}

/* Gets the marked curve alone. */
static bool marked_alone(const struct pr_shown *shown, size_t i, bool with_curve,
			 struct pr_members *members)
{
	if (with_curve && !pr_drawable(&shown[i]))
		return false;
	members->at = need_resize(NULL, 1, sizeof *members->at);
	members->at[members->n++] = i;
	return true;
}

bool pr_members_of(const struct model *m, const struct pr_shown *shown, size_t n, size_t i,
		   bool with_curve, struct pr_members *members)
{
	*members = (struct pr_members){0};
	if (shown[i].marked)
		return marked_alone(shown, i, with_curve, members);
	size_t group = m->runs[shown[i].run]->group, end = m->grouping.on ? n : i + 1;
	if (!is_member(m, &shown[i], group, with_curve))
		return false;
	for (size_t k = 0; m->grouping.on && k < i; k++)
		if (is_member(m, &shown[k], group, with_curve))
			return false;
	members->at = need_resize(NULL, end - i, sizeof *members->at);
	for (size_t k = i; k < end; k++)
		if (is_member(m, &shown[k], group, with_curve)) {
			members->at[members->n++] = k;
			members->focused |= shown[k].run == m->run_focus;
		}
	return true;
}

void pr_members_release(struct pr_members *members)
{
	free(members->at);
}

/* --- curves ----------------------------------------------------------------------------------- */

static struct line_point place_of(enum pr_type type, const struct pr_curve *c, size_t i)
{
	switch (type) {
	case PR_TYPE_ROC:
		return (struct line_point){pr_false_rate(c, i), pr_at(c, PR_RECALL, i)};
	case PR_TYPE_F1:
		return (struct line_point){pr_threshold(c, i), pr_f1(c, i)};
	default:
		return (struct line_point){pr_at(c, PR_RECALL, i), pr_at(c, PR_PRECISION, i)};
	}
}

static int to_dot(double share, int dots)
{
	return (int)round(fmin(fmax(share, 0), 1) * (dots - 1));
}

static void draw_curve(struct canvas *canvas, enum pr_type type, const struct pr_curve *c,
		       struct ink ink)
{
	/* The precision of the other thresholds is undefined. */
	size_t n = type == PR_TYPE_CURVE ? c->defined : c->n;
	int w = canvas->w * DOTS_X, h = canvas->h * DOTS_Y, last_x = 0, last_y = 0;
	bool joined = false;
	canvas->along = 0;
	for (size_t i = 0; i < n; i++) {
		struct line_point p = place_of(type, c, i);
		if (!isfinite(p.x) || !isfinite(p.y)) {
			joined = false;
			continue;
		}
		int x = to_dot(p.x, w), y = h - 1 - to_dot(p.y, h);
		canvas_line(canvas, joined ? last_x : x, joined ? last_y : y, x, y, ink);
		last_x = x;
		last_y = y;
		joined = true;
	}
}

struct ink pr_ink(const struct model *m, const struct grid *g, size_t run)
{
	const struct run *r = m->runs[run];
	bool mono = g->colours == COLOURS_MONO;
	bool base = m->baseline < m->n_runs && m->runs[m->baseline]->group == r->group;
	return (struct ink){.fg = ROLE_RUN + r->colour,
			    .top = run == m->run_focus,
			    .dash = base ? DASH_BASELINE
					 : canvas_dash(mono ? (unsigned)r->rank : r->dash),
			    .id = (uint32_t)run + 1};
}

static colour shown_colour(const struct model *m, const struct pr_shown *s)
{
	return s->marked ? (colour)ROLE_TITLE : (colour)(ROLE_RUN + m->runs[s->run]->colour);
}

static struct ink ink_of(const struct model *m, const struct grid *g, const struct pr_shown *s)
{
	const struct ink marked = {.fg = ROLE_TITLE, .dash = canvas_dash(1), .id = UINT32_MAX};
	return s->marked ? marked : pr_ink(m, g, s->run);
}

/* Draws the curves of a group as one. */
static void draw_group(struct canvas *canvas, const struct model *m, const struct grid *g,
		       const struct pr_shown *shown, const struct pr_members *members)
{
	const struct axis y = {SCALE_NUMBER, 0, 1};
	size_t columns = (size_t)canvas->w * DOTS_X, most = 0;
	for (size_t k = 0; k < members->n; k++)
		most = shown[members->at[k]].curve->n > most ? shown[members->at[k]].curve->n
							     : most;
	double *values = need_resize(NULL, members->n * columns + 1, sizeof *values);
	struct line_point *points = need_resize(NULL, most + 1, sizeof *points);
	for (size_t k = 0; k < members->n; k++) {
		const struct pr_curve *c = shown[members->at[k]].curve;
		size_t n = m->pr.type == PR_TYPE_CURVE ? c->defined : c->n;
		for (size_t i = 0; i < n; i++)
			points[i] = place_of(m->pr.type, c, i);
		line_values(points, n, columns, values + k * columns);
	}
	struct ink ink = pr_ink(m, g, shown[members->at[0]].run);
	struct ink band = {.fg = ink.fg - ROLE_RUN + ROLE_RUN_DIM, .back = true, .id = ink.id};
	ink.top = members->focused;
	line_group_draw(canvas, values, members->n, &m->grouping, &y, ink, band);
	free(points);
	free(values);
}

static void draw_curves(const struct frame *f, struct rect plot, const struct pr_shown *shown,
			size_t n)
{
	const struct model *m = f->model;
	struct canvas canvas;
	canvas_init(&canvas, plot.w, plot.h);
	if (m->pr.type == PR_TYPE_ROC) /* the curve of a guess */
		canvas_line(&canvas, 0, plot.h * DOTS_Y - 1, plot.w * DOTS_X - 1, 0,
			    (struct ink){.fg = ROLE_FRAME, .back = true});
	struct pr_members members;
	for (int top = 0; top < 2; top++) /* the focused run is drawn last */
		for (size_t i = n; i-- > 0;) {
			if (pr_members_of(m, shown, n, i, true, &members) &&
			    members.focused == top) {
				if (members.n > 1)
					draw_group(&canvas, m, f->grid, shown, &members);
				else
					draw_curve(&canvas, m->pr.type, shown[i].curve,
						   ink_of(m, f->grid, &shown[i]));
			}
			pr_members_release(&members);
		}
	canvas_draw(&canvas, f->grid, plot.x, plot.y);
	canvas_release(&canvas);
}

/* --- the threshold ---------------------------------------------------------------------------- */

/* Returns the point of a run at the threshold, or the middle of those of a group; NaN without
 * one. */
static struct line_point point_of(const struct model *m, const struct pr_shown *shown,
				  const struct pr_members *members)
{
	double *x = need_resize(NULL, 2 * members->n + 1, sizeof *x), *y = x + members->n;
	for (size_t k = 0; k < members->n; k++) {
		const struct pr_curve *c = shown[members->at[k]].curve;
		struct line_point p = place_of(m->pr.type, c, pr_nearest(c, m->pr.threshold));
		x[k] = p.x;
		y[k] = p.y;
	}
	struct line_point middle = {group_stats_of(x, members->n, &m->grouping).mid,
				    group_stats_of(y, members->n, &m->grouping).mid};
	free(x);
	return middle;
}

/* Marks the point of each run at the threshold. */
static void draw_points(const struct frame *f, struct rect plot, const struct pr_shown *shown,
			size_t n)
{
	const struct model *m = f->model;
	struct pr_members members;
	for (size_t i = n; i-- > 0;) {
		pr_members_of(m, shown, n, i, true, &members);
		struct line_point p = point_of(m, shown, &members);
		pr_members_release(&members);
		if (!isfinite(p.x) || !isfinite(p.y))
			continue;
		int x = to_dot(p.x, plot.w * DOTS_X) / DOTS_X;
		int y = plot.h - 1 - to_dot(p.y, plot.h * DOTS_Y) / DOTS_Y;
		grid_char(f->grid, plot.x + x, plot.y + y, shown[i].marked ? 0x25cb : 0x25cf,
			  (struct style){.fg = shown_colour(m, &shown[i]), .attr = ATTR_BOLD});
	}
}

/* Marks the x of the point of the followed run, or of its group, below the plot. */
static void mark_x(const struct frame *f, struct rect plot, const struct tag *tag,
		   const struct pr_shown *shown, size_t n)
{
	const struct model *m = f->model;
	const struct curve *followed = tag_followed(m, tag);
	struct pr_members members;
	for (size_t i = 0; followed && i < n; i++) {
		pr_members_of(m, shown, n, i, true, &members);
		bool here = !shown[i].marked &&
			    m->runs[shown[i].run]->group == m->runs[followed->run]->group;
		struct line_point p = point_of(m, shown, &members);
		pr_members_release(&members);
		if (here && isfinite(p.x))
			grid_char(f->grid, plot.x + to_dot(p.x, plot.w * DOTS_X) / DOTS_X,
				  plot.y + plot.h, 0x25b2,
				  (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
	}
}

/* Makes each column of the plot a place of the mouse: that of the threshold whose point of the
 * followed run is nearest to it. */
static void target_thresholds(const struct frame *f, struct rect plot, const struct tag *tag,
			      const struct pr_shown *shown, size_t n)
{
	const struct curve *followed = tag_followed(f->model, tag);
	const struct pr_curve *c = NULL;
	for (size_t i = 0; followed && i < n && !c; i++)
		if (!shown[i].marked && shown[i].run == followed->run)
			c = pr_drawable(&shown[i]);
	for (int column = 0; c && column < plot.w; column++) {
		double at = (column + 0.5) / plot.w, least = INFINITY, threshold = 0;
		for (size_t i = 0; i < c->n; i++) {
			double far = fabs(place_of(f->model->pr.type, c, i).x - at);
			if (far < least) {
				least = far;
				threshold = pr_threshold(c, i);
			}
		}
		grid_target(f->grid, (struct rect){plot.x + column, plot.y, 1, plot.h},
			    (struct target){.kind = TARGET_THRESHOLD, .x0 = threshold});
	}
}

/* --- labels ----------------------------------------------------------------------------------- */

int pr_chart_margin(const struct model *m, int w)
{
	if (m->grouping.on && w >= 80)
		return MARGIN_GROUP;
	return w >= 60 ? MARGIN_W : w >= 36 ? MARGIN_NARROW : 0;
}

/* The value by which the curves of a type are compared. */
static double quality(enum pr_type type, const struct pr_curve *c)
{
	return type == PR_TYPE_CURVE ? c->average
	       : type == PR_TYPE_ROC ? c->roc_area
				     : pr_f1(c, c->best);
}

/* What is written about the curve of a run or of a group. */
struct label {
	const char *letter; /* of a group: that of its first run; "m" of the marked curve */
	colour colour;
	size_t n; /* number of runs */
	bool focused;
	double middle, half;
};

/* Returns false for a run that has no curve, or whose group has a label already. */
static bool label_of(const struct model *m, const struct pr_shown *shown, size_t n, size_t i,
		     struct label *label)
{
	struct pr_members members;
	bool is = pr_members_of(m, shown, n, i, true, &members);
	double *values = need_resize(NULL, members.n + 1, sizeof *values);
	for (size_t k = 0; k < members.n; k++)
		values[k] = quality(m->pr.type, shown[members.at[k]].curve);
	struct group_stats s = group_stats_of(values, members.n, &m->grouping);
	const struct run *run = m->runs[shown[i].run];
	if (members.n > 1)
		run = m->runs[run->group];
	*label = (struct label){shown[i].marked ? "m" : run->letter,
				shown_colour(m, &shown[i]),
				members.n,
				members.focused,
				s.mid,
				s.hi / 2 - s.lo / 2};
	free(values);
	pr_members_release(&members);
	return is;
}

static int by_quality(const void *a, const void *b)
{
	double x = ((const struct label *)a)->middle, y = ((const struct label *)b)->middle;
	return isnan(x) || isnan(y) ? isnan(x) - isnan(y) : (x < y) - (x > y);
}

/* Draws the quality of each run right of the plot, the best first. */
static void draw_labels(const struct frame *f, struct rect r, const struct pr_shown *shown,
			size_t n)
{
	static const char *const names[PR_TYPES] = {"AP ", "AUC ", "F1 "};
	const struct model *m = f->model;
	struct label *order = need_zeroed(n + 1, sizeof *order);
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		found += label_of(m, shown, n, i, &order[found]);
	qsort(order, found, sizeof *order, by_quality);
	int rows = found > (size_t)r.h ? r.h - 1 : (int)found;
	for (int i = 0; i < rows; i++) {
		const struct label *l = &order[i];
		char half[32] = "";
		if (l->n > 1 && r.w > MARGIN_W)
			snprintf(half, sizeof half, "\u00b1%.4f x%zu", l->half, l->n);
		grid_printf(f->grid, r.x, r.y + i, r.w,
			    (struct style){.fg = l->colour, .attr = l->focused ? ATTR_BOLD : 0},
			    "%s %s%.4f%s", l->letter, r.w > MARGIN_NARROW ? names[m->pr.type] : "",
			    l->middle, half);
	}
	if (found > (size_t)rows)
		grid_printf(f->grid, r.x, r.y + rows, r.w, (struct style){.fg = ROLE_FAINT}, "+%zu",
			    found - (size_t)rows);
	free(order);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void draw_title(const struct frame *f, struct rect r, const struct tag *tag, bool active,
		       const struct pr_shown *shown, size_t n)
{
	static const char *const names[PR_TYPES] = {
		"precision over recall", "true over false positive rate", "F1 over threshold"};
	const struct model *m = f->model;
	const struct curve *followed = tag_followed(m, tag);
	struct title t;
	title_init(&t, tag->name, active);
	for (size_t i = 0; i < n; i++) {
		char step[LINKED_TEXT];
		if (!followed || shown[i].marked || shown[i].run != followed->run ||
		    !shown[i].found)
			continue;
		linked_step_text(m, &shown[i].at, step);
		title_note(&t,
			   (struct style){.fg = shown[i].at.is_asked ? ROLE_FAINT : ROLE_WARNING},
			   "%s", step);
		if (pr_drawable(&shown[i]) && shown[i].curve->uneven)
			title_note(&t, (struct style){.fg = ROLE_ERROR}, "counts do not add up");
	}
	title_note(&t, (struct style){.fg = ROLE_FAINT}, "%s", names[m->pr.type]);
	if (m->difference && !(n && shown[n - 1].marked))
		title_note(&t, (struct style){.fg = ROLE_WARNING}, "the marked run has no curve");
	title_draw(&t, f->grid, r);
}

/* Draws why there is no curve. Returns false if there is one. */
static bool draw_absence(const struct frame *f, struct rect r, const struct pr_shown *shown,
			 size_t n)
{
	const char *error = NULL;
	bool reading = false, dropped = false;
	for (size_t i = 0; i < n; i++) {
		if (pr_drawable(&shown[i]))
			return false;
		dropped |= !shown[i].found;
		reading |= shown[i].found && !shown[i].curve;
		if (shown[i].curve)
			error = shown[i].curve->error;
	}
	if (reading)
		notice_draw(f->grid, r, ROLE_FAINT, "reading");
	else if (error)
		notice_draw(f->grid, r, ROLE_ERROR, error);
	else
		notice_draw(f->grid, r, ROLE_FAINT,
			    dropped ? "--memory left no room for this step" : "no run drawn");
	return true;
}

int pr_chart_draw(const struct frame *f, struct rect r, const struct tag *tag, bool active,
		  const struct pr_shown *shown, size_t n, bool cursor)
{
	const struct axis axis = {SCALE_NUMBER, 0, 1};
	struct ticks ticks;
	int margin = pr_chart_margin(f->model, r.w);
	struct rect plot = {r.x + LABEL_W + 1, r.y + 1, r.w - LABEL_W - 2 - margin,
			    r.h - 1 - axis_rows(r.h)};
	draw_title(f, r, tag, active, shown, n);
	if (draw_absence(f, (struct rect){r.x, r.y + 1, r.w, r.h - 1}, shown, n) || plot.w < 4 ||
	    plot.h < 1)
		return 0;
	axis_ticks(&axis, plot.h >= 8 ? 5 : 3, &ticks);
	axis_draw_y(f->grid, plot, r.x, &axis, &ticks);
	axis_draw_x(f->grid, plot, r, &axis, false);
	draw_curves(f, plot, shown, n);
	if (margin)
		draw_labels(f, (struct rect){plot.x + plot.w + 1, plot.y, margin - 1, plot.h},
			    shown, n);
	if (cursor) {
		draw_points(f, plot, shown, n);
		if (axis_rows(r.h) > 1)
			mark_x(f, plot, tag, shown, n);
		target_thresholds(f, plot, tag, shown, n);
	}
	return plot.w;
}
