/* view: axes around a plot, drawn on the grid. */
#include "tbtop/view/axes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tbtop/view/dot_canvas.h"

int axis_scale_dot(const struct axis_scale *y, double value, int rows)
{
	double place = axis_scale_place(y, value);
	place = place > -100 ? place : -100;
	place = place < 100 ? place : 100;
	double at = (1 - place) * (rows - 1), part = at - (int)at;
	return (int)at + (part >= 0.5) - (part <= -0.5); /* round(at), without a call */
}

int axis_dot(const struct axis *y, double value, int rows)
{
	struct axis_scale scale = axis_scale_of(y);
	return axis_scale_dot(&scale, value, rows);
}

int ticks_width(const struct ticks *ticks, int w)
{
	enum { PLOT_LEAST = 16 };
	int width = 0;
	for (int i = 0; i < ticks->n; i++)
		width = (int)strlen(ticks->tick[i].text) > width ? (int)strlen(ticks->tick[i].text)
								 : width;
	return w - width >= PLOT_LEAST ? width : 0;
}

void axis_draw_y(struct grid *g, struct rect plot, int left, const struct axis *y,
		 const struct ticks *ticks)
{
	struct style frame = {.fg = ROLE_FRAME}, text = {.fg = ROLE_FAINT};
	grid_fill(g, (struct rect){plot.x - 1, plot.y, 1, plot.h}, 0x2502, frame);
	for (int i = 0; i < ticks->n; i++) {
		int row = axis_dot(y, ticks->tick[i].at, plot.h * DOTS_Y);
		if (row < 0 || row >= plot.h * DOTS_Y)
			continue;
		int width = (int)strlen(ticks->tick[i].text);
		row = plot.y + row / DOTS_Y;
		if (plot.x - 1 - width >= left)
			grid_text(g, plot.x - 1 - width, row, width, ticks->tick[i].text, text);
		grid_char(g, plot.x - 1, row, 0x2524, frame);
	}
}

/* --- the x axis ------------------------------------------------------------------------------- */

int axis_rows(int h)
{
	return h >= 8 ? 2 : 1;
}

int axis_column(const struct axis *x, double at, int width)
{
	double place = axis_place(x, at), slack = 1e-9;
	if (!(place >= -slack && place <= 1 + slack))
		return -1;
	int column = (int)(fmax(place, 0) * width);
	return column < width ? column : width - 1;
}

static int label_row(struct rect r)
{
	return r.y + r.h - 1;
}

/* Draws the corner, the line and its ticks. */
static void draw_line(struct grid *g, struct rect plot, const int *marks, int n)
{
	struct style frame = {.fg = ROLE_FRAME};
	int y = plot.y + plot.h;
	grid_char(g, plot.x - 1, y, 0x2514, frame);
	grid_fill(g, (struct rect){plot.x, y, plot.w, 1}, 0x2500, frame);
	for (int i = 0; i < n; i++)
		grid_char(g, plot.x + marks[i], y, 0x252c, frame);
}

void axis_draw_x(struct grid *g, struct rect plot, struct rect r, const struct axis *x,
		 bool one_place)
{
	struct ticks ticks;
	int free_from = r.x, end = r.x + r.w, marks[AXIS_TICKS];
	axis_ticks_along(x, plot.w, &ticks);
	if (one_place) {
		axis_label(x, x->lo / 2 + x->hi / 2, &ticks.tick[0]);
		ticks.n = 1;
	}
	for (int i = 0; i < ticks.n; i++) {
		int width = (int)strlen(ticks.tick[i].text);
		int column = axis_column(x, ticks.tick[i].at, plot.w);
		marks[i] = column < 0 ? 0 : column;
		int from = plot.x + marks[i] - width / 2;
		if (from + width > end)
			from = end - width;
		if (from < r.x)
			from = r.x;
		if (from < free_from)
			continue;
		grid_text(g, from, label_row(r), width, ticks.tick[i].text,
			  (struct style){.fg = ROLE_FAINT});
		free_from = from + width + 2; /* labels may contain single blanks */
	}
	if (plot.y + plot.h < label_row(r))
		draw_line(g, plot, marks, ticks.n);
}

/* Returns whether two blanks begin at x. Labels contain single blanks only. */
static bool is_gap(const struct grid *g, int x, int y)
{
	return grid_at(g, x, y)->cp[0] == ' ' && grid_at(g, x + 1, y)->cp[0] == ' ';
}

/* Clears the columns, and the rest of labels that extend into them. */
static void clear_labels(struct grid *g, struct rect r, int from, int to)
{
	int y = label_row(r);
	while (from > r.x && from < r.x + r.w && !is_gap(g, from - 1, y))
		from--;
	while (to > r.x && to + 1 < r.x + r.w && !is_gap(g, to - 1, y))
		to++;
	grid_fill(g, (struct rect){from, y, to - from, 1}, ' ', (struct style){0});
}

void axis_mark_x(struct grid *g, struct rect plot, struct rect r, const struct axis *x, double at,
		 int column)
{
	char text[TICK_TEXT + 8];
	struct tick tick;
	axis_label(x, at, &tick);
	bool left = column < plot.w / 2;
	if (left)
		snprintf(text, sizeof text, "\u25b2 %s", tick.text);
	else
		snprintf(text, sizeof text, "%s \u25b2", tick.text);
	int width = text_width(text), from = plot.x + column - (left ? 0 : width - 1);
	if (from < r.x)
		from = r.x;
	clear_labels(g, r, from - 1, from + width + 1);
	grid_text(g, from, label_row(r), width, text,
		  (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
}
