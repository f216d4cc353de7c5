/* common: figures as text for other programs: pgfplots (LaTeX), Vega-Lite, tables. */
#ifndef COMMON_FIGURE_TEXT_H
#define COMMON_FIGURE_TEXT_H

#include "common/figure_matrix.h"
#include "common/figure_plan.h"

/* Appends a document of LaTeX with one figure. Width and height are in points. */
void figure_put_pgfplots(struct out *out, const struct figure *figure, double width, double height);
void figure_put_pgfplots_matrix(struct out *out, const struct figure_matrix *matrix, double width,
				double height);

/* Appends a specification of Vega-Lite, version 5, with its data. */
void figure_put_vega_lite(struct out *out, const struct figure *figure, double width,
			  double height);
void figure_put_vega_lite_matrix(struct out *out, const struct figure_matrix *matrix, double width,
				 double height);

/* Appends the points of scalars in the visible part of x, each with all digits, as CSV or JSON
 * lines. Returns false if one cannot be read; then `error` has the reason. */
bool figure_put_table(const struct figure_plan *plan, enum figure_format format, struct out *out,
		      char error[FIGURE_ERROR]);

/* Appends what another figure draws as CSV or JSON lines: the dots of its curves, its boxes, or the
 * cells of a matrix. */
void figure_put_dots(struct out *out, const struct figure *figure, enum figure_format format);
void figure_put_matrix_table(struct out *out, const struct figure_matrix *matrix,
			     enum figure_format format);

#endif
