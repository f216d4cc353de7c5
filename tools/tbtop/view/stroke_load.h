/* view: loads what a stroke draws: a curve, or the points that a restart superseded. */
#ifndef TBTOP_VIEW_STROKE_LOAD_H
#define TBTOP_VIEW_STROKE_LOAD_H

#include "tbtop/view/axis.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/stroke.h"

struct stroke_source {
	const tfe_view *view;
	size_t run;       /* number of its run */
	double smoothing; /* 0: none */
	size_t restart;   /* as in struct window_range; 0 on the axis of another tag */
};

/* Loads n columns on the x axis of a chart. They belong to the cache, or are *own, which the caller
 * releases with free. Returns false if the cache has no such columns and cannot compute them
 * now. */
bool stroke_load(const struct frame *f, const struct axis *x, size_t n,
		 const struct stroke_source *source, struct stroke *out, tfe_column **own);

#endif
