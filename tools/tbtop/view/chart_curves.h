/* view: the columns of the curves of one chart, and the axes that fit them. */
#ifndef TBTOP_VIEW_CHART_CURVES_H
#define TBTOP_VIEW_CHART_CURVES_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/series.h>

#include "tbtop/view/frame.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/stroke.h"

/* The band of a group of runs, and the numbers of its label. */
struct curve_band {
	size_t n;           /* number of runs at the end of the curve; 0: it has no band */
	double half;        /* half of the width there */
	bool is_margin;     /* its ends are curves of the log */
	double *lo, *hi;    /* for each column; NaN where no run has a value */
	tfe_column *middle; /* the columns of the curve of a group; NULL for one run */
};

struct curve_columns {
	size_t run, rank; /* index and rank of the run, or of the first run of a group */
	size_t part;      /* number of its tag among those that the chart shows */
	const struct tag *tag;
	bool focused; /* it is, or contains, the focused run */
	struct curve_band band;
	tfe_view view;
	struct stroke raw;    /* its columns belong to the cache, or are own[0] */
	tfe_column *own[2];   /* columns of raw and smooth that do not belong to the cache */
	struct stroke smooth; /* equal to raw without smoothing */
	double last;          /* last value in the visible range; may be NaN or infinite */
	bool ends;            /* `last` is valid */
};

struct curves {
	struct curve_columns *curve; /* in drawing order: the focused run is last */
	size_t n;
	size_t columns;
	size_t parts; /* number of tags that the chart shows */
	struct axis x, y;
	bool one_place; /* all entries have the same x, which is in the middle */
	bool zoomed;    /* a zoom applies to this chart */
	bool empty;     /* there is no finite value in the visible range */
	bool missing;   /* time ran out: the next frame will have more curves */
	uint64_t nonfinite;
	uint64_t shown;       /* number of finite values in the visible range */
	uint64_t not_above_0; /* number of those that a logarithmic axis cannot show: at least */
	bool inexact;         /* there may be more of them */
	size_t without_x;     /* number of curves of runs that do not have the tag of the x axis */
	size_t left_out;      /* number of curves omitted to limit memory */
};

/* Loads the drawn curves, or those of their groups, of a tag in n > 0 columns. Pair with
 * curves_release. */
void curves_load(struct curves *c, const struct frame *f, const struct tag *tag, size_t n);
void curves_release(struct curves *c);

/* Returns the kind of axis for the y scale of the model. */
enum scale_kind curves_scale(const struct model *m);

/* Returns the zoom that applies to the chart of a tag, of this extent; or NULL. */
const struct zoom *curves_zoom(const struct frame *f, const struct tag *tag,
			       const struct extent *extent);

#endif
