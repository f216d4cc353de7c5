/* embed: points by label, in the plane and in all dimensions. */
#include "tbtop/embed/embedding.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/find_text.h"

void embedding_release(struct embedding *e)
{
	for (size_t i = 0; e->label && i < e->n; i++)
		free(e->label[i]);
	free(e->label);
	free(e->values);
	free(e->row);
	free(e->group);
	free(e->place);
	*e = (struct embedding){0};
}

size_t embedding_point(const struct embedding *e, uint32_t row)
{
	size_t low = 0, high = e->n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (e->row[middle] <= row)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* A point beside counts when it is more in the direction than across it; distance across it counts
 * twice. */
size_t embedding_beside(const struct embedding *e, size_t from, int dx, int dy)
{
	const double *a = e->place + 2 * from;
	size_t best = from;
	double least = INFINITY;
	for (size_t i = 0; i < e->n; i++) {
		double x = e->place[2 * i] - a[0], y = e->place[2 * i + 1] - a[1];
		double along = dx * x + dy * y, across = fabs(dx * y) + fabs(dy * x);
		if (along > 0 && across <= along && along + 2 * across < least) {
			least = along + 2 * across;
			best = i;
		}
	}
	return best;
}

void embedding_label(const struct embedding *e, size_t point, char *text, size_t size)
{
	if (e->label)
		snprintf(text, size, "%s", e->label[point]);
	else
		snprintf(text, size, "%u", (unsigned)e->row[point]);
}

size_t embedding_search(const struct embedding *e, const char *text, size_t from, int direction)
{
	for (size_t k = 1; k <= e->n && *text; k++) {
		size_t i = direction > 0 ? (from + k) % e->n : (from + e->n - k) % e->n;
		char number[16];
		snprintf(number, sizeof number, "%u", (unsigned)e->row[i]);
		const char *label = e->label ? e->label[i] : number;
		size_t n = strlen(label);
		if (find_text(label, n, text) < n)
			return i;
	}
	return e->n;
}

/* --- neighbours ------------------------------------------------------------------------------- */

/* The sums over coordinates have several parts, which the processor adds at the same time. */
enum { PARTS = 4 };

static double product(const float *p, const float *q, size_t n)
{
	double sum[PARTS] = {0};
	size_t k = 0;
	for (; k + PARTS <= n; k += PARTS)
		for (size_t i = 0; i < PARTS; i++)
			sum[i] += (double)p[k + i] * (double)q[k + i];
	for (; k < n; k++)
		sum[0] += (double)p[k] * (double)q[k];
	return sum[0] + sum[1] + (sum[2] + sum[3]);
}

static double square_distance(const float *p, const float *q, size_t n)
{
	double sum[PARTS] = {0};
	size_t k = 0;
	for (; k + PARTS <= n; k += PARTS)
		for (size_t i = 0; i < PARTS; i++) {
			double by = (double)p[k + i] - (double)q[k + i];
			sum[i] += by * by;
		}
	for (; k < n; k++) {
		double by = (double)p[k] - (double)q[k];
		sum[0] += by * by;
	}
	return sum[0] + sum[1] + (sum[2] + sum[3]);
}

/* `square`: the square of the length of point a. */
static double measure_of(const struct embedding *e, size_t a, double square, size_t b,
			 bool euclidean)
{
	const float *p = e->values + a * e->dims, *q = e->values + b * e->dims;
	if (euclidean)
		return sqrt(square_distance(p, q, e->dims));
	return product(p, q, e->dims) / (sqrt(square) * sqrt(product(q, q, e->dims)));
}

/* Returns whether a measure is nearer than another one; NaN is the farthest. */
static bool nearer(double a, double b, bool euclidean)
{
	if (isnan(a) || isnan(b))
		return isnan(b) && !isnan(a);
	return euclidean ? a < b : a > b;
}

void embedding_nearest(const struct embedding *e, size_t point, bool euclidean,
		       struct neighbours *out)
{
	struct neighbour *nearest = out->nearest;
	size_t n = 0;
	const float *p = e->values + point * e->dims;
	double square = product(p, p, e->dims);
	for (size_t i = 0; i < e->n; i++) {
		if (i == point)
			continue;
		double measure = measure_of(e, point, square, i, euclidean);
		size_t at = n;
		while (at && nearer(measure, nearest[at - 1].measure, euclidean))
			at--;
		if (at == NEAREST_MOST)
			continue;
		n += n < NEAREST_MOST;
		memmove(nearest + at + 1, nearest + at, (n - 1 - at) * sizeof *nearest);
		nearest[at] = (struct neighbour){i, measure};
	}
	out->point = point;
	out->n = n;
}
