/* summary: counted values become the rows of a tfe_histogram. */
#include "summary/tally.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "summary/buckets.h"
#include "summary/parts.h"

/* Converts counts[buckets] between ascending limits to rows, clipped to [min, max]. Empty rows at
 * both ends are removed, and adjacent empty rows are joined. Without `row` it only counts the
 * rows. */
static size_t make_rows(tfe_bucket *row, const double *counts, const struct tfe__tally *t)
{
	size_t rows = 0, first = 0, end = TFE__BUCKETS;
	while (first < end && counts[first] == 0)
		first++;
	while (end > first && counts[end - 1] == 0)
		end--;
	for (size_t i = first; i < end; i++) {
		bool joins = i > first && counts[i] == 0 && counts[i - 1] == 0;
		double left = i > first ? tfe__bucket_limit(i - 1) : t->moments.min;
		double right = i + 1 < end ? tfe__bucket_limit(i) : t->moments.max;
		if (joins && row)
			row[rows - 1].right = right;
		else if (row)
			row[rows] = (tfe_bucket){left, right, counts[i]};
		rows += !joins;
	}
	return rows;
}

/* Allocates `rows` rows in `h` and sets the statistics of the tally. */
static tfe_status replace(tfe_histogram *h, const struct tfe__tally *t, size_t rows)
{
	tfe_bucket *row = NULL;
	if (rows) {
		row = tfe__realloc_array(&h->allocator, h->row, rows, sizeof *row);
		if (!row)
			return TFE_E_NOMEM;
	} else {
		tfe__free(&h->allocator, h->row);
	}
	*h = (tfe_histogram){
		.min = t->moments.min,
		.max = t->moments.max,
		.num = t->num,
		.sum = t->moments.sum,
		.sum_squares = t->moments.sum_squares,
		.exact = true,
		.nonfinite = t->nonfinite,
		.rows = rows,
		.row = row,
		.allocator = h->allocator,
	};
	return TFE_OK;
}

tfe_status tfe__tally_exponential(const struct tfe__tally *t, const double *counts,
				  tfe_histogram *h)
{
	tfe_status status = replace(h, t, make_rows(NULL, counts, t));
	if (!status)
		make_rows(h->row, counts, t);
	return status;
}

tfe_status tfe__tally_uniform(const struct tfe__tally *t, size_t buckets, tfe_histogram *h)
{
	bool spread = t->num > 0 && t->moments.max > t->moments.min;
	tfe_status status = replace(h, t, spread ? buckets : t->num > 0);
	if (status || t->num == 0)
		return status;
	if (!spread) {
		h->row[0] = (tfe_bucket){t->moments.min, t->moments.max, t->num};
		return TFE_OK;
	}
	const struct tfe__parts parts = tfe__parts_of(t->moments.min, t->moments.max, buckets);
	for (size_t i = 0; i < buckets; i++)
		h->row[i] =
			(tfe_bucket){tfe__parts_edge(&parts, i), tfe__parts_edge(&parts, i + 1), 0};
	return TFE_OK;
}
