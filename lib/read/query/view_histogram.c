/* read/query: histograms, read from their files, and their moments, from the digests in memory. */
#include <math.h>

#include "base/error.h"
#include "base/sized.h"
#include "read/query/fetch.h"
#include "summary/histogram.h"
#include "summary/histogram_value.h"

/* Fills the histogram from a record. */
static tfe_status fill_from_record(void *context, const struct tfe__wanted *wanted,
				   const struct tfe__record *record, tfe_error *error)
{
	tfe_histogram *h = context;
	struct tfe__arena arena;
	tfe_value value;
	tfe__arena_init(&arena, &wanted->series->shared->run->store->allocator, 0);
	tfe_status status =
		tfe__entry_value(wanted, record->data, record->size, &arena, &value, error);
	if (!status) {
		status = tfe__histogram_fill(h, &value);
		if (status)
			tfe__error(error, status, 0, wanted->path, (int64_t)record->offset, "%s",
				   status == TFE_E_NOMEM ? "out of memory for a histogram"
							 : "the value is not a valid histogram");
	}
	tfe__arena_release(&arena);
	return status;
}

static tfe_status refuse(const tfe_view *view, uint64_t i, tfe_error *error)
{
	return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "%s",
			  i < view->count ? "the series has no histograms"
					  : "the series has no such entry");
}

tfe_status tfe__view_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h, tfe_error *error)
{
	if (view->series->kind != TFE_KIND_HISTOGRAM || i >= view->count)
		return refuse(view, i, error);
	return tfe__entry_read(view, i, fill_from_record, h, error);
}

tfe_status tfe_view_read_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h)
{
	return tfe__view_histogram(view, i, h, NULL);
}

/* --- moments --------------------------------------------------------------------------------- */

static double from_share(uint16_t share)
{
	return share / (double)UINT16_MAX;
}

static tfe_moments moments_from(const struct tfe__digest *digest)
{
	tfe_moments m = {.size = sizeof m,
			 .num = digest->num,
			 .mean = digest->mean,
			 .stddev = digest->stddev,
			 .min = (double)digest->min,
			 .max = (double)digest->max,
			 .skewness = (double)digest->skewness,
			 .kurtosis = (double)digest->kurtosis,
			 .zeros = (double)digest->zeros,
			 .fingerprint = digest->fingerprint,
			 .constant = digest->constant,
			 .roughness = from_share(digest->roughness),
			 .peak = from_share(digest->peak),
			 .ends = {from_share(digest->ends[0]), from_share(digest->ends[1])}};
	if (digest->peak)
		m.peak_at = m.min + from_share(digest->peak_at) * (m.max - m.min);
	for (size_t i = 0; i < TFE_MOMENTS_QUANTILES; i++)
		m.quantile[i] = (double)digest->quantile[i];
	return m;
}

/* Gets the digest of entry i. Returns false if the memory budget dropped the entry. */
static bool find_digest(const tfe_view *view, uint64_t i, struct tfe__digest *digest)
{
	const tfe_series *series = view->series;
	struct tfe__span span = tfe__column_span(view->version, view->count);
	const struct tfe__chunk *chunk = span.index->chunks[tfe__span_find(&span, i)];
	unsigned epoch = tfe__epoch_enter(series->shared->epoch);
	bool resident = tfe__chunk_is_resident(chunk);
	if (resident)
		*digest = tfe__chunk_digest(chunk, (uint32_t)(i - chunk->first));
	tfe__epoch_leave(series->shared->epoch, epoch);
	return resident;
}

tfe_status tfe__view_moments(const tfe_view *view, uint64_t i, tfe_moments *moments,
			     tfe_error *error)
{
	struct tfe__digest digest;
	tfe_histogram h;
	if (view->series->kind != TFE_KIND_HISTOGRAM || i >= view->count)
		return refuse(view, i, error);
	if (!find_digest(view, i, &digest))
		return tfe__entry_dropped(error);
	tfe_moments own = moments_from(&digest);
	if (!isnan(digest.num))
		return tfe__result_copy(moments, &own, sizeof own);
	tfe_histogram_init(&h, &view->series->shared->run->store->allocator);
	tfe_status status = tfe__view_histogram(view, i, &h, error);
	if (!status)
		tfe__histogram_moments(&h, &own);
	tfe_histogram_release(&h);
	return status ? status : tfe__result_copy(moments, &own, sizeof own);
}

tfe_status tfe_view_get_moments(const tfe_view *view, uint64_t i, tfe_moments *moments)
{
	return tfe__view_moments(view, i, moments, NULL);
}
