/* view: trials as lines over parallel axes, one for each column that differs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/title.h"
#include "tbtop/view/trial_axis.h"
#include "tbtop/view/trials_view.h"

enum { AXIS_W = 13, AXES_MOST = 24, HEADS = 3 };

/* The columns that have an axis. */
struct axes {
	size_t column[AXES_MOST];
	struct trial_axis axis[AXES_MOST];
	int n;
	size_t left_out;
};

static bool add_axis(struct axes *axes, const struct trials *t, size_t column)
{
	struct trial_axis axis;
	if (!trial_axis_fit(&axis, t, column))
		return false;
	if (!axis.differs) {
		trial_axis_release(&axis);
		return false;
	}
	axes->column[axes->n] = column;
	axes->axis[axes->n++] = axis;
	return true;
}

/* Gives each hyperparameter that differs an axis, as far as they fit, and the last one to the
 * metric. */
static void load(struct axes *axes, const struct trials *t, int most)
{
	size_t target = trials_target(t);
	*axes = (struct axes){0};
	for (size_t c = 0; c < t->n_params; c++) {
		if (axes->n < most - 1)
			add_axis(axes, t, c);
		else
			axes->left_out++;
	}
	if (target != NO_COLUMN && axes->n < AXES_MOST)
		add_axis(axes, t, target);
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* Returns the column of an axis in a plot. */
static int axis_x(const struct axes *axes, const struct rect *plot, int i)
{
	return axes->n > 1 ? plot->w * i / (axes->n - 1) - (i == axes->n - 1) : plot->w / 2;
}

static void draw_line(struct canvas *canvas, const struct axes *axes, const struct trials *t,
		      size_t row, struct rect plot, struct ink ink)
{
	int before_x = 0, before_y = 0;
	bool joined = false;
	for (int i = 0; i < axes->n; i++) {
		struct trial_value v = trials_value(t, row, axes->column[i]);
		double place = trial_axis_place(&axes->axis[i], &v);
		int x = axis_x(axes, &plot, i) * DOTS_X;
		if (isnan(place)) {
			joined = false;
			continue;
		}
		int y = (int)round((1 - place) * (plot.h * DOTS_Y - 1));
		if (joined)
			canvas_line(canvas, before_x, before_y, x, y, ink);
		before_x = x;
		before_y = y;
		joined = true;
	}
}

static void draw_lines(const struct frame *f, struct rect plot, const struct axes *axes)
{
	const struct model *m = f->model;
	const struct trials *t = &m->trials;
	struct canvas canvas;
	canvas_init(&canvas, plot.w, plot.h);
	for (int top = 0; top < 2; top++)
		for (size_t i = 0; i < t->n_shown; i++) {
			size_t row = t->shown[i];
			struct style style = trials_style(m, row);
			bool base = m->baseline < t->n_row_of && t->row_of[m->baseline] == row;
			canvas.along = 0;
			if ((row == t->row) == top)
				draw_line(&canvas, axes, t, row, plot,
					  (struct ink){.fg = style.fg,
						       .attr = top ? ATTR_BOLD : 0,
						       .top = top,
						       .dash = base ? DASH_BASELINE : 0,
						       .id = (uint32_t)row + 1});
		}
	canvas_draw(&canvas, f->grid, plot.x, plot.y);
	canvas_release(&canvas);
}

/* Draws a text near an axis, so that it stays within the width and does not touch its
 * neighbours. */
static void put_near(struct grid *g, struct rect plot, int x, int y, int width, const char *text,
		     struct style style)
{
	int w = text_width(text) < width - 1 ? text_width(text) : width - 1;
	int from = x - w / 2;
	if (from + w > plot.x + plot.w)
		from = plot.x + plot.w - w;
	grid_text_tail(g, from < plot.x ? plot.x : from, y, w, text, style);
}

static void draw_axes(const struct frame *f, struct rect plot, const struct axes *axes)
{
	const struct trials *t = &f->model->trials;
	struct grid *g = f->grid;
	int width = axes->n > 1 ? plot.w / (axes->n - 1) : plot.w;
	for (int i = 0; i < axes->n; i++) {
		int x = plot.x + axis_x(axes, &plot, i);
		bool focus = axes->column[i] == t->column;
		struct style head = {.fg = focus ? ROLE_ACCENT : ROLE_TITLE};
		char text[TRIAL_TEXT_BYTES];
		int space = (width * 2 + 2) / 3; /* the neighbours have the rest */
		trial_title(&t->columns[axes->column[i]], text);
		put_near(g, plot, x, plot.y - 2, space, text, head);
		trial_axis_end(&axes->axis[i], true, text);
		put_near(g, plot, x, plot.y - 1, space, text, (struct style){.fg = ROLE_FAINT});
		trial_axis_end(&axes->axis[i], false, text);
		put_near(g, plot, x, plot.y + plot.h, space, text,
			 (struct style){.fg = ROLE_FAINT});
		for (int y = plot.y; y < plot.y + plot.h; y++)
			grid_char(g, x, y, 0x2502,
				  (struct style){.fg = focus ? ROLE_ACCENT : ROLE_FRAME});
	}
}

void trials_parallel_draw(const struct frame *f, struct rect r)
{
	const struct trials *t = &f->model->trials;
	struct axes axes;
	struct title title;
	struct rect plot = {r.x + 1, r.y + HEADS, r.w - 2, r.h - HEADS - 1};
	int most = plot.w / AXIS_W + 1 < AXES_MOST ? plot.w / AXIS_W + 1 : AXES_MOST;
	load(&axes, t, most);
	title_init(&title, "parallel coordinates", false);
	if (axes.left_out)
		title_note(&title, (struct style){.fg = ROLE_FAINT}, "%zu columns do not fit",
			   axes.left_out);
	title_draw(&title, f->grid, r);
	if (axes.n < 2) {
		grid_text(f->grid, plot.x, plot.y, plot.w, "fewer than two columns differ",
			  (struct style){.fg = ROLE_FAINT});
	} else if (plot.h > 1 && plot.w > AXIS_W) {
		draw_lines(f, plot, &axes);
		draw_axes(f, plot, &axes);
	}
	for (int i = 0; i < axes.n; i++)
		trial_axis_release(&axes.axis[i]);
}
