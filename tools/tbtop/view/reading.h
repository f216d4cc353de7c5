/* view: the value of a curve at the crosshair. */
#ifndef TBTOP_VIEW_READING_H
#define TBTOP_VIEW_READING_H

#include "tbtop/model/model.h"

struct reading {
	tfe_point point;
	double smoothed, relative_s; /* smoothed: NaN if it is not known */
	double x;                    /* on the axis of the model */
};

/* Reads the entry nearest to the crosshair, or the last entry without a crosshair. Returns false if
 * the curve ends further from the crosshair than `reach`, in units of x. */
bool read_curve(const struct model *m, const struct curve *curve, double reach,
		struct reading *out);

/* Reads the entry nearest to x, in the same way. */
bool read_curve_at(const struct model *m, const struct curve *curve, double x, double reach,
		   struct reading *out);

#endif
