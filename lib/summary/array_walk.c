/* summary: the elements of an array in row-major order. Long runs are read where they are; the
 * elements of short ones are gathered, because a call for each would cost more than the copy. */
#include "summary/array_walk.h"

#include <string.h>

#include <tfevents/event.h>

#include "base/compiler.h"

/* Shorter runs are gathered. */
enum { SHORT_RUN = 64 };

static size_t bytes_of(tfe_dtype dtype)
{
	return dtype == TFE_DTYPE_STRING ? sizeof(tfe_bytes) : tfe_dtype_bytes((int)dtype);
}

const char *tfe__array_wrong(const tfe_array *a, size_t *count)
{
	size_t bytes;
	*count = 1;
	if (!a)
		return "the array is missing";
	if (!bytes_of(a->dtype))
		return "the type of its elements is unknown";
	if (a->rank > TFE__ARRAY_MOST_RANK)
		return "it has more than 64 dimensions";
	if (a->rank && !a->shape)
		return "its shape is missing";
	for (size_t i = 0; i < a->rank; i++)
		if (a->shape[i] < 0)
			return "a dimension is negative";
	bool empty = false;
	for (size_t i = 0; i < a->rank; i++)
		empty = empty || a->shape[i] == 0;
	for (size_t i = 0; i < a->rank && !empty; i++)
		if (TFE__MUL_OVERFLOWS(*count, (size_t)a->shape[i], count))
			return "it has more elements than the memory";
	*count = empty ? 0 : *count;
	if (TFE__MUL_OVERFLOWS(*count, bytes_of(a->dtype), &bytes) || bytes > PTRDIFF_MAX)
		return "it has more elements than the memory";
	return *count && !a->data ? "its data are missing" : NULL;
}

/* Appends a dimension, or joins it with the one before, whose elements it continues. */
static void add_dimension(struct tfe__array_walk *w, int64_t size, int64_t stride)
{
	int64_t span;
	if (size == 1)
		return;
	if (w->rank && !TFE__MUL_OVERFLOWS(size, stride, &span) &&
	    w->strides[w->rank - 1] == span) {
		w->shape[w->rank - 1] *= size;
		w->strides[w->rank - 1] = stride;
		return;
	}
	w->shape[w->rank] = size;
	w->strides[w->rank++] = stride;
}

void tfe__array_walk_init(struct tfe__array_walk *w, const tfe_array *a, size_t count)
{
	int64_t row_major[TFE__ARRAY_MOST_RANK];
	w->at = a->data;
	w->left = count;
	w->element_bytes = bytes_of(a->dtype);
	w->rank = 0;
	if (!count)
		return;
	int64_t stride = (int64_t)w->element_bytes;
	for (size_t i = a->rank; i-- > 0;) {
		row_major[i] = stride;
		stride *= a->shape[i];
	}
	for (size_t i = 0; i < a->rank; i++)
		add_dimension(w, a->shape[i], a->strides ? a->strides[i] : row_major[i]);
	if (!w->rank) { /* one element */
		w->shape[0] = 1;
		w->strides[w->rank++] = (int64_t)w->element_bytes;
	}
	memset(w->index, 0, w->rank * sizeof *w->index);
}

/* Moves by n elements of the last dimension, at most to its end; from there to the next row. */
static void move(struct tfe__array_walk *w, size_t n)
{
	size_t d = w->rank - 1;
	w->left -= n;
	w->index[d] += (int64_t)n;
	w->at += (int64_t)n * w->strides[d];
	while (d > 0 && w->index[d] == w->shape[d]) {
		w->at -= w->index[d] * w->strides[d];
		w->index[d--] = 0;
		w->index[d]++;
		w->at += w->strides[d];
	}
}

static size_t gather(struct tfe__array_walk *w, const void **run, size_t most)
{
	const size_t bytes = w->element_bytes, fit = sizeof w->block / bytes;
	size_t n = w->left < most ? w->left : most;
	n = n < fit ? n : fit;
	char *to = w->block;
	for (size_t i = 0; i < n; i++, to += bytes) {
		memcpy(to, w->at, bytes);
		move(w, 1);
	}
	*run = w->block;
	return n;
}

size_t tfe__array_walk_next(struct tfe__array_walk *w, const void **run, size_t most)
{
	if (!w->left)
		return 0;
	const size_t d = w->rank - 1, row = (size_t)(w->shape[d] - w->index[d]);
	const bool adjacent = w->strides[d] == (int64_t)w->element_bytes;
	if (!adjacent || (row < SHORT_RUN && w->left > row))
		return gather(w, run, most);
	const size_t n = row < most ? row : most;
	*run = w->at;
	move(w, n);
	return n;
}
