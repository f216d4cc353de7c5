/* tfevents: the series of a log as curves of figures. */
#ifndef TFE_TFEVENTS_FIGURE_DATA_H
#define TFE_TFEVENTS_FIGURE_DATA_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/series.h>

#include "common/figure.h"

/* How series become curves. */
struct figure_data {
	tfe_axis axis;    /* TFE_AXIS_STEP or TFE_AXIS_RELATIVE */
	double unit;      /* x is divided by it */
	double smoothing; /* 0: the values as they are; above, these are drawn faint too */
	size_t columns;   /* longer series are summarised in so many columns: no extreme is lost */
};

/* Adds the curve of a scalar series, with its smoothed curve if there is one, which has the name.
 * Series of up to twice `columns` points are exact. Returns false if memory runs out. */
bool figure_data_add(const struct figure_data *how, struct figure *figure, const tfe_series *series,
		     const char *name, unsigned colour);

/* Adds the last histogram of a series as density: an area of steps of equal width. Returns false if
 * it cannot be read; then *error has the reason. */
bool figure_data_add_histogram(struct figure *figure, const tfe_series *series, const char *name,
			       unsigned colour, tfe_error *error);

/* A confusion matrix; release with figure_counts_release. */
struct figure_counts {
	int64_t *counts;
	size_t classes;
	char **name; /* NULL: classes are numbered */
	int64_t step;
};

/* Reads the last confusion matrix of a series: the counts that add_confusion_matrix writes. Returns
 * false if the series has none or it cannot be read. */
bool figure_counts_read(struct figure_counts *c, const tfe_series *series);
void figure_counts_release(struct figure_counts *c);

/* Returns whether a series has confusion matrices. */
bool figure_counts_are_in(const tfe_series *series);

#endif
