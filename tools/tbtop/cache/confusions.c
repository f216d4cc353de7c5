/* cache: confusion matrices read from disk, in the thread of the reader. */
#include "tbtop/cache/confusions.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/confusion.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/reads.h"

/* Above it, the nearest double of a count may differ from it. */
static const int64_t most_examples = INT64_C(1) << 53;
enum { NAME_BYTES = 200 };

/* Writes why a tensor is no confusion matrix. Returns whether it may be one. */
static bool has_shape(const tfe_tensor *t, char *error, size_t size)
{
	if (t->bad || t->rank != 2 || t->dims[0] != t->dims[1])
		snprintf(error, size, "not a confusion matrix: the tensor is not square");
	else if (t->dims[0] < CLASSES_LEAST || t->dims[0] > CLASSES_MOST)
		snprintf(error, size, "%" PRId64 " %s: matrices of %d to %d are shown",
			 t->dims[0], format_noun((uint64_t)t->dims[0], "class", "classes"),
			 CLASSES_LEAST, CLASSES_MOST);
	else
		return true;
	return false;
}

/* Returns the count of an element, or a negative number. */
static int64_t count_of(const tfe_number *number)
{
	if (number->type == TFE_NUMBER_TYPE_UNSIGNED)
		return number->u <= INT64_MAX ? (int64_t)number->u : -1;
	return number->type == TFE_NUMBER_TYPE_SIGNED ? number->i : -1;
}

/* Returns the counts of a tensor, or NULL after writing why it has none. Release them with free. */
static int64_t *counts_of(const tfe_tensor *tensor, char *error, size_t size)
{
	size_t n = (size_t)tensor->dims[0];
	int64_t *counts = need_zeroed(n * n, sizeof *counts), total = 0;
	tfe_elements elements;
	tfe_number number = {0};
	tfe_elements_init(&elements, tensor);
	for (size_t i = 0; i < n * n; i++) {
		bool found = tfe_elements_next(&elements, &number);
		counts[i] = found ? count_of(&number) : -1;
		if (counts[i] < 0 || counts[i] > most_examples - total) {
			snprintf(error, size,
				 counts[i] < 0 ? "not a confusion matrix: the element in row %zu, "
						 "column %zu is no count"
					       : "more than 2^53 examples up to row %zu, column "
						 "%zu",
				 i / n, i % n);
			free(counts);
			return NULL;
		}
		total += counts[i];
	}
	return counts;
}

/* Copies the names of the classes, if there is one for each. */
static char **names_of(const tfe_value *value, size_t n, size_t *bytes)
{
	tfe_bytes rest = value->metadata.content, name;
	char **names = need_zeroed(n, sizeof *names);
	size_t found = 0;
	for (; found < n && tfe_confusion_next_name(&rest, &name); found++) {
		size_t length = name.size < NAME_BYTES ? name.size : NAME_BYTES;
		names[found] = need_zeroed(length + 1, 1);
		memcpy(names[found], name.data, length);
		*bytes += length + 1;
	}
	if (found == n)
		return names;
	while (found)
		free(names[--found]);
	free(names);
	return NULL;
}

static bool is_ours(const tfe_value *value)
{
	static const char plugin[] = "tfe_confusion_matrix";
	return value->metadata.plugin.size == sizeof plugin - 1 &&
	       !memcmp(value->metadata.plugin.data, plugin, sizeof plugin - 1);
}

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
	int64_t *counts = has_shape(&value->tensor, c->error, sizeof c->error)
				  ? counts_of(&value->tensor, c->error, sizeof c->error)
				  : NULL;
	if (counts) {
		size_t n = (size_t)value->tensor.dims[0];
		confusion_init(&c->matrix, counts, n);
		*bytes += (n + 1) * (n + 1) * sizeof *counts + n * sizeof *c->matrix.score;
		if (is_ours(value))
			c->name = names_of(value, n, bytes);
		free(counts);
	}
	blob_release(&blob);
	return c;
}

static void release_confusion(void *value)
{
	struct confusion_value *c = value;
	for (size_t i = 0; c->name && i < c->matrix.n; i++)
		free(c->name[i]);
	free(c->name);
	confusion_release(&c->matrix);
	free(c);
}

static const struct read_kind confusion_kind = {read_confusion, release_confusion};

const struct confusion_value *confusion_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	return reads_find(
		c, &(struct read_key){.kind = &confusion_kind, .view = *view, .entry = i});
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
		int64_t *counts = has_shape(t, ignored, sizeof ignored)
					  ? counts_of(t, ignored, sizeof ignored)
					  : NULL;
		cell->step = at.step;
		if (counts)
			sum_cell(cell, counts, (size_t)t->dims[0], key->detail);
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
