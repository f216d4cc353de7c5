/* health: the run as the rules see it: series with bounded histories, and which belong together. */
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

/* Histories are exact up to these counts; past them scalars are merged two by two into blocks, and
 * of histograms every second one is forgotten: memory has a bound and rules see the whole
 * training. */
enum { TFE__POINTS_MAX = 1024, TFE__DIGESTS_MAX = 256 };

/* One finite point of a scalar, or a block of successive ones. */
struct tfe__health_block {
	int64_t step;            /* of the first */
	double value, low, high; /* mean, least, greatest */
};

struct tfe__nonfinite {
	bool any, newest; /* ever; the newest point is */
	int64_t first_step, last_step;
	double last_finite; /* the value before the first one; NaN when there was none */
	double first_value; /* NaN, or an infinity */
	uint64_t count;
};

struct tfe__health_series {
	const char *tag;
	bool histogram;
	struct tfe__meaning meaning;
	const char *layer; /* of the meaning */
	uint64_t count;    /* points fed */
	int64_t first_step, last_step;
	struct tfe__nonfinite nonfinite;
	union { /* by kind */
		struct tfe__health_block *point;
		struct tfe__tensor_digest *digest;
	};
	size_t n, capacity;
	size_t stride; /* points in a full block; histograms from one that is kept to the next */
	size_t fill;   /* of the last block; histograms since the last one kept */
	double sum;    /* of the last block */
	/* What belongs together: indexes of series, or TFE__MAP_NONE. Set by
	 * tfe__health_run_relate. */
	size_t bias;     /* of a kernel or its gradient: the layer's bias */
	size_t gradient; /* of a weight */
	size_t weight;   /* of a gradient */
};

struct tfe__health_run {
	tfe_allocator allocator;
	struct tfe__arena tags;
	struct tfe__map
		/* tag to series: scalars by their tag, histograms too, first kind fed decides */
		index;
	struct tfe__health_series *series;
	size_t n, capacity;
	size_t recent;  /* the series that was fed last */
	size_t related; /* series when tfe__health_run_relate last ran */
	bool contested; /* holds a series of a game: losses need not fall */
};

void tfe__health_run_init(struct tfe__health_run *run, const tfe_allocator *allocator);
void tfe__health_run_release(struct tfe__health_run *run);

/* The series of a tag, made at its first use. A tag that changes its kind keeps its first one:
 * *series is then NULL. */
tfe_status tfe__health_run_series(struct tfe__health_run *run, const char *tag, bool histogram,
				  struct tfe__health_series **series) TFE_MUST_CHECK;

/* What it remembers does not depend on how points are divided among calls. */
tfe_status tfe__health_series_add_scalars(const struct tfe__health_run *run,
					  struct tfe__health_series *s, const int64_t *step,
					  const double *value, size_t n) TFE_MUST_CHECK;
tfe_status tfe__health_series_add_moments(const struct tfe__health_run *run,
					  struct tfe__health_series *s, int64_t step,
					  const tfe_moments *m) TFE_MUST_CHECK;

/* Finds each kernel's bias and gradient by layer name. Cheap when no series was added since. */
tfe_status tfe__health_run_relate(struct tfe__health_run *run) TFE_MUST_CHECK;

/* How many inputs a unit of this kernel has: num(kernel) / num(bias), for dense and convolution
 * alike. 0 when no bias is known. 1 for a gain that is only named like a kernel. */
double tfe__fan_in(const struct tfe__health_run *run, const struct tfe__health_series *kernel);

/* Whether s is the weight (or with role TFE__ROLE_GRADIENT the gradient) of a kernel: not a bias,
 * normalisation, embedding, adapter or gain. */
bool tfe__is_kernel(const struct tfe__health_run *run, const struct tfe__health_series *s,
		    enum tfe__role role);

#endif
