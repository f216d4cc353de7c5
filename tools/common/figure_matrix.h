/* common: confusion matrices as figures. */
#ifndef COMMON_FIGURE_MATRIX_H
#define COMMON_FIGURE_MATRIX_H

#include "common/figure.h"

/* A confusion matrix: `classes` rows of as many counts, row = true class. */
struct figure_matrix {
	const char *title;
	const int64_t *counts,
		*from; /* from: the difference to these is shown, if it is not NULL */
	size_t classes;
	char *const *name; /* may be NULL */
	enum confusion_share share;
	enum figure_theme theme;
	double font;
	double *value; /* of each cell: a share from 0 to 1, a count, or a difference of two; NaN:
			* the share of nothing */
	double full;   /* the value with the full strength of the colour */
};

/* Computes `value` and `full` from the other members. Pair with figure_matrix_release. */
void figure_matrix_init(struct figure_matrix *matrix);
void figure_matrix_release(struct figure_matrix *matrix);

void figure_draw_matrix(const struct figure_matrix *matrix, struct paper *paper);

/* The name of class i, shortened, or its number. */
enum { FIGURE_CLASS = 40 };
void figure_class_name(const struct figure_matrix *matrix, size_t i, char text[FIGURE_CLASS]);

/* Writes the number of a value: a share in percent, a count, or a difference with a sign. */
enum { FIGURE_VALUE = 32 };
void figure_matrix_text(const struct figure_matrix *matrix, double value, char text[FIGURE_VALUE]);

/* Returns what the values are, for the scale of the colours. */
const char *figure_matrix_meaning(const struct figure_matrix *matrix);

/* Returns the colour of a value, and that of a text on it. */
uint32_t figure_matrix_colour(const struct figure_matrix *matrix, double value);
uint32_t figure_matrix_ink(const struct figure_matrix *matrix, double value);

#endif
