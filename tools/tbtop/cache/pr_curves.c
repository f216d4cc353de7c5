/* cache: precision-recall curves read from disk. */
#include "tbtop/cache/pr_curves.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/reads.h"

/* Ten times as many as TensorBoard's writers allow. */
enum { THRESHOLDS_MOST = 100000 };

/* Copies the numbers of a tensor whose size was checked. */
static void copy_elements(struct pr_curve *c, const tfe_tensor *tensor)
{
	tfe_elements elements;
	tfe_number number;
	size_t i = 0;
	c->element = need_zeroed(PR_ROWS * c->n, sizeof *c->element);
	tfe_elements_init(&elements, tensor);
	while (i < PR_ROWS * c->n && tfe_elements_next(&elements, &number))
		c->element[i++] = (float)number.value;
}

static void decode(struct pr_curve *c, const tfe_tensor *t)
{
	if (t->dtype == TFE_DTYPE_INVALID || t->dtype == TFE_DTYPE_STRING || t->bad)
		snprintf(c->error, sizeof c->error, "the value is not a tensor of numbers");
	else if (t->rank != 2 || t->dims[0] != PR_ROWS)
		snprintf(c->error, sizeof c->error,
			 "the tensor does not have the shape of a curve, 6 by thresholds");
	else if (t->dims[1] < 2 || t->dims[1] > THRESHOLDS_MOST)
		snprintf(c->error, sizeof c->error,
			 "a curve of %" PRId64 " thresholds is not shown: 2 to %d are", t->dims[1],
			 THRESHOLDS_MOST);
	else
		c->n = (size_t)t->dims[1];
	if (!c->n)
		return;
	copy_elements(c, t);
	pr_measure(c);
}

static void read_curve(const struct read_key *key, struct pr_curve *c)
{
	struct blob blob;
	blob_read(key, &blob);
	if (blob.fetched)
		decode(c, &tfe_fetched_value(blob.fetched)->tensor);
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
	free(((struct pr_curve *)value)->element);
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
	free(c.element);
	return average;
}

static const struct read_kind average_kind = {read_average, free};

const struct pr_average *pr_average_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	return reads_find(c, &(struct read_key){.kind = &average_kind, .view = *view, .entry = i});
}
