/* common: the nine percentiles of a histogram, as TensorBoard's distributions show them. */
#include "common/percentiles.h"

/* The shares of the values below the percentiles, in 1/10000: those of a normal distribution at
 * half standard deviations, and both ends. */
static const double shares[HIST_PERCENTILES] = {0, 668, 1587, 3085, 5000, 6915, 8413, 9332, 10000};

void hist_percentiles(const tfe_histogram *h, double percentile[HIST_PERCENTILES])
{
	double total = 0, sum = 0; /* the part of the rows before row i, in 1/10000 */
	size_t i = 0;
	for (size_t k = 0; k < h->rows; k++)
		total += h->row[k].count;
	for (int p = 0; p < HIST_PERCENTILES; p++) {
		double part = 0;
		/* The row in which the percentile is: the first one that ends beyond it. */
		for (; i < h->rows; i++, sum += part) {
			part = h->row[i].count * 10000 / total;
			if (part > 0 && sum + part > shares[p])
				break;
		}
		if (!(total > 0)) {
			percentile[p] = 0;
		} else if (i == h->rows) {
			percentile[p] = h->row[h->rows - 1].right;
		} else {
			const tfe_bucket *row = &h->row[i];
			percentile[p] =
				row->left + (shares[p] - sum) * (row->right - row->left) / part;
		}
	}
}
