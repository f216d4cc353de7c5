/* read: what the index keeps of a histogram, so that it need not be read again for it. */
#include "read/digest.h"

#include <float.h>
#include <math.h>

#include "read/rows.h"
#include "read/store.h"

/* What is finite stays so. */
static float narrow(double v)
{
	return (float)(isfinite(v) ? fmin(fmax(v, -FLT_MAX), FLT_MAX) : v);
}

/* A tensor may repeat one stored element up to a million times: that is not spread out for every record of a file. */
static bool is_dear(const tfe_value *value)
{
	return value->tensor.count > value->tensor.message.size;
}

void tfe__digest_value(struct tfe__digest *digest, const tfe_value *value,
		       const tfe_allocator *allocator)
{
	tfe_histogram h;
	*digest = (struct tfe__digest){.num = NAN};
	if (is_dear(value))
		return;
	tfe_histogram_init(&h, allocator);
	if (!tfe__histogram_fill(&h, value)) {
		tfe_moments m;
		tfe_histogram_moments(&h, &m);
		digest->num = m.num;
		digest->mean = m.mean;
		digest->stddev = m.stddev;
		digest->min = narrow(m.min);
		digest->max = narrow(m.max);
		digest->skewness = narrow(m.skewness);
		digest->kurtosis = narrow(m.kurtosis);
		digest->zeros = narrow(m.zeros);
		digest->fingerprint = m.fingerprint;
		digest->constant = m.constant;
		for (size_t i = 0; i < TFE_QUANTILES; i++)
			digest->quantile[i] = narrow(m.quantile[i]);
	}
	tfe_histogram_release(&h);
}

static tfe_moments moments_from(const struct tfe__digest *digest)
{
	tfe_moments m = {.num = digest->num,
			 .mean = digest->mean,
			 .stddev = digest->stddev,
			 .min = (double)digest->min,
			 .max = (double)digest->max,
			 .skewness = (double)digest->skewness,
			 .kurtosis = (double)digest->kurtosis,
			 .zeros = (double)digest->zeros,
			 .fingerprint = digest->fingerprint,
			 .constant = digest->constant};
	for (size_t i = 0; i < TFE_QUANTILES; i++)
		m.quantile[i] = (double)digest->quantile[i];
	return m;
}

/* False where the memory budget had the entry dropped. */
static bool find_digest(const tfe_view *view, uint64_t i, struct tfe__digest *digest)
{
	const tfe_series *series = view->series;
	struct tfe__span span = tfe__column_span(view->version, view->count);
	const struct tfe__chunk *chunk = span.index->chunks[tfe__span_find(&span, i)];
	unsigned turn = tfe__readers_enter(series->shared->readers);
	bool held = tfe__chunk_is_held(chunk);
	if (held)
		*digest = tfe__chunk_digest(chunk, (uint32_t)(i - chunk->first));
	tfe__readers_leave(series->shared->readers, turn);
	return held;
}

tfe_status tfe_view_moments(const tfe_view *view, uint64_t i, tfe_moments *moments)
{
	struct tfe__digest digest;
	tfe_histogram h;
	if (view->series->kind != TFE_KIND_HISTOGRAM || i >= view->count)
		return TFE_E_ARG;
	if (!find_digest(view, i, &digest))
		return TFE_E_LIMIT;
	*moments = moments_from(&digest);
	if (!isnan(digest.num))
		return TFE_OK;
	tfe_histogram_init(&h, &view->series->shared->run->logdir->allocator);
	tfe_status status = tfe_view_histogram(view, i, &h);
	if (!status)
		tfe_histogram_moments(&h, moments);
	tfe_histogram_release(&h);
	return status;
}
