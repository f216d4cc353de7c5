/* health: measures of the shape of a distribution, from the moments, quantiles and peaks of its
 * histogram. All are differences from the start, because an initialisation may have any shape. */
#include "health/tensor_shape.h"

#include <math.h>

/* The share of values on levels, in addition to the largest pile. Smooth distributions stay below
 * 0.04 even with few values. */
static const double LIMIT_LEVELS = 0.12;
/* If the ends and the largest pile alone hold all values, these have two or three levels. */
static const double LIMIT_ALL = 0.95;
static const double LIMIT_ZEROS = 0.2;
/* Piles at both ends together, at one end alone, and within the range. */
static const double LIMIT_ENDS = 0.035, LIMIT_END = 0.04, LIMIT_PEAK = 0.06;
/* Two humps have a valley, and Sarle's bimodality coefficient (1/3 for a normal distribution, 5/9
 * for a uniform one, 1 for two points) above that of a uniform distribution. Either is uncertain
 * with a few hundred values, so that the mean of both counts. Both must also rise. Humps with heavy
 * tails have a small coefficient; there a deep valley suffices, where there was none. */
static const double LIMIT_VALLEY = 0.28, LIMIT_BIMODAL = 0.04, UNIFORM = 5 / 9.;
static const double LEAST_VALLEY = 0.15, LEAST_RISE = 0.01, LEAST_DEEPER = 0.05;
static const double LIMIT_DEEP = 0.42, LIMIT_DEEPER = 0.35;
static const double NARROWER = 0.95;
static const double LIMIT_KURTOSIS = 6, LIMIT_SKEWNESS = 1.5, LIMIT_FAR = 20;
static const double MANY = 512;

enum { PARTS = TFE_MOMENTS_QUANTILES + 1 };

/* The range, divided at the quantiles of tfe_moments. */
struct parts {
	double edge[PARTS + 1], density[PARTS];
};

static struct parts parts_of(const struct tfe__tensor_digest *d)
{
	static const double share[PARTS] = {0.0668, 0.0919, 0.1498, 0.1915,
					    0.1915, 0.1498, 0.0919, 0.0668};
	struct parts p = {.edge[0] = d->min, .edge[PARTS] = d->max};
	for (size_t i = 0; i < TFE_MOMENTS_QUANTILES; i++)
		p.edge[i + 1] = (double)d->quantile[i];
	double least = 1e-9 * d->stddev;
	for (size_t i = 0; i < PARTS; i++)
		p.density[i] = share[i] / fmax(p.edge[i + 1] - p.edge[i], least);
	return p;
}

static double highest(const struct parts *p, size_t from, size_t to)
{
	double most = p->density[from];
	for (size_t i = from + 1; i < to; i++)
		most = fmax(most, p->density[i]);
	return most;
}

/* Returns by how much the density falls between two humps, relative to the lower one, and the part
 * where it is lowest. */
static double valley(const struct parts *p, size_t *at)
{
	double deepest = 0;
	*at = PARTS / 2;
	for (size_t i = 1; i + 1 < PARTS; i++) {
		double hump = fmin(highest(p, 0, i), highest(p, i + 1, PARTS));
		double depth = 1 - p->density[i] / hump;
		if (depth > deepest) {
			deepest = depth;
			*at = i;
		}
	}
	return deepest;
}

double tfe__valley_at(const struct tfe__tensor_digest *d)
{
	struct parts p = parts_of(d);
	size_t at;
	valley(&p, &at);
	return (p.edge[at] + p.edge[at + 1]) / 2;
}

static double bimodality(const struct tfe__tensor_digest *d)
{
	return (d->skewness * d->skewness + 1) / (d->kurtosis + 3);
}

static double largest_end(const struct tfe__tensor_digest *d)
{
	return fmax((double)d->ends[0], (double)d->ends[1]);
}

static double both_ends(const struct tfe__tensor_digest *d)
{
	return (double)d->ends[0] + (double)d->ends[1];
}

/* The share of zeros, if they stand out: in wide rows the zeros of tfe_moments are an estimate. */
static double zeros(const struct tfe__tensor_digest *d)
{
	bool near = fabs((double)d->peak_at) < d->stddev / 2;
	return fmin(d->zeros, fmax(near ? (double)d->peak : 0, largest_end(d)));
}

double tfe__shape_measure(enum tfe__shape shape, const struct tfe__tensor_digest *d)
{
	switch (shape) {
	case TFE__SHAPE_QUANTISED:
		return (double)d->roughness;
	case TFE__SHAPE_PRUNED:
		return zeros(d);
	case TFE__SHAPE_CLIPPED:
		return both_ends(d);
	case TFE__SHAPE_CUT:
		return largest_end(d);
	case TFE__SHAPE_SPIKE:
		return (double)d->peak;
	case TFE__SHAPE_HUMPS: {
		struct parts p = parts_of(d);
		size_t at;
		return valley(&p, &at);
	}
	case TFE__SHAPE_TAILS:
		return d->kurtosis;
	default:
		return d->skewness;
	}
}

static double change(enum tfe__shape shape, const struct tfe__tensor_digest *start,
		     const struct tfe__tensor_digest *d)
{
	return tfe__shape_measure(shape, d) - tfe__shape_measure(shape, start);
}

/* The share of values on levels besides the largest pile, which may be a pruning or a spike. */
static double levels(const struct tfe__tensor_digest *d)
{
	return (double)d->roughness - fmax((double)d->peak, largest_end(d));
}

static double quantised(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d)
{
	double within = (double)d->roughness - (double)d->peak - both_ends(d);
	if (within < LIMIT_LEVELS && (double)d->roughness < LIMIT_ALL)
		return 0;
	return (levels(d) - levels(start)) / LIMIT_LEVELS;
}

/* One end has so little of what is piled up at both that the distribution is cut on one side. */
static bool is_one_end(const struct tfe__tensor_digest *d)
{
	return largest_end(d) > 0.8 * both_ends(d);
}

static double clipped(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d)
{
	return is_one_end(d) ? 0 : change(TFE__SHAPE_CLIPPED, start, d) / LIMIT_ENDS;
}

/* Whether the distribution was folded or cut at 0: it had both signs, is narrower now, and has an
 * end with many values at 0. One that merely drifts across 0 keeps its width. */
static bool is_folded(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d)
{
	if (!(start->quantile[0] < 0) || !(start->quantile[TFE_MOMENTS_QUANTILES - 1] > 0) ||
	    d->stddev > NARROWER * start->stddev)
		return false;
	struct parts p = parts_of(d);
	double near = 0.05 * d->stddev, dense = 0.3 * highest(&p, 0, PARTS);
	return (fabs(d->min) < near && p.density[0] > dense) ||
	       (fabs(d->max) < near && p.density[PARTS - 1] > dense);
}

static double cut(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d)
{
	double piled = is_one_end(d) ? change(TFE__SHAPE_CUT, start, d) / LIMIT_END : 0;
	return is_folded(start, d) ? fmax(piled, 2) : piled;
}

/* A peak of zeros is a pruning. */
static double spike(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d)
{
	bool of_zeros = zeros(d) > (double)d->peak / 2;
	return of_zeros ? 0 : change(TFE__SHAPE_SPIKE, start, d) / LIMIT_PEAK;
}

static double humps(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d)
{
	double bimodal = bimodality(d), depth = tfe__shape_measure(TFE__SHAPE_HUMPS, d);
	double deeper = change(TFE__SHAPE_HUMPS, start, d);
	if (depth > LIMIT_DEEP && deeper > LIMIT_DEEPER)
		return fmin(depth / LIMIT_DEEP, deeper / LIMIT_DEEPER);
	if (depth < LEAST_VALLEY || deeper < LEAST_DEEPER ||
	    bimodal < fmax(UNIFORM, bimodality(start) + LEAST_RISE))
		return 0;
	return (depth / LIMIT_VALLEY + (bimodal - UNIFORM) / LIMIT_BIMODAL) / 2;
}

/* The distance of the farthest value from the mean, in standard deviations, with its sign. */
static double farthest(const struct tfe__tensor_digest *d)
{
	double up = d->max - d->mean, down = d->mean - d->min;
	return up > down ? up / d->stddev : -down / d->stddev;
}

/* The change of the kurtosis, of which half must be left without the farthest value, unless that is
 * extremely far. The fourth moment must also double, because tails that are there from the start
 * may grow. */
static double tails(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d)
{
	double far = farthest(d), others = d->kurtosis - far * far * far * far / d->num;
	double all = d->kurtosis - start->kurtosis;
	if (fabs(far) < LIMIT_FAR)
		all = fmin(all, 2 * (others - start->kurtosis));
	if (d->kurtosis + 3 < 2 * (start->kurtosis + 3))
		all = fmin(all, LIMIT_KURTOSIS);
	return all / LIMIT_KURTOSIS;
}

/* The change of the skewness, of which half must be left without the farthest value. */
static double leaning(const struct tfe__tensor_digest *start, const struct tfe__tensor_digest *d)
{
	double far = farthest(d), others = d->skewness - far * far * far / d->num;
	double all = fabs(d->skewness - start->skewness);
	return fmin(all, 2 * fabs(others - start->skewness)) / LIMIT_SKEWNESS;
}

static double ratio(enum tfe__shape shape, const struct tfe__tensor_digest *start,
		    const struct tfe__tensor_digest *d)
{
	switch (shape) {
	case TFE__SHAPE_QUANTISED:
		return quantised(start, d);
	case TFE__SHAPE_PRUNED:
		return change(shape, start, d) / LIMIT_ZEROS;
	case TFE__SHAPE_CLIPPED:
		return clipped(start, d);
	case TFE__SHAPE_CUT:
		return cut(start, d);
	case TFE__SHAPE_SPIKE:
		return spike(start, d);
	case TFE__SHAPE_HUMPS:
		return humps(start, d);
	case TFE__SHAPE_TAILS:
		return tails(start, d);
	default:
		return leaning(start, d);
	}
}

struct tfe__departure tfe__departure_of(const struct tfe__tensor_digest *start,
					const struct tfe__tensor_digest *d)
{
	struct tfe__departure none = {.shape = TFE__SHAPE_COUNT};
	/* Measures of few values are uncertain, by the square root of their number. */
	double doubt = sqrt(fmax(1, MANY / d->num));
	for (enum tfe__shape shape = 0; shape < TFE__SHAPE_COUNT; shape++) {
		double x = ratio(shape, start, d) / doubt;
		if (x > 1)
			return (struct tfe__departure){shape, x};
		none.x = fmax(none.x, x);
	}
	return none;
}
