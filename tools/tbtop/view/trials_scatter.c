/* view: trials as points: the focused hyperparameter, and the metric that rows are compared by. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tbtop/view/axes.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/title.h"
#include "tbtop/view/trial_axis.h"
#include "tbtop/view/trials_view.h"

enum { LABEL_W = 10 };

/* Adds a margin to an axis of numbers, so that no point is on its ends. */
static void widen(struct trial_axis *a)
{
	struct axis *s = &a->scale;
	if (!a->numbers)
		return;
	if (!a->differs) {
		*s = axis_around(SCALE_NUMBER, s->lo);
		s->lo = fmin(s->lo, a->category[0].number - fabs(a->category[0].number) / 10);
		s->hi = fmax(s->hi, a->category[0].number + fabs(a->category[0].number) / 10);
	} else if (s->kind == SCALE_LOG) {
		double by = pow(s->hi / s->lo, 0.05);
		*s = (struct axis){SCALE_LOG, s->lo / by, s->hi * by};
	} else {
		double by = s->hi / 20 - s->lo / 20;
		*s = (struct axis){SCALE_NUMBER, s->lo - by, s->hi + by};
	}
}

/* Returns the place of a value in a plot, from 0 to 1; categories are in the middle of equal
 * parts. */
static double place_of(const struct trial_axis *a, const struct trial_value *v)
{
	double place = trial_axis_place(a, v);
	if (a->numbers)
		return v->type == TRIAL_NUMBER ? axis_place(&a->scale, v->number) : NAN;
	return a->n > 1 ? (place * (double)(a->n - 1) + 0.5) / (double)a->n : place;
}

/* Draws the axis of categories below the plot. */
static void draw_categories(struct grid *g, struct rect plot, const struct trial_axis *a)
{
	int width = plot.w / (int)(a->n < 1000 ? a->n : 1000);
	grid_char(g, plot.x - 1, plot.y + plot.h, 0x2514, (struct style){.fg = ROLE_FRAME});
	grid_fill(g, (struct rect){plot.x, plot.y + plot.h, plot.w, 1}, 0x2500,
		  (struct style){.fg = ROLE_FRAME});
	for (size_t i = 0; i < a->n && width > 2; i++) {
		char text[TRIAL_TEXT_BYTES];
		trial_text(&a->category[i], false, text);
		int w = text_width(text) < width - 1 ? text_width(text) : width - 1;
		grid_text_tail(g, plot.x + width * (int)i + (width - w) / 2, plot.y + plot.h + 1, w,
			       text, (struct style){.fg = ROLE_FAINT});
	}
}

static void draw_points(const struct frame *f, struct rect plot, const struct trial_axis *x,
			const struct trial_axis *y, size_t column, size_t target)
{
	const struct model *m = f->model;
	const struct trials *t = &m->trials;
	for (int top = 0; top < 2; top++)
		for (size_t i = 0; i < t->n_shown; i++) {
			size_t row = t->shown[i];
			struct trial_value vx = trials_value(t, row, column);
			struct trial_value vy = trials_value(t, row, target);
			double px = place_of(x, &vx), py = place_of(y, &vy);
			if ((row == t->row) != top || !(px >= 0 && px <= 1) ||
			    !(py >= 0 && py <= 1))
				continue;
			struct style style = trials_style(m, row);
			style.attr = top ? ATTR_BOLD | ATTR_REVERSE : 0;
			grid_char(f->grid, plot.x + (int)(px * (plot.w - 1)),
				  plot.y + (int)((1 - py) * (plot.h - 1)), 0x25cf, style);
		}
}

static void draw_plot(const struct frame *f, struct rect r, struct trial_axis *x,
		      struct trial_axis *y, size_t column, size_t target)
{
	struct grid *g = f->grid;
	struct rect plot = {r.x + LABEL_W + 1, r.y + 1, r.w - LABEL_W - 2,
			    r.h - 1 - axis_rows(r.h)};
	struct ticks ticks;
	if (plot.w < 8 || plot.h < 2)
		return;
	widen(x);
	widen(y);
	axis_ticks(&y->scale, 2 + plot.h / 3, &ticks);
	axis_draw_y(g, plot, r.x, &y->scale, &ticks);
	if (x->numbers)
		axis_draw_x(g, plot, r, &x->scale, false);
	else
		draw_categories(g, plot, x);
	draw_points(f, plot, x, y, column, target);
}

void trials_scatter_draw(const struct frame *f, struct rect r)
{
	const struct trials *t = &f->model->trials;
	size_t target = trials_target(t), column = t->column;
	char x_title[TRIAL_TEXT_BYTES], y_title[TRIAL_TEXT_BYTES], text[160];
	struct trial_axis x = {0}, y = {0};
	struct title title;
	if (column == target) /* the metric over itself is no plot */
		column = 0;
	bool good = target != NO_COLUMN && column != target;
	good = good && trial_axis_fit(&x, t, column);
	good = good && trial_axis_fit(&y, t, target);
	if (good) {
		trial_title(&t->columns[column], x_title);
		trial_title(&t->columns[target], y_title);
		snprintf(text, sizeof text, "%s over %s", y_title, x_title);
	}
	title_init(&title, good ? text : "scatter plot", false);
	title_draw(&title, f->grid, r);
	if (good)
		draw_plot(f, r, &x, &y, column, target);
	else
		notice_draw(f->grid, (struct rect){r.x, r.y + 1, r.w, r.h - 1}, ROLE_FAINT,
			    "no values of a metric and a hyperparameter");
	trial_axis_release(&x);
	trial_axis_release(&y);
}
