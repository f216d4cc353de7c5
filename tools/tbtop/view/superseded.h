/* view: the points that restarts superseded, dotted beneath the curves of a chart.
 *
 * The axes are fitted to the curves. The points of a restart widen the y axis at each end that none
 * of them is beyond by more than half of its range. Otherwise they leave the chart at that end:
 * points that diverged before the restart would flatten the curves. They never widen the x axis:
 * points at steps that the run has not reached again would narrow the curves. */
#ifndef TBTOP_VIEW_SUPERSEDED_H
#define TBTOP_VIEW_SUPERSEDED_H

#include "tbtop/view/chart_curves.h"
#include "tbtop/view/dot_canvas.h"

/* The points that one restart superseded of a curve. */
struct superseded_points {
	const struct curve_columns *curve;
	struct stroke stroke; /* its columns belong to the cache, or are `own` */
	tfe_column *own;
};

struct superseded {
	struct superseded_points *points;
	size_t n, capacity;
};

/* Loads the points of the loaded curves, unless the user hides them or no axis is fitted to a
 * curve. If time runs out, curves->missing is set. Pair with superseded_release. */
void superseded_load(struct superseded *s, const struct frame *f, struct curves *curves);
void superseded_release(struct superseded *s);

/* Widens the y axis of curves to which it is fitted. */
void superseded_widen(const struct superseded *s, const struct frame *f, struct axis *y);

void superseded_draw(const struct superseded *s, struct canvas *canvas, const struct curves *curves,
		     const struct model *m, enum glyph_tier glyphs);

#endif
