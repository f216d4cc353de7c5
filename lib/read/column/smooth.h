/* read/column: TensorBoard's smoothing, over all values of a column. */
#ifndef TFE_READ_COLUMN_SMOOTH_H
#define TFE_READ_COLUMN_SMOOTH_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

#include "read/column/column.h"

/* The running state: v_i = w v_(i-1) + (1-w) y_i, shown divided by 1 - w^i. Values that are not finite
 * pass and leave no trace. (TensorBoard 2.21, webapp/.../data_transformer.ts, classicSmoothing.) */
struct tfe__smoother {
	double weight;
	double last;
	uint64_t n;       /* finite values so far */
	uint64_t settled; /* from this n on 1 - w^n is 1 exactly */
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

/* What is kept of each whole chunk for one weight. */
struct tfe__smoothed_chunk {
	struct tfe__smoother before;  /* the state before its first entry */
	double first, last, min, max; /* of its finite values, smoothed; NaN where there is none */
};

/* Where the memory of caches comes from; it lives as long as they do. */
struct tfe__smoothing_memory {
	const tfe_allocator *allocator;
	_Atomic(size_t) *meter; /* counts their bytes; NULL: nobody counts */
};

/* Locks the cache of a column and brings it up to the whole chunks of a span: *chunks has span->whole + 1 elements, of
 * the last one only `before`. It is good until tfe__smoothing_unlock. Queries wait for each other here,
 * never for the one who appends. Returns TFE_E_NOMEM, and nothing is locked. */
tfe_status tfe__smoothing_lock(const struct tfe__span *span, double weight,
			       const struct tfe__smoothing_memory *memory,
			       const struct tfe__smoothed_chunk **chunks) TFE_MUST_CHECK;
void tfe__smoothing_unlock(const struct tfe__span *span);

void tfe__smoothing_free(struct tfe__column *column, const struct tfe__smoothing_memory *memory);

#endif
