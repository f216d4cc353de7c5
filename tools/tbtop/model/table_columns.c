/* model: the columns of the table below a chart in full size. */
#include "tbtop/model/table_columns.h"

#include <tfevents/direction.h>

const char *const table_column_titles[COLUMNS] = {
	[COLUMN_VALUE] = "value",        [COLUMN_SMOOTHED] = "smoothed",
	[COLUMN_STEP] = "step",          [COLUMN_RELATIVE] = "relative",
	[COLUMN_TIME] = "wall time",     [COLUMN_BEST] = "best",
	[COLUMN_DIFFERENCE] = "to base", [COLUMN_PERCENT] = "to base %",
	[COLUMN_EARLIER] = "earlier by", [COLUMN_TO_MARK] = "to mark",
	[COLUMN_SLOPE] = "slope",
};

unsigned table_columns_wanted(const struct model *m, const struct tag *tag)
{
	const unsigned base = 1U << COLUMN_DIFFERENCE | 1U << COLUMN_PERCENT | 1U << COLUMN_EARLIER;
	unsigned wanted = (1U << COLUMNS) - 1;
	if (tfe_tag_direction(tag->name) == TFE_DIRECTION_UNKNOWN)
		wanted &= ~(1U << COLUMN_BEST);
	if (!(m->settings.smoothing > 0))
		wanted &= ~(1U << COLUMN_SMOOTHED);
	if (m->baseline >= m->n_runs || !tag_curve(tag, m->baseline))
		wanted &= ~base;
	if (m->settings.axis != TFE_AXIS_STEP)
		wanted &= ~(1U << COLUMN_EARLIER);
	if (!m->second.on)
		wanted &= ~(1U << COLUMN_TO_MARK | 1U << COLUMN_SLOPE);
	return wanted;
}
