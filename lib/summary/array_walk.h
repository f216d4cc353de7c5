/* summary: the elements of an array in row-major order, in runs without gaps. */
#ifndef TFE_SUMMARY_ARRAY_WALK_H
#define TFE_SUMMARY_ARRAY_WALK_H

#include <stdbool.h>

#include <tfevents/array.h>

enum { TFE__ARRAY_MOST_RANK = 64, TFE__ARRAY_BLOCK_BYTES = 8192 };

/* Returns why an array is wrong, or NULL; then *count is the number of its elements. */
const char *tfe__array_wrong(const tfe_array *array, size_t *count);

/* A walk over a valid array. Dimensions of size 1 are removed, and those that are adjacent in
 * memory are joined. */
struct tfe__array_walk {
	const char *at; /* the next element */
	size_t left, element_bytes;
	size_t rank;
	int64_t shape[TFE__ARRAY_MOST_RANK], strides[TFE__ARRAY_MOST_RANK];
	int64_t index[TFE__ARRAY_MOST_RANK];
	_Alignas(16) char block[TFE__ARRAY_BLOCK_BYTES]; /* gathered elements */
};

void tfe__array_walk_init(struct tfe__array_walk *w, const tfe_array *array, size_t count);

/* Gets the next 1 to `most` elements, adjacent at *run: in the array itself, or gathered in the
 * block, where they stay until the next call. Returns their number, 0 at the end. */
size_t tfe__array_walk_next(struct tfe__array_walk *w, const void **run, size_t most);

#endif
