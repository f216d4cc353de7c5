/* Arrays in memory: numbers or texts of any shape. */
#ifndef TFEVENTS_ARRAY_H
#define TFEVENTS_ARRAY_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>

TFE_BEGIN_DECLS

/* An array as numpy and torch describe one: element [i, j, ...] is at data + i * strides[0] + j *
 * strides[1] + ..., in bytes. Strides may be negative, 0 (one element for all), and no multiples of
 * the size of an element. Elements need no alignment. Those of TFE_DTYPE_STRING are tfe_bytes. At
 * most 64 dimensions. Ownership: everything belongs to the caller. */
typedef struct tfe_array {
	const void *data; /* element [0, 0, ...] */
	tfe_dtype dtype;
	size_t rank;            /* number of dimensions; 0: one element */
	const int64_t *shape;   /* `rank` sizes, not negative */
	const int64_t *strides; /* `rank` distances in bytes; NULL: row-major, without gaps */
} tfe_array;

TFE_END_DECLS

#endif
