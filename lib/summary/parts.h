/* summary: divides a range of doubles into equal parts, even if its width overflows or a part is
 * denormal. */
#ifndef TFE_SUMMARY_PARTS_H
#define TFE_SUMMARY_PARTS_H

#include <float.h>
#include <math.h>
#include <stddef.h>

/* A divided range. `scale` is a power of two, 1 for ranges of ordinary size; `width` is the width
 * of a part times scale. */
struct tfe__parts {
	double lo, hi, scale, width;
	size_t n;
};

/* Divides [lo, hi] into n parts; lo < hi, both finite; n > 0. */
static inline struct tfe__parts tfe__parts_of(double lo, double hi, size_t n)
{
	struct tfe__parts p = {lo, hi, 1, (hi - lo) / (double)n, n};
	if (isinf(p.width))
		p.scale = 0.5;
	else if (p.width < DBL_MIN)
		p.scale = 0x1p600;
	if (p.scale != 1)
		p.width = (hi * p.scale - lo * p.scale) / (double)n;
	return p;
}

/* The start of part i; for i = n the end of the last part. */
static inline double tfe__parts_edge(const struct tfe__parts *p, size_t i)
{
	double from_lo = (double)i * p->width;
	if (i >= p->n)
		return p->hi;
	return p->scale < 1 ? p->lo + from_lo + from_lo : p->lo + from_lo / p->scale;
}

/* The part that contains x; the first or the last part if x is outside. */
static inline size_t tfe__parts_find(const struct tfe__parts *p, double x)
{
	double at = fmax((x * p->scale - p->lo * p->scale) / p->width, 0);
	return at < (double)p->n ? (size_t)at : p->n - 1;
}

#endif
