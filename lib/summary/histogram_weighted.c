/* summary: counts values with weights into a tfe_histogram. */
#include <math.h>
#include <stdbool.h>

#include "summary/array_walk.h"
#include "summary/buckets.h"
#include "summary/parts.h"
#include "summary/tally.h"
#include "summary/values.h"

enum { BLOCK = 512 };

/* Values and weights, side by side. */
struct pairs {
	struct tfe__array_walk values, weights;
	tfe_dtype value_type, weight_type;
	double x[BLOCK], weight[BLOCK];
};

static void begin(struct pairs *p, const tfe_array *values, const tfe_array *weights, size_t n)
{
	p->value_type = values->dtype;
	p->weight_type = weights->dtype;
	tfe__array_walk_init(&p->values, values, n);
	tfe__array_walk_init(&p->weights, weights, n);
}

static size_t load(struct tfe__array_walk *walk, tfe_dtype dtype, double *out)
{
	const void *run;
	size_t n = 0, got;
	while (n < BLOCK && (got = tfe__array_walk_next(walk, &run, BLOCK - n))) {
		tfe__values_load_double(out + n, run, dtype, 0, got);
		n += got;
	}
	return n;
}

/* Loads the next block; returns the number of pairs. */
static size_t next(struct pairs *p)
{
	load(&p->weights, p->weight_type, p->weight);
	return load(&p->values, p->value_type, p->x);
}

/* Whether a pair is counted. */
static bool counts(double x, double weight)
{
	return isfinite(x) && weight > 0;
}

/* Adds a pair to the statistics. */
static void add(struct tfe__tally *t, double x, double weight)
{
	if (t->num == 0 || x < t->moments.min)
		t->moments.min = x;
	if (t->num == 0 || x > t->moments.max)
		t->moments.max = x;
	t->num += weight;
	t->moments.sum += weight * x;
	t->moments.sum_squares += weight * x * x;
}

/* Computes the statistics and the exponential buckets. */
static tfe_status measure(struct tfe__tally *t, double *buckets, struct pairs *p)
{
	size_t n;
	while ((n = next(p)))
		for (size_t i = 0; i < n; i++) {
			if (!(p->weight[i] >= 0 && isfinite(p->weight[i])))
				return TFE_E_ARG;
			t->nonfinite += !isfinite(p->x[i]);
			if (!counts(p->x[i], p->weight[i]))
				continue;
			add(t, p->x[i], p->weight[i]);
			buckets[tfe__bucket_of(p->x[i])] += p->weight[i];
		}
	return TFE_OK;
}

tfe_status tfe__tally_weighted(tfe_histogram *h, const tfe_array *values, const tfe_array *weights,
			       size_t n, size_t buckets)
{
	struct tfe__tally t = {0};
	double exponential[TFE__BUCKETS] = {0};
	struct pairs p;
	begin(&p, values, weights, n);
	tfe_status status = measure(&t, exponential, &p);
	if (status)
		return status;
	if (!buckets)
		return tfe__tally_exponential(&t, exponential, h);
	status = tfe__tally_uniform(&t, buckets, h);
	if (status || h->rows < 2)
		return status;
	const struct tfe__parts parts = tfe__parts_of(h->min, h->max, h->rows);
	begin(&p, values, weights, n);
	while ((n = next(&p)))
		for (size_t i = 0; i < n; i++)
			if (counts(p.x[i], p.weight[i]))
				h->row[tfe__parts_find(&parts, p.x[i])].count += p.weight[i];
	return TFE_OK;
}
