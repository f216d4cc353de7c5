/* view: curves of a group of runs as one curve with a band.
 *
 * The rule: in each column of dots a run counts with its last value there; in a column without one,
 * with the value on the line between its neighbours; before its first and after its last value it
 * does not count. Runs that were logged at the same steps thus have the mean of these steps. With
 * smoothing, each run is smoothed first. */
#ifndef TBTOP_VIEW_CURVE_GROUPS_H
#define TBTOP_VIEW_CURVE_GROUPS_H

#include "tbtop/view/chart_curves.h"

/* Returns a number that differs between the curves of a chart. */
uint32_t curve_id(const struct curve_columns *c);

/* Releases what belongs to one curve. */
void curve_release(struct curve_columns *curve);

/* Replaces the curves of each group of several runs by one curve. */
void curve_groups_join(struct curves *c, const struct model *m);

/* Makes the curves of each run, or group, of a chart with margins, which are those of value, lower
 * and upper end, one curve with a band. Those of a group were joined before, so that its band is
 * between the middles of both ends. */
void curve_margins_join(struct curves *c, const struct model *m);

/* Gets the value of the curve of a group at x. Returns false outside the curve. */
bool curve_group_at(const struct curves *c, const struct curve_columns *curve, double x,
		    double *value);

/* Draws the band of a group as a pattern of dots behind the curves; nothing for a single run. */
void curve_band_draw(struct canvas *canvas, const struct curve_columns *c, const struct axis *y,
		     const struct model *m);

#endif
