/* read/query: drawing: summing up the entries of a span in the columns of a chart. */
#ifndef TFE_READ_QUERY_CHART_COLUMNS_H
#define TFE_READ_QUERY_CHART_COLUMNS_H

#include <tfevents/series.h>

#include "read/query/x_axis.h"

struct tfe__smoothed_chunk;

struct tfe__drawing {
	const struct tfe__span *span;
	struct tfe__axis axis;
	double x0, x1, columns_per_x;
	tfe_column *columns;
	size_t n;
	const struct tfe__smoothed_chunk
		*smoothed; /* one for each chunk; NULL: values are not smoothed */
};

/* Begins a drawing in n empty columns from x0 to x1; the caller sets its span and its axis. Returns
 * TFE_E_ARG (no scalars, empty range). */
tfe_status tfe__drawing_begin(struct tfe__drawing *d, const tfe_series *series, double x0,
			      double x1, tfe_column *columns, size_t n) TFE_MUST_CHECK;

/* Each adds entries to the columns. The query must have entered the epoch. */

/* Adds all entries of a part of the span. */
void tfe__draw_part(const struct tfe__drawing *d, struct tfe__part part);
/* Adds one entry, if x is within the columns. */
void tfe__draw_value(const struct tfe__drawing *d, double x, double value);
/* Adds a dropped chunk to all columns that it covers. Each column gets the range of the whole
 * chunk, an even share of its entries, and values between its first and its last one. */
void tfe__draw_dropped(const struct tfe__drawing *d, const struct tfe__node *node);

#endif
