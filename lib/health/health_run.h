/* health: a run for the rules: its series with histories of bounded length, and their relations. */
#ifndef TFE_HEALTH_HEALTH_RUN_H
#define TFE_HEALTH_HEALTH_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

#include "base/arena.h"
#include "base/map.h"
#include "health/tensor_digest.h"
#include "health/meaning.h"
#include "health/quantity.h"
#include "health/thresholds.h"

/* Histories are exact up to these counts. Beyond them adjacent blocks of scalars are merged in
 * pairs, and every second histogram is dropped. So memory is bounded and the rules see the whole
 * training. */
enum { TFE__POINTS_MAX = 1024, TFE__DIGESTS_MAX = 256 };

/* One finite point of a scalar, or a block of successive finite points. */
struct tfe__health_block {
	int64_t step;            /* of the first point */
	double value, low, high; /* mean, minimum and maximum */
	int64_t low_step, high_step;
};

/* The points of a series that are not finite. */
struct tfe__nonfinite {
	bool any, newest; /* there is one; the newest point is one */
	int64_t first_step, last_step;
	double last_finite; /* the value before the first one; NaN: there was none */
	double first_value; /* NaN or an infinity */
	uint64_t count;
};

struct tfe__health_series {
	const char *tag;
	bool histogram;
	struct tfe__meaning meaning;
	struct tfe__quantity quantity; /* of a loss, an accuracy or a gradient norm */
	/* From tfe__meaning_of; of a series with a quantity the key of tfe__quantity_of. */
	const char *layer;
	double first;   /* the first finite value of a scalar */
	uint64_t count; /* number of points that were fed */
	int64_t first_step, last_step;
	struct tfe__nonfinite nonfinite;
	union { /* by kind */
		struct tfe__health_block *point;
		struct tfe__tensor_digest *digest;
	};
	size_t n, capacity;
	size_t stride; /* number of points of a full block; distance between kept histograms */
	size_t fill;   /* number of points of the last block; histograms since the last kept one */
	double sum;    /* of the values of the last block */
	/* Related series: indexes, or TFE__MAP_NONE. Set by tfe__health_run_relate. */
	size_t bias;     /* of a kernel or the gradient of a kernel: the bias of the layer */
	size_t gradient; /* of a weight: its gradient */
	size_t weight;   /* of a gradient: its weight */
	/* Of a series with a quantity: the first and the next series of the same quantity, role and
	 * data; and the first one of the other data, held-out or not. */
	size_t first_same, next_same, twin;
};

struct tfe__health_run {
	tfe_allocator allocator;
	struct tfe__arena tags;
	struct tfe__map index[2]; /* tags to indexes of series: of scalars, of histograms */
	struct tfe__health_series *series;
	size_t n, capacity;
	size_t recent;  /* index of the series that was fed last */
	size_t related; /* number of series at the last tfe__health_run_relate */
	bool contested; /* it has a series of a game: its losses need not fall */
	double limit[TFE__THRESHOLD_COUNT]; /* by enum tfe__threshold */
};

void tfe__health_run_init(struct tfe__health_run *run, const tfe_allocator *allocator);
void tfe__health_run_release(struct tfe__health_run *run);

/* Gets the series of a tag and kind, which is created at the first call. *series is NULL on
 * TFE_E_NOMEM. */
tfe_status tfe__health_run_series(struct tfe__health_run *run, const char *tag, bool histogram,
				  struct tfe__health_series **series) TFE_MUST_CHECK;

/* Add points to a series. The history does not depend on the division of the points among calls.
 * Return TFE_E_NOMEM. */
tfe_status tfe__health_series_add_scalars(struct tfe__health_run *run, struct tfe__health_series *s,
					  const int64_t *step, const double *value,
					  size_t n) TFE_MUST_CHECK;
tfe_status tfe__health_series_add_moments(const struct tfe__health_run *run,
					  struct tfe__health_series *s, int64_t step,
					  const tfe_moments *m) TFE_MUST_CHECK;

/* Finds the bias and the gradient of each kernel by the names of layers, and the series of the same
 * quantity, if series were added since the last call; and whether a score is that of a game.
 * Returns TFE_E_NOMEM. */
tfe_status tfe__health_run_relate(struct tfe__health_run *run) TFE_MUST_CHECK;

/* Returns the number of inputs of a unit of a kernel: num(kernel) / num(bias), for dense and
 * convolutional layers alike. 0 if no bias is known; 1 for a gain with the name of a kernel. */
double tfe__fan_in(const struct tfe__health_run *run, const struct tfe__health_series *kernel);

/* Whether s is the weight (or, for TFE__ROLE_GRADIENT, the gradient) of a kernel: not of a bias, a
 * normalisation, an embedding, an adapter or a gain. */
bool tfe__is_kernel(const struct tfe__health_run *run, const struct tfe__health_series *s,
		    enum tfe__role role);

#endif
