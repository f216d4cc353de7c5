/* summary: a range of doubles in equal parts, also where its width overflows or that of a part
 * is denormal. */
#ifndef TFE_SUMMARY_PARTS_H
#define TFE_SUMMARY_PARTS_H

#include <float.h>
#include <math.h>
#include <stddef.h>

/* `scale` is a power of two, 1 for ranges of everyday size; `width` is that of a part,
 * multiplied by it. */
struct tfe__parts {
	double lo, hi, scale, width;
	size_t n;
};

/* lo < hi, both finite; n > 0. */
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

/* Where part i begins; for i = n where the last one ends. */
static inline double tfe__parts_edge(const struct tfe__parts *p, size_t i)
{
	double from_lo = (double)i * p->width;
	if (i >= p->n)
		return p->hi;
	return p->scale < 1 ? p->lo + from_lo + from_lo : p->lo + from_lo / p->scale;
}

/* The part that x lies in; the first or the last one where it lies before or behind them all. */
static inline size_t tfe__parts_find(const struct tfe__parts *p, double x)
{
	double at = fmax((x * p->scale - p->lo * p->scale) / p->width, 0);
	return at < (double)p->n ? (size_t)at : p->n - 1;
}

#endif
