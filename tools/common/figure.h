/* common: figures of curves, bands, heat maps and matrices: axes, ticks, legend. */
#ifndef COMMON_FIGURE_H
#define COMMON_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/confusion_counts.h"
#include "common/paper.h"

enum figure_shape {
	FIGURE_LINE,
	FIGURE_FAINT,      /* the raw values under the smoothed ones */
	FIGURE_AREA,       /* a line, and the area between it and 0, for histograms */
	FIGURE_BAND,       /* the area between the dots and `high` */
	FIGURE_BAR,        /* as FIGURE_BAND, but opaque */
	FIGURE_DASHED,     /* a reference, such as the ROC curve of a guess */
	FIGURE_POINTS,     /* each dot alone, for scatter plots */
	FIGURE_SUPERSEDED, /* points that restarts superseded, to which the x axis is not fitted */
};

/* A curve. A dot with a NaN interrupts it. */
struct figure_curve {
	char *name; /* in the legend; "" for none */
	struct dot *dot;
	double *high; /* of a band: its upper end at each dot */
	size_t n, capacity, high_capacity;
	unsigned colour; /* a number from 0 on, of the colours of the theme */
	unsigned dash;   /* the pattern of the line; 0: a full line */
	enum figure_shape shape;
};

/* Names of the whole numbers from 0 on, in place of the ticks of an axis. */
struct figure_names {
	char **name;
	size_t n, capacity;
};

/* A text whose left end is beside a point. */
struct figure_note {
	double x, y;
	char *text;
};

/* A box of a heat map; share: 0 to 1. */
struct figure_cell {
	double x0, x1, y0, y1, share;
};

enum figure_theme { FIGURE_LIGHT, FIGURE_DARK };

/* FIGURE_SYMLOG: linear around 0, and decades beyond on both sides. FIGURE_TIME: seconds since
 * 1970, shown in local time. */
enum figure_scale { FIGURE_LINEAR, FIGURE_LOG, FIGURE_SYMLOG, FIGURE_TIME };

/* The visible part of an axis; an end that is NaN is that of the data. */
struct figure_range {
	bool on; /* false: the whole range of the data */
	double low, high;
};

struct figure {
	const char *title, *x_label, *y_label;
	enum figure_scale x_scale, y_scale;
	bool whole_x; /* the ticks of x are whole numbers, as steps are */
	struct figure_range x, y;
	struct figure_names x_names, y_names;
	bool parallel;        /* each of the x_names has an axis of its own, from y = 0 to 1 */
	bool ignore_outliers; /* y does not show outer values that would flatten the others */
	enum figure_theme theme;
	double font;   /* the size of labels in points */
	unsigned ramp; /* above 0: the colours are a ramp of so many, for successive steps */
	struct figure_curve *curve;
	size_t n, capacity;
	struct figure_cell *cell;
	size_t cells, cells_capacity;
	struct figure_note *note;
	size_t notes, notes_capacity;
};

/* The name of superseded points in the legend. */
extern const char figure_superseded[];

/* Adds a curve without dots. Ownership: the figure's; figure_release frees all. */
struct figure_curve *figure_add(struct figure *figure, const char *name, unsigned colour,
				enum figure_shape shape);
void figure_curve_add(struct figure_curve *curve, double x, double y);
void figure_band_add(struct figure_curve *curve, double x, double low, double high);
void figure_cell_add(struct figure *figure, const struct figure_cell *cell);
void figure_name_add(struct figure_names *names, const char *name);
void figure_note_add(struct figure *figure, double x, double y, const char *text);
void figure_release(struct figure *figure);

/* Returns whether dot i of a curve can be drawn: it is finite, and above 0 on a logarithmic
 * axis. */
bool figure_has(const struct figure *figure, const struct figure_curve *curve, size_t i);

/* Returns whether there is anything to draw. */
bool figure_has_data(const struct figure *figure);

/* Draws the figure on the whole page. */
void figure_draw(const struct figure *figure, struct paper *paper);

enum { FIGURE_COLOURS = 10 };
uint32_t figure_background(enum figure_theme theme);
uint32_t figure_foreground(enum figure_theme theme);
uint32_t figure_colour(enum figure_theme theme, unsigned number);
/* Returns the colour of a curve, which may be that of a ramp. */
uint32_t figure_curve_colour(const struct figure *figure, unsigned number);
/* Returns a colour between two others. */
uint32_t figure_mix(uint32_t a, uint32_t b, double part);

#endif
