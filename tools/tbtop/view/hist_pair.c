/* view: two histograms that are compared. */
#include "tbtop/view/hist_pair.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/model/linked_step.h"
#include "tbtop/view/hist_steps.h"

/* --- distance --------------------------------------------------------------------------------- */

/* A cumulative distribution: before[i] is the share of values in the rows before row i. */
struct cumulative {
	const tfe_histogram *h;
	double *before;
	double all;
};

static struct cumulative cumulative_of(const tfe_histogram *h)
{
	struct cumulative c = {.h = h, .before = need_zeroed(h->rows + 1, sizeof(double))};
	for (size_t i = 0; i < h->rows; i++) {
		c.before[i] = c.all;
		c.all += h->row[i].count;
	}
	c.before[h->rows] = c.all;
	return c;
}

/* Returns the share of values below x, or with `at` also of those equal to it. */
static double share_below(const struct cumulative *c, double x, bool at)
{
	size_t lo = 0, hi = c->h->rows;
	while (lo < hi) { /* the first row that is not wholly below x */
		size_t middle = lo + (hi - lo) / 2;
		const tfe_bucket *b = &c->h->row[middle];
		if (b->right < x || (b->right == x && (at || b->left < b->right)))
			lo = middle + 1;
		else
			hi = middle;
	}
	double sum = c->before[lo];
	if (lo < c->h->rows) {
		const tfe_bucket *b = &c->h->row[lo];
		if (b->left < x && b->right > b->left)
			sum += b->count * (x - b->left) / (b->right - b->left);
	}
	return sum / c->all;
}

/* The shares are linear between the ends of rows, so that their largest difference is at one of
 * those ends. */
static double largest(const struct cumulative *a, const struct cumulative *b)
{
	double most = 0;
	for (size_t i = 0; i < a->h->rows; i++)
		for (int side = 0; side < 4; side++) {
			double x = side & 1 ? a->h->row[i].right : a->h->row[i].left;
			bool at = side & 2;
			most = fmax(most, fabs(share_below(a, x, at) - share_below(b, x, at)));
		}
	return most;
}

double hist_distance(const tfe_histogram *a, const tfe_histogram *b)
{
	struct cumulative x = cumulative_of(a), y = cumulative_of(b);
	double d = NAN;
	if (x.all > 0 && y.all > 0)
		d = fmax(largest(&x, &y), largest(&y, &x));
	free(x.before);
	free(y.before);
	return d;
}

/* --- choice ----------------------------------------------------------------------------------- */

bool hist_pair_find(const struct frame *f, const struct tag *tag, struct hist_pair *pair)
{
	const struct model *m = f->model;
	const struct curve *other = tag_beside(m, tag);
	struct linked_entry entry;
	uint64_t i = 0;
	if (other) {
		tfe_view view = tfe_series_view(other->series);
		if (!view.count)
			return false;
		i = hist_chosen(m, &view);
	} else if (m->difference && marked_entry(m, tag, &other, &entry)) {
		i = entry.entry;
	} else {
		return false;
	}
	tfe_view view = tfe_series_view(other->series);
	const struct hist *h = hist_find(f->caches, &view, i);
	if (!h || !h->good || h->empty || h == pair->shown)
		return false;
	pair->other = h;
	pair->other_run = other->run;
	pair->distance = hist_distance(&pair->shown->data, &h->data);
	return true;
}
