/* cache: confusion matrices read from disk, in the thread of the reader. */
#include "tbtop/cache/confusions.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/confusion_counts.h"
#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/reads.h"

static void *read_confusion(const struct read_key *key, size_t *bytes)
{
	struct confusion_value *c = need_zeroed(1, sizeof *c);
	struct blob blob;
	blob_read(key, &blob);
	*bytes = sizeof *c;
	if (!blob.fetched) {
		snprintf(c->error, sizeof c->error, "%.150s", blob.error.message);
		return c;
	}
	const tfe_value *value = tfe_fetched_value(blob.fetched);
	size_t n;
	int64_t *counts = confusion_counts(&value->tensor, &n, c->error, sizeof c->error);
	if (counts) {
		confusion_init(&c->matrix, counts, n);
		*bytes += (n + 1) * (n + 1) * sizeof *counts + n * sizeof *c->matrix.score;
		c->name = confusion_names(value, n, bytes);
		free(counts);
	}
	blob_release(&blob);
	return c;
}

static void release_confusion(void *value)
{
	struct confusion_value *c = value;
	confusion_names_release(c->name, c->matrix.n);
	confusion_release(&c->matrix);
	free(c);
}

static const struct read_kind confusion_kind = {read_confusion, release_confusion};

const struct confusion_value *confusion_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	return reads_find(c,
			  &(struct read_key){.kind = &confusion_kind, .view = *view, .entry = i});
}

/* --- one cell --------------------------------------------------------------------------------- */

static void sum_cell(struct confusion_cell *cell, const int64_t *counts, size_t n, uint64_t at)
{
	size_t label = at / CLASSES_MOST, prediction = at % CLASSES_MOST;
	cell->is_known = label < n && prediction < n;
	if (!cell->is_known)
		return;
	cell->count = counts[label * n + prediction];
	for (size_t i = 0; i < n; i++) {
		cell->support += counts[label * n + i];
		cell->predicted += counts[i * n + prediction];
	}
	for (size_t i = 0; i < n * n; i++)
		cell->total += counts[i];
}

static void *read_cell(const struct read_key *key, size_t *bytes)
{
	struct confusion_cell *cell = need_zeroed(1, sizeof *cell);
	char ignored[160];
	struct blob blob;
	tfe_point at;
	blob_read(key, &blob);
	*bytes = sizeof *cell;
	if (blob.fetched && tfe_view_get_points(&key->view, key->entry, &at, 1) == 1) {
		const tfe_tensor *t = &tfe_fetched_value(blob.fetched)->tensor;
		size_t n;
		int64_t *counts = confusion_counts(t, &n, ignored, sizeof ignored);
		cell->step = at.step;
		if (counts)
			sum_cell(cell, counts, n, key->detail);
		free(counts);
	}
	blob_release(&blob);
	return cell;
}

static const struct read_kind cell_kind = {read_cell, free};

const struct confusion_cell *confusion_cell_find(struct caches *c, const tfe_view *view, uint64_t i,
						 size_t label, size_t prediction)
{
	return reads_find(c, &(struct read_key){.kind = &cell_kind,
						.view = *view,
						.entry = i,
						.detail = label * CLASSES_MOST + prediction});
}
