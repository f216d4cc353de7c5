/* cache: precision-recall curves read from disk. */
#include "tbtop/cache/pr_curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/reads.h"

static void read_curve(const struct read_key *key, struct pr_curve *c)
{
	struct blob blob;
	blob_read(key, &blob);
	if (blob.fetched)
		pr_curve_decode(c, &tfe_fetched_value(blob.fetched)->tensor);
	else
		snprintf(c->error, sizeof c->error, "%.150s", blob.error.message);
	blob_release(&blob);
}

static void *read_whole(const struct read_key *key, size_t *bytes)
{
	struct pr_curve *c = need_zeroed(1, sizeof *c);
	read_curve(key, c);
	*bytes = sizeof *c + PR_ROWS * c->n * sizeof *c->element;
	return c;
}

static void release_whole(void *value)
{
	pr_curve_release(value);
	free(value);
}

static const struct read_kind pr_kind = {read_whole, release_whole};

const struct pr_curve *pr_curve_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	return reads_find(c, &(struct read_key){.kind = &pr_kind, .view = *view, .entry = i});
}

static void *read_average(const struct read_key *key, size_t *bytes)
{
	struct pr_average *average = need_zeroed(1, sizeof *average);
	struct pr_curve c = {0};
	read_curve(key, &c);
	*bytes = sizeof *average;
	average->average = c.n ? c.average : NAN;
	if (tfe_view_get_points(&key->view, key->entry, &average->at, 1) != 1)
		average->average = NAN;
	pr_curve_release(&c);
	return average;
}

static const struct read_kind average_kind = {read_average, free};

const struct pr_average *pr_average_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	return reads_find(c, &(struct read_key){.kind = &average_kind, .view = *view, .entry = i});
}
