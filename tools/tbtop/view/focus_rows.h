/* view: the rows of the table below a chart: the values of a run, or of a group of runs. */
#ifndef TBTOP_VIEW_FOCUS_ROWS_H
#define TBTOP_VIEW_FOCUS_ROWS_H

#include "tbtop/model/table_columns.h"
#include "tbtop/view/chart.h"
#include "tbtop/view/value_text.h"

struct row {
	const struct run *run;
	const struct tag *tag;
	const struct curve *curve;
	size_t group; /* number of runs of the group that the row is about; 1: one run */
	bool finite;
	char text[COLUMNS][VALUE_TEXT];
	double key[COLUMNS]; /* the number by which a column is sorted; NaN: none */
};

/* Fills the texts and numbers of a row of which run, tag, curve and group are set. `columns` is a
 * set of bits of enum column: only these have to be filled. */
void focus_row_fill(const struct model *m, struct row *row, const struct chart_places *places,
		    unsigned columns);

#endif
