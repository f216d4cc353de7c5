/* read/column: TensorBoard's smoothing (exponential moving average) of all values of a column. */
#ifndef TFE_READ_COLUMN_SMOOTH_H
#define TFE_READ_COLUMN_SMOOTH_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

#include "read/column/column.h"

/* The state of smoothing: v_i = w v_(i-1) + (1-w) y_i; the result is v_i / (1 - w^i). Values that
 * are not finite are passed through and do not change the state. (TensorBoard 2.21,
 * webapp/.../data_transformer.ts, classicSmoothing.) */
struct tfe__smoother {
	double weight;
	double last;
	uint64_t n;       /* number of finite values so far */
	uint64_t settled; /* from this n on, 1 - w^n is exactly 1 */
};

static inline void tfe__smoother_init(struct tfe__smoother *s, double weight)
{
	*s = (struct tfe__smoother){.weight = weight};
	if (weight > 0)
		s->settled = (uint64_t)ceil(log(0x1p-55) / log(weight));
}

static inline double tfe__smooth(struct tfe__smoother *s, double value)
{
	if (!isfinite(value))
		return value;
	s->last = s->last * s->weight + (1 - s->weight) * value;
	if (++s->n >= s->settled)
		return s->last;
	return s->last / (1 - pow(s->weight, (double)s->n));
}

/* The cached result of a whole chunk for one weight. */
struct tfe__smoothed_chunk {
	struct tfe__smoother before;  /* the state before the first entry */
	double first, last, min, max; /* smoothed finite values; NaN if there are none */
};

/* The source of memory for the caches; it must outlive them. */
struct tfe__smoothing_memory {
	const tfe_allocator *allocator;
	_Atomic(size_t) *meter; /* counts their bytes; NULL: not counted */
};

/* Locks the cache of a column and extends it to the whole chunks of a span. *chunks has span->whole
 * + 1 elements, the last with only `before`; it is valid until tfe__smoothing_unlock. Queries wait
 * for each other here, never for the writer. On TFE_E_NOMEM nothing is locked. */
tfe_status tfe__smoothing_lock(const struct tfe__span *span, double weight,
			       const struct tfe__smoothing_memory *memory,
			       const struct tfe__smoothed_chunk **chunks) TFE_MUST_CHECK;
void tfe__smoothing_unlock(const struct tfe__span *span);

void tfe__smoothing_free(struct tfe__column *column, const struct tfe__smoothing_memory *memory);

#endif
