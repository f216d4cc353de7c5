/* model: the columns of the table below a chart in full size. */
#ifndef TBTOP_MODEL_TABLE_COLUMNS_H
#define TBTOP_MODEL_TABLE_COLUMNS_H

#include "tbtop/model/model.h"

enum column {
	COLUMN_VALUE,
	COLUMN_SMOOTHED,
	COLUMN_DIFFERENCE, /* to the baseline */
	COLUMN_PERCENT,    /* the same in percent of the baseline */
	COLUMN_EARLIER,    /* the number of steps by which it has its value before the baseline */
	COLUMN_TO_MARK,    /* difference to the second cursor, and slope between the cursors */
	COLUMN_SLOPE,
	COLUMN_STEP,
	COLUMN_RELATIVE,
	COLUMN_TIME,
	COLUMN_BEST,
	COLUMNS
};

extern const char *const table_column_titles[COLUMNS];

/* Returns the columns that make sense for a tag with the settings of the model, as a set of the
 * bits 1 << enum column. */
unsigned table_columns_wanted(const struct model *m, const struct tag *tag);

#endif
