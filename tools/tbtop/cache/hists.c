/* cache: histograms read from disk. */
#include "tbtop/cache/hists.h"

#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/cache/reads.h"

/* Merges adjacent rows until at most HIST_ROWS are left. */
static void thin(tfe_histogram *h)
{
	if (h->rows <= HIST_ROWS)
		return;
	size_t each = (h->rows + HIST_ROWS - 1) / HIST_ROWS, n = 0;
	for (size_t i = 0; i < h->rows; i += each) {
		tfe_bucket joined = h->row[i];
		for (size_t k = i + 1; k < h->rows && k < i + each; k++) {
			joined.right = h->row[k].right;
			joined.count += h->row[k].count;
		}
		h->row[n++] = joined;
	}
	h->rows = n;
}

/* The statistics are those of the rows in the file. */
static void *read_hist(const struct read_key *key, size_t *bytes)
{
	struct hist *hist = need_zeroed(1, sizeof *hist);
	tfe_histogram *h = &hist->data;
	*bytes = sizeof *hist;
	tfe_histogram_init(h, NULL);
	if (tfe_view_get_points(&key->view, key->entry, &hist->at, 1) != 1 ||
	    tfe_view_read_histogram(&key->view, key->entry, h))
		return hist;
	hist->good = true;
	hist->empty = !(h->num > 0) || !h->rows;
	hist->p01 = tfe_histogram_quantile(h, 0.001);
	hist->p1 = tfe_histogram_quantile(h, 0.01);
	hist->p50 = tfe_histogram_quantile(h, 0.5);
	hist->p99 = tfe_histogram_quantile(h, 0.99);
	hist->p999 = tfe_histogram_quantile(h, 0.999);
	hist->zeros = hist->empty ? 0 : tfe_histogram_zeros(h) / h->num;
	hist_percentiles(h, hist->percentile);
	thin(h);
	*bytes += h->rows * sizeof *h->row;
	return hist;
}

static void release_hist(void *value)
{
	struct hist *hist = value;
	tfe_histogram_release(&hist->data);
	free(hist);
}

const struct read_kind hist_kind = {read_hist, release_hist};

const struct hist *hist_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	return reads_find(c, &(struct read_key){.kind = &hist_kind, .view = *view, .entry = i});
}
