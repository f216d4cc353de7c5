/* common: figures of curves and matrices: axes, ticks, legend. */
#ifndef COMMON_FIGURE_H
#define COMMON_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/paper.h"

/* A curve. A dot with a NaN interrupts it. */
struct figure_curve {
	char *name; /* in the legend; "" for none */
	struct dot *dot;
	size_t n, capacity;
	unsigned colour; /* a number from 0 on, of the colours of the theme */
	bool faint;      /* the raw values under the smoothed ones */
	bool filled;     /* the area between the curve and 0, for histograms */
};

enum figure_theme { FIGURE_LIGHT, FIGURE_DARK };

struct figure {
	const char *title, *x_label, *y_label;
	bool log_x, log_y;
	enum figure_theme theme;
	double font; /* the size of labels in points */
	struct figure_curve *curve;
	size_t n, capacity;
};

/* Adds a curve without dots. Ownership: the figure's; figure_release frees all. */
struct figure_curve *figure_add(struct figure *figure, const char *name, unsigned colour);
void figure_curve_add(struct figure_curve *curve, double x, double y);
void figure_release(struct figure *figure);

/* Returns whether a dot can be drawn: it is finite, and above 0 on a logarithmic axis. */
bool figure_has(const struct figure *figure, struct dot dot);

/* Returns whether there is anything to draw. */
bool figure_has_data(const struct figure *figure);

/* Draws the figure on the whole page. */
void figure_draw(const struct figure *figure, struct paper *paper);

/* A confusion matrix: `classes` rows of as many counts, row = true class. `name` may be NULL. */
struct figure_matrix {
	const char *title;
	const int64_t *counts;
	size_t classes;
	char *const *name;
	enum figure_theme theme;
	double font;
};
void figure_draw_matrix(const struct figure_matrix *matrix, struct paper *paper);

uint32_t figure_background(enum figure_theme theme);
uint32_t figure_foreground(enum figure_theme theme);
uint32_t figure_colour(enum figure_theme theme, unsigned number);

#endif
