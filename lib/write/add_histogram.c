/* write: adds of histograms. */
#include "summary/summary_put.h"
#include "write/add.h"

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
