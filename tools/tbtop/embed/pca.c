/* embed: principal components by orthogonal iteration on the smaller one of two matrices with the
 * same eigenvalues: the products of coordinates (dims x dims) or those of points (n x n). */
#include "tbtop/embed/pca.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

enum { BLOCK_MOST = 16, ITERATIONS_MOST = 2000, SWEEPS_MOST = 60 };
static const double operations_most = 4e9, settled = 1e-13;

/* A symmetric matrix of m x m, and a block of vectors [m, b] that become its eigenvectors with the
 * greatest eigenvalues, in descending order. */
struct problem {
	size_t m, b;
	double *matrix, *vectors, *products; /* products: the matrix times the vectors */
	double value[BLOCK_MOST];
};

/* --- the matrix ------------------------------------------------------------------------------- */

static double *centred_values(const struct embedding *e)
{
	double *x = need_zeroed(e->n * e->dims, sizeof *x);
	for (size_t k = 0; k < e->dims; k++) {
		double mean = 0;
		for (size_t i = 0; i < e->n; i++)
			mean += (double)e->values[i * e->dims + k] / (double)e->n;
		for (size_t i = 0; i < e->n; i++)
			x[i * e->dims + k] = (double)e->values[i * e->dims + k] - mean;
	}
	return x;
}

static bool multiply_points(struct problem *p, const double *x, size_t n, size_t d,
			    embed_progress *report, void *context)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j <= i; j++) {
			double sum = 0;
			for (size_t k = 0; k < d; k++)
				sum += x[i * d + k] * x[j * d + k];
			p->matrix[i * n + j] = p->matrix[j * n + i] = sum;
		}
		if (!report(context, 0.5 * (double)(i * i) / (double)(n * n)))
			return false;
	}
	return true;
}

static bool multiply_coordinates(struct problem *p, const double *x, size_t n, size_t d,
				 embed_progress *report, void *context)
{
	for (size_t i = 0; i < n; i++) {
		const double *row = x + i * d;
		for (size_t a = 0; a < d; a++)
			for (size_t b = 0; b <= a; b++)
				p->matrix[a * d + b] += row[a] * row[b];
		if (!report(context, 0.5 * (double)i / (double)n))
			return false;
	}
	for (size_t a = 0; a < d; a++)
		for (size_t b = 0; b < a; b++)
			p->matrix[b * d + a] = p->matrix[a * d + b];
	return true;
}

/* --- eigenvectors ----------------------------------------------------------------------------- */

static double dot(const struct problem *p, const double *u, size_t i, const double *v, size_t j)
{
	double sum = 0;
	for (size_t r = 0; r < p->m; r++)
		sum += u[r * p->b + i] * v[r * p->b + j];
	return sum;
}

/* Makes the vectors orthonormal; one that depends on those before it becomes 0. Each is made
 * orthogonal twice, against rounding. */
static void orthonormalize(struct problem *p)
{
	double *v = p->vectors;
	for (size_t j = 0; j < p->b; j++) {
		double before = sqrt(dot(p, v, j, v, j));
		for (int twice = 0; twice < 2; twice++)
			for (size_t i = 0; i < j; i++) {
				double along = dot(p, v, i, v, j);
				for (size_t r = 0; r < p->m; r++)
					v[r * p->b + j] -= along * v[r * p->b + i];
			}
		double length = sqrt(dot(p, v, j, v, j));
		double by = length > before * 1e-14 && length > 0 ? 1 / length : 0;
		for (size_t r = 0; r < p->m; r++)
			v[r * p->b + j] *= by;
	}
}

static void multiply(struct problem *p)
{
	memset(p->products, 0, p->m * p->b * sizeof *p->products);
	for (size_t r = 0; r < p->m; r++)
		for (size_t k = 0; k < p->m; k++)
			for (size_t j = 0; j < p->b; j++)
				p->products[r * p->b + j] +=
					p->matrix[r * p->m + k] * p->vectors[k * p->b + j];
}

/* Rotates rows and columns i and j of a symmetric matrix so that their product becomes 0, and the
 * columns of the rotation. */
static void rotate(double a[BLOCK_MOST][BLOCK_MOST], double turn[BLOCK_MOST][BLOCK_MOST], size_t b,
		   size_t i, size_t j)
{
	if (a[i][j] == 0)
		return;
	double theta = (a[j][j] - a[i][i]) / (2 * a[i][j]);
	double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
	double c = 1 / sqrt(t * t + 1), s = t * c;
	for (size_t k = 0; k < b; k++) {
		double u = a[k][i], v = a[k][j];
		a[k][i] = c * u - s * v;
		a[k][j] = s * u + c * v;
	}
	for (size_t k = 0; k < b; k++) {
		double u = a[i][k], v = a[j][k], x = turn[k][i], y = turn[k][j];
		a[i][k] = c * u - s * v;
		a[j][k] = s * u + c * v;
		turn[k][i] = c * x - s * y;
		turn[k][j] = s * x + c * y;
	}
}

/* Solves the small problem within the block (Rayleigh and Ritz) and replaces the vectors and the
 * products by those of its solution, in descending order of the values. */
static void solve_block(struct problem *p)
{
	double a[BLOCK_MOST][BLOCK_MOST], turn[BLOCK_MOST][BLOCK_MOST] = {{0}}, row[BLOCK_MOST];
	size_t order[BLOCK_MOST], b = p->b;
	for (size_t i = 0; i < b; i++)
		for (size_t j = 0; j < b; j++)
			a[i][j] = dot(p, p->vectors, i, p->products, j);
	for (size_t i = 0; i < b; i++)
		turn[i][i] = 1;
	for (int sweep = 0; sweep < SWEEPS_MOST; sweep++)
		for (size_t i = 0; i < b; i++)
			for (size_t j = i + 1; j < b; j++)
				rotate(a, turn, b, i, j);
	for (size_t i = 0; i < b; i++) {
		size_t at = i;
		for (; at && a[order[at - 1]][order[at - 1]] < a[i][i]; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	for (size_t j = 0; j < b; j++)
		p->value[j] = a[order[j]][order[j]];
	double *const both[] = {p->vectors, p->products};
	for (size_t which = 0; which < 2; which++)
		for (size_t r = 0; r < p->m; r++) {
			double *v = both[which] + r * b;
			memcpy(row, v, b * sizeof *v);
			for (size_t j = 0; j < b; j++) {
				v[j] = 0;
				for (size_t k = 0; k < b; k++)
					v[j] += row[k] * turn[k][order[j]];
			}
		}
}

/* Fills the block with numbers that are always the same. */
static void begin(struct problem *p)
{
	uint64_t state = 1;
	for (size_t i = 0; i < p->m * p->b; i++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		p->vectors[i] = (double)(state >> 11) / (double)(UINT64_C(1) << 53) - 0.5;
	}
}

static bool solve(struct problem *p, size_t wanted, embed_progress *report, void *context)
{
	double operations = (double)p->m * (double)p->m * (double)p->b, before[BLOCK_MOST];
	begin(p);
	orthonormalize(p);
	for (int i = 0; i < ITERATIONS_MOST && i * operations < operations_most; i++) {
		bool done = i > 0;
		memcpy(before, p->value, sizeof before);
		multiply(p);
		solve_block(p);
		for (size_t k = 0; k < wanted; k++)
			done &= fabs(p->value[k] - before[k]) <= settled * fabs(p->value[0]);
		if (done)
			return true;
		memcpy(p->vectors, p->products, p->m * p->b * sizeof *p->vectors);
		orthonormalize(p);
		if (!report(context, 0.5 + 0.5 * i / ITERATIONS_MOST))
			return false;
	}
	multiply(p);
	solve_block(p);
	return true;
}

/* --- the plane -------------------------------------------------------------------------------- */

/* Places the points along component c, whose direction in all coordinates decides its sign. */
static void place(struct embedding *e, const struct problem *p, const double *x, size_t c)
{
	double largest = 0, root = sqrt(fmax(p->value[c], 0));
	bool by_points = e->dims > e->n;
	for (size_t k = 0; k < e->dims; k++) {
		double along = by_points ? 0 : p->vectors[k * p->b + c];
		for (size_t i = 0; by_points && i < e->n; i++)
			along += x[i * e->dims + k] * p->vectors[i * p->b + c];
		largest = fabs(along) > fabs(largest) * (1 + 1e-9) ? along : largest;
	}
	for (size_t i = 0; i < e->n; i++) {
		double at = by_points ? root * p->vectors[i * p->b + c] : 0;
		for (size_t k = 0; !by_points && k < e->dims; k++)
			at += x[i * e->dims + k] * p->vectors[k * p->b + c];
		e->place[2 * i + c] = largest < 0 ? -at : at;
	}
}

void embedding_pca(struct embedding *e, embed_progress *report, void *context)
{
	struct problem p = {.m = e->dims > e->n ? e->n : e->dims};
	double sum = 0;
	p.b = p.m < BLOCK_MOST ? p.m : BLOCK_MOST;
	size_t wanted = p.b < EMBEDDING_SHARES ? p.b : EMBEDDING_SHARES;
	double *x = centred_values(e);
	p.matrix = need_zeroed(p.m * p.m, sizeof *p.matrix);
	p.vectors = need_zeroed(p.m * p.b, sizeof *p.vectors);
	p.products = need_zeroed(p.m * p.b, sizeof *p.products);
	e->place = need_zeroed(2 * e->n, sizeof *e->place);
	bool done = (e->dims > e->n ? multiply_points : multiply_coordinates)(&p, x, e->n, e->dims,
									      report, context) &&
		    solve(&p, wanted, report, context);
	for (size_t i = 0; i < p.m; i++)
		sum += p.matrix[i * p.m + i];
	for (size_t k = 0; done && k < wanted && sum > 0; k++)
		e->share[e->shares++] = fmax(p.value[k], 0) / sum;
	for (size_t c = 0; done && c < 2 && c < p.b; c++)
		place(e, &p, x, c);
	free(x);
	free(p.matrix);
	free(p.vectors);
	free(p.products);
}
