/* cache: hyperparameters and reduced metrics. */
#include "tbtop/cache/trial_reads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/reads.h"

static void *read_hparams(const struct read_key *key, size_t *bytes)
{
	struct hparams_content *content = need_zeroed(1, sizeof *content);
	struct blob blob;
	*bytes = sizeof *content;
	blob_read(key, &blob);
	if (blob.fetched) {
		tfe_bytes plugin = tfe_fetched_value(blob.fetched)->metadata.content;
		if (tfe_hparams_open(plugin, NULL, &content->hparams))
			content->hparams = NULL;
		*bytes += 4 * plugin.size;
	}
	blob_release(&blob);
	return content;
}

static void release_hparams(void *value)
{
	tfe_hparams_close(((struct hparams_content *)value)->hparams);
	free(value);
}

static const struct read_kind hparams_kind = {read_hparams, release_hparams};

const struct hparams_content *hparams_find(struct caches *c, const tfe_view *view)
{
	return reads_find(
		c,
		&(struct read_key){.kind = &hparams_kind, .view = *view, .entry = view->count - 1});
}

/* The least and the greatest smoothed value are those of a chart with one column. */
static void read_smoothed(const tfe_view *view, double smoothing, struct metric_numbers *n)
{
	double x0, x1;
	tfe_column column;
	if (!tfe_view_get_extent(view, TFE_AXIS_STEP, &x0, &x1))
		return;
	x1 = x1 > x0 ? x1 : nextafter(x0, INFINITY);
	if (!tfe_view_get_columns(view, TFE_AXIS_STEP, x0, x1, smoothing, &column, 1) &&
	    column.count) {
		n->smooth_min = column.min;
		n->smooth_max = column.max;
	}
}

static void *read_metric(const struct read_key *key, size_t *bytes)
{
	struct metric_numbers *n = need_zeroed(1, sizeof *n);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	double smoothing;
	memcpy(&smoothing, &key->detail, sizeof smoothing);
	tfe_view_get_info(&key->view, &info);
	*n = (struct metric_numbers){info.last, info.min, info.max, NAN, NAN};
	read_smoothed(&key->view, smoothing, n);
	*bytes = sizeof *n;
	return n;
}

static const struct read_kind metric_kind = {read_metric, free};

const struct metric_numbers *metric_find(struct caches *c, const tfe_view *view, double smoothing)
{
	struct read_key key = {.kind = &metric_kind, .view = *view, .entry = view->count};
	memcpy(&key.detail, &smoothing, sizeof smoothing);
	return reads_find(c, &key);
}
