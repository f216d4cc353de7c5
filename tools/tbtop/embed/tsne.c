/* embed: exact t-SNE. */
#include "tbtop/embed/tsne.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

enum { ITERATIONS = 500, EXAGGERATED = 150, SEARCHES = 60 };
static const double exaggeration = 12;

/* The similarities [n, n] of points, which sum up to 1, and the movement in the plane. */
struct tsne {
	size_t n;
	float *similar;
	double *speed, *gain, *force; /* [n, 2] */
};

/* Squared distances of one point to all, relative to their mean so that values of any size can be
 * computed with. */
static void distances(const struct embedding *e, size_t i, double *out)
{
	double mean = 0;
	for (size_t j = 0; j < e->n; j++) {
		const float *p = e->values + i * e->dims, *q = e->values + j * e->dims;
		out[j] = 0;
		for (size_t k = 0; k < e->dims; k++)
			out[j] += ((double)p[k] - (double)q[k]) * ((double)p[k] - (double)q[k]);
		mean += out[j] / (double)e->n;
	}
	for (size_t j = 0; j < e->n && mean > 0; j++)
		out[j] /= mean;
}

/* Searches the width of the neighbourhood of point i that has the perplexity, by bisection. Fills
 * row i with its probabilities. */
static void fill_row(struct tsne *t, size_t i, const double *d, double perplexity)
{
	double low = 0, high = INFINITY, beta = 1, nearest = INFINITY;
	float *row = t->similar + i * t->n;
	for (size_t j = 0; j < t->n; j++)
		if (j != i)
			nearest = fmin(nearest, d[j]);
	for (int search = 0; search < SEARCHES; search++) {
		double sum = 0, moment = 0;
		for (size_t j = 0; j < t->n; j++) {
			double p = j == i ? 0 : exp(-beta * (d[j] - nearest));
			row[j] = (float)p;
			sum += p;
			moment += p * (d[j] - nearest);
		}
		double entropy = log(sum) + beta * moment / sum;
		for (size_t j = 0; j < t->n; j++)
			row[j] = (float)((double)row[j] / sum);
		if (fabs(entropy - log(perplexity)) < 1e-5)
			return;
		if (entropy > log(perplexity))
			low = beta;
		else
			high = beta;
		beta = isinf(high) ? beta * 2 : (low + high) / 2;
	}
}

static bool fill(struct tsne *t, const struct embedding *e, embed_progress *report, void *context)
{
	double *d = need_zeroed(t->n, sizeof *d), most = (double)(t->n - 1) / 3;
	bool go_on = true;
	for (size_t i = 0; i < t->n && go_on; i++) {
		distances(e, i, d);
		fill_row(t, i, d, fmax(1.01, fmin(30, most)));
		go_on = report(context, 0.2 * (double)i / (double)t->n);
	}
	free(d);
	for (size_t i = 0; i < t->n; i++)
		for (size_t j = 0; j < i; j++) {
			float *a = &t->similar[i * t->n + j], *b = &t->similar[j * t->n + i];
			*a = *b = (*a + *b) / (float)(2 * t->n);
		}
	return go_on;
}

/* Computes the forces on all points: each pair is visited once for the sum and once for the
 * forces. */
static void pull(struct tsne *t, const double *y, double exaggerate)
{
	double sum = DBL_MIN;
	for (size_t i = 0; i < t->n; i++)
		for (size_t j = 0; j < i; j++) {
			double dx = y[2 * i] - y[2 * j], dy = y[2 * i + 1] - y[2 * j + 1];
			sum += 2 / (1 + dx * dx + dy * dy);
		}
	memset(t->force, 0, 2 * t->n * sizeof *t->force);
	for (size_t i = 0; i < t->n; i++) {
		const float *row = t->similar + i * t->n;
		for (size_t j = 0; j < i; j++) {
			double dx = y[2 * i] - y[2 * j], dy = y[2 * i + 1] - y[2 * j + 1];
			double q = 1 / (1 + dx * dx + dy * dy);
			double f = 4 * (exaggerate * (double)row[j] - q / sum) * q;
			t->force[2 * i] += f * dx;
			t->force[2 * i + 1] += f * dy;
			t->force[2 * j] -= f * dx;
			t->force[2 * j + 1] -= f * dy;
		}
	}
}

static void centre(double *y, size_t n)
{
	for (size_t c = 0; c < 2; c++) {
		double mean = 0;
		for (size_t i = 0; i < n; i++)
			mean += y[2 * i + c] / (double)n;
		for (size_t i = 0; i < n; i++)
			y[2 * i + c] -= mean;
	}
}

static void move(struct tsne *t, double *y, int iteration)
{
	double momentum = iteration < EXAGGERATED ? 0.5 : 0.8;
	double rate = fmax((double)t->n / exaggeration / 4, 50);
	for (size_t i = 0; i < 2 * t->n; i++) {
		bool turned = (t->force[i] > 0) != (t->speed[i] > 0);
		t->gain[i] = fmax(turned ? t->gain[i] + 0.2 : t->gain[i] * 0.8, 0.01);
		t->speed[i] = momentum * t->speed[i] - rate * t->gain[i] * t->force[i];
		y[i] += t->speed[i];
	}
	centre(y, t->n);
}

/* Scales the plane so that the points begin close together. */
static void shrink(double *y, size_t n)
{
	double largest = 0;
	for (size_t i = 0; i < 2 * n; i++)
		largest = fmax(largest, fabs(y[i]));
	for (size_t i = 0; i < 2 * n && largest > 0; i++)
		y[i] *= 1e-4 / largest;
}

void embedding_tsne(struct embedding *e, embed_progress *report, void *context)
{
	struct tsne t = {.n = e->n};
	if (e->n < 4 || e->n > TSNE_MOST)
		return;
	t.similar = need_zeroed(t.n * t.n, sizeof *t.similar);
	t.speed = need_zeroed(2 * t.n, sizeof *t.speed);
	t.gain = need_zeroed(2 * t.n, sizeof *t.gain);
	t.force = need_zeroed(2 * t.n, sizeof *t.force);
	for (size_t i = 0; i < 2 * t.n; i++)
		t.gain[i] = 1;
	bool go_on = fill(&t, e, report, context);
	shrink(e->place, t.n);
	for (int i = 0; i < ITERATIONS && go_on; i++) {
		pull(&t, e->place, i < EXAGGERATED ? exaggeration : 1);
		move(&t, e->place, i);
		go_on = report(context, 0.2 + 0.8 * i / ITERATIONS);
	}
	free(t.similar);
	free(t.speed);
	free(t.gain);
	free(t.force);
}
