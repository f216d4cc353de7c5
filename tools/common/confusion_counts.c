/* common: the counts of confusion matrices in event files. */
#include "common/confusion_counts.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/confusion.h>

#include "common/format.h"
#include "common/memory.h"

/* Above it, the nearest double of a count may differ from it. */
static const int64_t most_examples = INT64_C(1) << 53;
enum { NAME_BYTES = 200 };

/* Writes why a tensor is no confusion matrix. Returns whether it may be one. */
static bool has_shape(const tfe_tensor *t, char *error, size_t size)
{
	if (t->bad || t->rank != 2 || t->dims[0] != t->dims[1])
		snprintf(error, size, "not a confusion matrix: the tensor is not square");
	else if (t->dims[0] < CLASSES_LEAST || t->dims[0] > CLASSES_MOST)
		snprintf(error, size, "%" PRId64 " %s: matrices of %d to %d are shown", t->dims[0],
			 format_noun((uint64_t)t->dims[0], "class", "classes"), CLASSES_LEAST,
			 CLASSES_MOST);
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

static bool is_ours(const tfe_value *value)
{
	static const char plugin[] = "tfe_confusion_matrix";
	return value->metadata.plugin.size == sizeof plugin - 1 &&
	       !memcmp(value->metadata.plugin.data, plugin, sizeof plugin - 1);
}

void confusion_names_release(char **names, size_t n)
{
	for (size_t i = 0; names && i < n; i++)
		free(names[i]);
	free(names);
}

char **confusion_names(const tfe_value *value, size_t n, size_t *bytes)
{
	tfe_bytes rest = value->metadata.content, name;
	if (!is_ours(value))
		return NULL;
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
	confusion_names_release(names, found);
	return NULL;
}

int64_t *confusion_counts(const tfe_tensor *tensor, size_t *n, char *error, size_t size)
{
	if (!has_shape(tensor, error, size))
		return NULL;
	*n = (size_t)tensor->dims[0];
	return counts_of(tensor, error, size);
}
