/* view: draws a curve as dots on a canvas. */
#include "tbtop/view/stroke.h"

#include <math.h>

#include "tbtop/view/axes.h"

/* The current end of the line. */
struct pen {
	struct canvas *canvas;
	struct axis_scale y;
	struct ink ink;
	bool down;   /* the line can be continued */
	bool joined; /* the line is longer than a point */
	int x, row;
};

static int row_of(const struct pen *p, double value)
{
	return axis_scale_dot(&p->y, value, p->canvas->h * DOTS_Y);
}

/* Returns the row of a value that often equals another one, whose row is known. */
static int row_beside(const struct pen *p, double value, double other, int row)
{
	return value == other ? row : row_of(p, value);
}

/* Ends the line. An isolated point is drawn large enough to be visible. */
static void lift(struct pen *p)
{
	if (p->down && !p->joined) {
		struct ink ink = p->ink;
		ink.dash = 0;
		int other = p->row + 1 < p->canvas->h * DOTS_Y ? p->row + 1 : p->row - 1;
		for (int i = 0; i < DOTS_X; i++) {
			int x = p->x / DOTS_X * DOTS_X + i;
			canvas_dot(p->canvas, x, p->row, ink);
			canvas_dot(p->canvas, x, other, ink);
		}
	}
	p->down = p->joined = false;
}

static void go_to(struct pen *p, int x, int row)
{
	if (p->down) {
		canvas_line(p->canvas, p->x, p->row, x, row, p->ink);
		p->joined = true;
	}
	p->down = true;
	p->x = x;
	p->row = row;
}

static void go_to_neighbour(struct pen *p, struct neighbour n)
{
	if (n.is)
		go_to(p, (int)fmax(fmin(n.x, 1e6), -1e6), row_of(p, n.value));
}

void stroke_curve(struct canvas *c, const struct stroke *stroke, const struct axis *y,
		  struct ink ink)
{
	struct pen pen = {.canvas = c, .y = axis_scale_of(y), .ink = ink};
	c->along = 0;
	go_to_neighbour(&pen, stroke->left);
	for (size_t k = 0; k < stroke->n; k++) {
		const tfe_column *col = &stroke->columns[k];
		int x = (int)stroke_at(stroke, k);
		bool broken = col->nan || col->posinf || col->neginf;
		if (broken)
			lift(&pen);
		if (col->count) {
			int first = row_of(&pen, col->first);
			int low = row_beside(&pen, col->min, col->first, first);
			int high = row_beside(&pen, col->max, col->first, first);
			bool drawn = pen.down && low == high && !ink.dash;
			go_to(&pen, x, first); /* draws the dot of its end */
			if (!drawn)
				canvas_line(c, x, low, x, high, ink);
			pen.joined |= low != high;
			pen.row = row_beside(&pen, col->last, col->first, first);
		}
		if (broken)
			lift(&pen);
	}
	if (pen.down)
		go_to_neighbour(&pen, stroke->right);
	lift(&pen);
}
