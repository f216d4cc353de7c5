/* common: how the kinds of figures get their curves; for figure_plan.c. */
#ifndef COMMON_FIGURE_FILL_H
#define COMMON_FIGURE_FILL_H

#include "common/figure_plan.h"

/* Each adds the curves of a plan to a figure. Returns false if a series cannot be read; then
 * `error` has the reason. */
bool figure_fill_curves(const struct figure_plan *plan, struct figure *figure,
			char error[FIGURE_ERROR]);
/* The points that restarts superseded of a plan of curves. */
bool figure_fill_superseded(const struct figure_plan *plan, struct figure *figure,
			    char error[FIGURE_ERROR]);
bool figure_fill_histograms(const struct figure_plan *plan, struct figure *figure,
			    char error[FIGURE_ERROR]);
bool figure_fill_pr(const struct figure_plan *plan, struct figure *figure,
		    char error[FIGURE_ERROR]);

/* The points of a curve in the order of x. */
struct figure_points {
	struct dot *dot;
	size_t n, capacity;
};

/* Returns the number of columns in which long series are summarised. */
size_t figure_columns(const struct figure_plan *plan);

/* Removes dots that are not finite, and sorts the others by x. */
void figure_points_sort(struct figure_points *points);

/* Returns whether no source before this one has its group. */
bool figure_is_first(const struct figure_plan *plan, size_t i);

/* Adds one curve with a band for the sorted dots of n members of the group of a source. */
void figure_add_middle(const struct figure_plan *plan, struct figure *figure, const char *name,
		       const struct figure_source *source, const struct figure_points *members,
		       size_t n);

/* Returns the divisor of x: seconds are shown as minutes or hours. */
double figure_x_unit(const struct figure_plan *plan);

#endif
