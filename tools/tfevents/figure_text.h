/* tfevents: figures as text for other programs: pgfplots (LaTeX) and Vega-Lite. */
#ifndef TFE_TFEVENTS_FIGURE_TEXT_H
#define TFE_TFEVENTS_FIGURE_TEXT_H

#include "common/figure.h"
#include "common/out.h"

/* Appends a document of LaTeX with one figure. Width and height are in points. */
void figure_put_pgfplots(struct out *out, const struct figure *figure, double width, double height);

/* Appends a specification of Vega-Lite, version 5, with its data. */
void figure_put_vega_lite(struct out *out, const struct figure *figure, double width,
			  double height);

#endif
