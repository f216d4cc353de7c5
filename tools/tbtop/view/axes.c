/* view: axes around a plot, drawn on the grid. */
#include "tbtop/view/axes.h"

#include <math.h>
#include <string.h>

#include "tbtop/view/canvas.h"

int axis_dot(const struct axis *y, double value, int rows)
{
	double place = axis_place(y, value);
	place = fmin(fmax(place, -100), 100);
	return (int)lround((1 - place) * (rows - 1));
}

int ticks_width(const struct ticks *ticks)
{
	int width = 0;
	for (int i = 0; i < ticks->n; i++)
		width = (int)strlen(ticks->tick[i].text) > width ? (int)strlen(ticks->tick[i].text)
								 : width;
	return width;
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
		grid_text(g, plot.x - 1 - width < left ? left : plot.x - 1 - width, row, width,
			  ticks->tick[i].text, text);
		grid_char(g, plot.x - 1, row, 0x2524, frame);
	}
}

void axis_draw_x(struct grid *g, struct rect plot, struct rect r, const struct axis *x,
		 bool one_place)
{
	struct ticks ticks;
	int y = plot.y + plot.h, free_from = r.x, end = r.x + r.w;
	axis_ticks_along(x, plot.w, &ticks);
	if (one_place) {
		axis_label(x, x->lo + (x->hi - x->lo) / 2, &ticks.tick[0]);
		ticks.n = 1;
	}
	for (int i = 0; i < ticks.n; i++) {
		int width = (int)strlen(ticks.tick[i].text);
		int at = plot.x + (int)lround(axis_place(x, ticks.tick[i].at) * (plot.w - 1));
		int from = at - width / 2;
		if (from + width > end)
			from = end - width;
		if (from < free_from)
			from = free_from;
		if (from + width > end)
			continue;
		grid_text(g, from, y, width, ticks.tick[i].text, (struct style){.fg = ROLE_FAINT});
		free_from = from + width + 1;
	}
}
