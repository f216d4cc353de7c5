/* summary: histograms as records. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "summary/summary_put.h"
#include "wire/put.h"

/* Puts a double unless all its bits are 0, as proto3 does. */
static void put_nonzero(struct tfe__buf *b, uint32_t field, double value)
{
	const double zero = 0;
	if (memcmp(&value, &zero, sizeof zero) != 0)
		tfe__put_double(b, field, value);
}

/* Returns whether no row ends at the start of row i: then an empty bucket marks that start. The
 * first row starts at min. */
static bool has_gap(const tfe_histogram *h, size_t i)
{
	return i > 0 && h->row[i].left > h->row[i - 1].right;
}

/* Puts the limits: the limit of a bucket is its right edge, and its left edge is the limit
 * before. */
static void put_limits(struct tfe__buf *b, const tfe_histogram *h)
{
	size_t packed = tfe__put_begin(b, 6);
	for (size_t i = 0; i < h->rows; i++) {
		if (has_gap(h, i))
			tfe__put_raw_double(b, h->row[i].left);
		tfe__put_raw_double(b, h->row[i].right);
	}
	if (h->rows == 0)
		tfe__put_raw_double(b, DBL_MAX); /* TensorFlow writes at least one bucket */
	tfe__put_end(b, packed);
}

static void put_counts(struct tfe__buf *b, const tfe_histogram *h)
{
	size_t packed = tfe__put_begin(b, 7);
	for (size_t i = 0; i < h->rows; i++) {
		if (has_gap(h, i))
			tfe__put_raw_double(b, 0);
		tfe__put_raw_double(b, h->row[i].count);
	}
	if (h->rows == 0)
		tfe__put_raw_double(b, 0);
	tfe__put_end(b, packed);
}

/* Appends minimum, maximum, number, sum and sum of squares: the fields 1 to 5. */
static void put_numbers(struct tfe__buf *b, const double numbers[5])
{
	for (uint32_t i = 0; i < 5; i++)
		put_nonzero(b, i + 1, numbers[i]);
}

void tfe__put_histogram(struct tfe__buf *b, const struct tfe__value_header *header,
			const tfe_histogram *h)
{
	struct tfe__value v;
	tfe__value_begin(&v, b, header);
	size_t histo = tfe__put_begin(b, 5);
	/* HistogramProto has no field for values that are not finite; a sum of NaN indicates them.
	 * TensorBoard draws only the rows. */
	const double numbers[] = {h->min, h->max, h->num, h->nonfinite ? NAN : h->sum,
				  h->nonfinite ? NAN : h->sum_squares};
	put_numbers(b, numbers);
	put_limits(b, h);
	put_counts(b, h);
	tfe__put_end(b, histo);
	tfe__value_end(&v, NULL, NULL);
}

void tfe__put_histogram_buckets(struct tfe__buf *b, const struct tfe__value_header *header,
				const tfe_histogram_buckets *h)
{
	struct tfe__value v;
	tfe__value_begin(&v, b, header);
	size_t histo = tfe__put_begin(b, 5);
	put_numbers(b, (const double[]){h->min, h->max, h->num, h->sum, h->sum_squares});
	for (uint32_t field = 6; field <= 7; field++) {
		const double *numbers = field == 6 ? h->limits : h->counts;
		size_t packed = tfe__put_begin(b, field);
		for (size_t i = 0; i < h->n; i++)
			tfe__put_raw_double(b, numbers[i]);
		tfe__put_end(b, packed);
	}
	tfe__put_end(b, histo);
	tfe__value_end(&v, NULL, NULL);
}

void tfe__put_histogram_rows(struct tfe__buf *b, const struct tfe__value_header *header,
			     const tfe_histogram *h, size_t rows)
{
	struct tfe__value v;
	/* The tensor has no place for values that are not finite. Edges of NaN, as TensorFlow
	 * writes them, would cost TensorBoard the chart of every step; leading rows with a count of
	 * -0 draw as 0 and indicate such values. */
	if (h->nonfinite && rows == h->rows)
		rows++;
	const double none = h->nonfinite ? -0.0 : 0.0;
	const int64_t dims[2] = {(int64_t)rows, 3};
	tfe__value_begin(&v, b, header);
	size_t tensor = tfe__tensor_begin(b, TFE_DTYPE_FLOAT64, dims, 2);
	size_t content = tfe__put_begin(b, 4);
	for (size_t i = h->rows; i < rows; i++) {
		tfe__put_raw_double(b, h->min);
		tfe__put_raw_double(b, h->min);
		tfe__put_raw_double(b, none);
	}
	for (size_t i = 0; i < h->rows; i++) {
		tfe__put_raw_double(b, h->row[i].left);
		tfe__put_raw_double(b, h->row[i].right);
		tfe__put_raw_double(b, h->row[i].count);
	}
	tfe__put_end(b, content);
	tfe__put_end(b, tensor);
	tfe__value_end(&v, "histograms", NULL);
}
