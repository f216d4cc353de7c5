/* summary: the rows of a histogram that hold more or fewer values than the rows beside them let
 * expect. */
#include "summary/histogram.h"

#include <math.h>

/* What the density may at most grow by from one row to the next: the middle of a distribution with
 * far outliers is as steep as this in rows of equal width. */
static const double STEEPEST = 4;

static double width_of(const tfe_bucket *row)
{
	return row->right - row->left;
}

/* A row without width has an infinite density: its values are equal. */
static double density(const tfe_bucket *row)
{
	return row->count > 0 ? row->count / width_of(row) : 0;
}

/* Whether a count differs by more than chance from the expected one: by more than a few values, and
 * three standard deviations of Poisson distributions. The expected count comes from a row with
 * `base` values. */
enum { FEW = 4 };
static bool is_clear(double difference, double expected, double base)
{
	double variance = expected + expected * (expected / base);
	return difference > FEW + 3 * sqrt(variance);
}

/* Returns the number of values of a row above the number that the row `beside` it lets expect, if
 * the density goes on to rise as it does from `beyond` to there. `beyond` may be NULL. */
static double above(const tfe_bucket *row, const tfe_bucket *beside, const tfe_bucket *beyond)
{
	if (!(beside->count > 0))
		return row->count;
	double near = density(beside), rise = beyond ? near / density(beyond) : 1;
	double expected = near * fmin(fmax(rise, 1), STEEPEST) * width_of(row);
	double over = row->count - expected;
	return is_clear(over, expected, beside->count) ? over : 0;
}

/* The number of values of row i above those that the rows on each side let expect. */
static double excess(const tfe_histogram *h, size_t i)
{
	const tfe_bucket *row = &h->row[i];
	double over = row->count;
	if (i > 0)
		over = above(row, row - 1, i > 1 ? row - 2 : NULL);
	if (i + 1 < h->rows)
		over = fmin(over, above(row, row + 1, i + 2 < h->rows ? row + 2 : NULL));
	return over;
}

static void add_peak(const tfe_histogram *h, size_t i, double share, tfe_moments *m)
{
	m->roughness += share;
	if (i == 0 || i + 1 == h->rows) {
		m->ends[i > 0] = share;
	} else if (share > m->peak) {
		m->peak = share;
		m->peak_at = h->row[i].left / 2 + h->row[i].right / 2;
	}
}

/* Adds what row i, which has rows on both sides, lacks of the number that the lesser one of them
 * lets expect, if it has not even half of that. */
static void add_hollow(const tfe_histogram *h, size_t i, tfe_moments *m)
{
	const tfe_bucket *row = &h->row[i];
	const tfe_bucket *beside = density(row - 1) < density(row + 1) ? row - 1 : row + 1;
	double expected = density(beside) * width_of(row), under = expected - row->count;
	if (row->count < expected / 2 && is_clear(under, expected, beside->count))
		m->roughness += under / h->num;
}

void tfe__histogram_peaks(const tfe_histogram *h, tfe_moments *m)
{
	if (h->rows < 2)
		return;
	/* The densities of the row and of the rows beside it. Those of a damaged histogram may be
	 * negative: only rows between others are compared with both. */
	double before = 0, here = 0, after = density(&h->row[0]);
	for (size_t i = 0; i < h->rows; i++) {
		before = here, here = after;
		after = i + 1 < h->rows ? density(&h->row[i + 1]) : 0;
		if (here > before && here > after) {
			if (h->row[i].count > FEW)
				add_peak(h, i, excess(h, i) / h->num, m);
		} else if (here < before && here < after && i > 0 && i + 1 < h->rows) {
			add_hollow(h, i, m);
		}
	}
	m->roughness = fmin(m->roughness, 1);
}
