/* view: another tag as x axis, such as the epoch or the number of tokens.
 *
 * The x of a point is the value of that tag in the same run at the same step; between two of its
 * values it is on the line between them. The curve is loaded in narrow columns of steps, each of
 * which is moved to its x. */
#ifndef TBTOP_VIEW_TAG_AXIS_H
#define TBTOP_VIEW_TAG_AXIS_H

#include "tbtop/cache/curve_windows.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/frame.h"

/* Gets the range of the tag over the drawn runs that have both tags. */
struct extent tag_axis_extent(const struct frame *f, const struct tag *tag);

/* Returns n columns of equal width on the axis x. Returns NULL for a run without the tag, or if the
 * cache has no such columns and cannot compute them now. Ownership: release them with free. */
tfe_column *tag_axis_columns(const struct frame *f, size_t run, const tfe_view *view,
			     const struct axis *x, double smoothing, size_t n);

/* Returns the x of a step in a run, NaN without one. */
double tag_axis_at(const struct model *m, size_t run, double step);

#endif
