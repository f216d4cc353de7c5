/* view: the columns of a curve on a logarithmic axis of steps. */
#ifndef TBTOP_VIEW_LOG_COLUMNS_H
#define TBTOP_VIEW_LOG_COLUMNS_H

#include "tbtop/cache/curve_windows.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/stroke.h"

/* Changes an axis of steps to a logarithmic one. Step 0 and negative steps are not on it; an axis
 * without positive steps stays linear. */
void log_axis(struct axis *x);

/* Returns n columns without values. Ownership: release them with free. */
tfe_column *columns_none(size_t n);
/* Adds the values of a column to those of another one. */
void column_add(tfe_column *to, const tfe_column *from);

/* Returns the columns of a range of steps, whose ends are those of the logarithmic axis x, of equal
 * width on that axis, with the entries next to them, which *left and *right get. Each octave is
 * loaded as four linear columns for each of its logarithmic ones, so that an entry is at most a
 * quarter of a column beside its place. Returns NULL if the cache has no such columns and cannot
 * compute them now. Ownership: release them with free. */
tfe_column *log_columns(struct caches *caches, const tfe_view *view, const struct axis *x,
			const struct window_range *range, struct curve_beside *left,
			struct curve_beside *right);

#endif
