/* model: the columns of the table of runs, which replaces the list of runs and the view. */
#ifndef TBTOP_MODEL_RUNS_TABLE_H
#define TBTOP_MODEL_RUNS_TABLE_H

#include "tbtop/model/model.h"

/* The columns before those of tags. */
enum { RUN_COLUMN_NAME, RUN_COLUMN_STEP, RUN_COLUMN_TIME, RUN_COLUMNS };

/* The tags of scalars that have a column after them, in the order of the list of tags. */
struct run_columns {
	const struct tag **tags;
	size_t n;
};

/* Release tags with free. */
struct run_columns run_columns_of(const struct model *m);

/* Returns whether the table is shown. */
bool runs_table_shown(const struct model *m);

/* Chooses the tags that have a column by the expression of the table. Returns NULL, or what is
 * wrong with it: all tags have one then; the text is valid until the next call. Call it after tags
 * were added or the expression changed. */
const char *runs_table_choose(struct model *m);

#endif
