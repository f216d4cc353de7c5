/* view: the curves of one chart as columns, and the axes that fit them. */
#ifndef TBTOP_VIEW_CHART_CURVES_H
#define TBTOP_VIEW_CHART_CURVES_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/series.h>

#include "tbtop/view/frame.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/stroke.h"

struct curve_columns {
	size_t run, rank; /* of the run */
	bool focused;
	tfe_view view;
	struct stroke raw;    /* its columns belong to the cache */
	struct stroke smooth; /* the same as raw where nothing is smoothed */
	double last; /* value at the right end of what is in view, NaN and infinities too */
	bool ends;   /* it has such an end */
};

struct curves {
	struct curve_columns *curve; /* the focused run last */
	size_t n;
	size_t columns;
	struct axis x, y;
	bool one_place; /* all entries have the same x, in the middle */
	bool empty;     /* no finite value in view */
	bool missing;   /* there was no time for all of them: the next frame has more */
	uint64_t nonfinite;
	size_t left_out; /* curves: memory for so many at once is not taken */
};

/* The drawn curves of a tag over n columns (n > 0). Pair with curves_release. */
void curves_load(struct curves *c, const struct frame *f, const struct tag *tag, size_t n);
void curves_release(struct curves *c);

#endif
