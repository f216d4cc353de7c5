/* write: adds of histograms. */
#include <math.h>

#include "summary/array_walk.h"
#include "summary/summary_put.h"
#include "summary/values.h"
#include "write/add.h"

/* A row is three float64. */
static const size_t most_rows = TFE__RECORD_LIMIT / 24;
#define TOO_MANY_ROWS "%zu buckets are more than a record can have"

tfe_status tfe_writer_add_histogram(tfe_writer *w, const char *tag, int64_t step,
				    const void *values, tfe_dtype dtype, size_t n)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step,
					   "the values are missing or their type is not numeric");
	if (status)
		return status;
	tfe_histogram h;
	tfe_histogram_init(&h, &w->allocator);
	status = tfe_histogram_count(&h, values, dtype, n);
	if (!status)
		tfe__put_histogram(&a.buf, &a.header, &h);
	tfe_histogram_release(&h);
	return tfe__add_end(&a, status);
}

tfe_status tfe_writer_add_histogram_v2(tfe_writer *w, const char *tag, int64_t step,
				       const void *values, tfe_dtype dtype, size_t n,
				       size_t buckets)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step,
					   "the values are missing or their type is not numeric");
	if (status)
		return status;
	if (buckets > most_rows)
		return tfe__add_refuse(&a, TOO_MANY_ROWS, buckets);
	tfe_histogram h;
	tfe_histogram_init(&h, &w->allocator);
	buckets = buckets ? buckets : 30;
	status = tfe_histogram_count_uniform(&h, values, dtype, n, buckets);
	if (!status)
		tfe__put_histogram_rows(&a.buf, &a.header, &h, buckets);
	tfe_histogram_release(&h);
	return tfe__add_end(&a, status);
}

tfe_status tfe_writer_add_histogram_counted(tfe_writer *w, const char *tag, int64_t step,
					    const tfe_histogram *histogram)
{
	struct tfe__add a;
	tfe_status status =
		tfe__add_begin(&a, w, tag, step, "the histogram or its rows are missing");
	if (status)
		return status;
	if (!histogram || (histogram->rows && !histogram->row))
		status = TFE_E_ARG;
	else
		tfe__put_histogram(&a.buf, &a.header, histogram);
	return tfe__add_end(&a, status);
}

/* Returns why the values or weights of a histogram are wrong, or NULL. */
static const char *wrong_numbers(const tfe_array *array, size_t *count)
{
	const char *wrong = tfe__array_wrong(array, count);
	if (!wrong && !tfe__values_are_numbers(array->dtype))
		wrong = "the type of its elements is not numeric";
	return wrong;
}

tfe_status tfe_writer_add_histogram_array(tfe_writer *w, const char *tag, int64_t step,
					  const tfe_array *values, const tfe_array *weights,
					  size_t buckets)
{
	struct tfe__add a;
	tfe_histogram h;
	size_t n, n_weights;
	tfe_status status = tfe__add_begin(&a, w, tag, step, "a weight is negative or not finite");
	if (status)
		return status;
	const char *wrong = wrong_numbers(values, &n);
	if (wrong)
		return tfe__add_refuse(&a, "the values: %s", wrong);
	if (weights && (wrong = wrong_numbers(weights, &n_weights)))
		return tfe__add_refuse(&a, "the weights: %s", wrong);
	if (weights && n_weights != n)
		return tfe__add_refuse(&a, "%zu weights for %zu values", n_weights, n);
	if (buckets > most_rows)
		return tfe__add_refuse(&a, TOO_MANY_ROWS, buckets);
	tfe_histogram_init(&h, &w->allocator);
	status = tfe_histogram_count_array(&h, values, weights, buckets);
	if (!status && buckets)
		tfe__put_histogram_rows(&a.buf, &a.header, &h, buckets);
	else if (!status)
		tfe__put_histogram(&a.buf, &a.header, &h);
	tfe_histogram_release(&h);
	return tfe__add_end(&a, status);
}

tfe_status tfe_writer_add_histogram_buckets(tfe_writer *w, const char *tag, int64_t step,
					    const tfe_histogram_buckets *buckets)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!buckets || buckets->n == 0 || !buckets->limits || !buckets->counts)
		return tfe__add_refuse(&a, "the buckets are missing");
	if (!(buckets->min <= buckets->max) || !(buckets->num >= 0))
		return tfe__add_refuse(&a, "min is above max, or num is negative");
	for (size_t i = 0; i < buckets->n; i++) {
		if (isnan(buckets->limits[i]) ||
		    (i && !(buckets->limits[i] >= buckets->limits[i - 1])))
			return tfe__add_refuse(&a, "limit %zu is NaN or below the one before", i);
		if (!(buckets->counts[i] >= 0 && isfinite(buckets->counts[i])))
			return tfe__add_refuse(&a, "count %zu is negative or not finite", i);
	}
	tfe__put_histogram_buckets(&a.buf, &a.header, buckets);
	return tfe__add_end(&a, TFE_OK);
}
