/* base: allocation of all memory of the library, through the allocator of the caller. */
#ifndef TFE_BASE_ALLOC_H
#define TFE_BASE_ALLOC_H

#include <stddef.h>

#include <tfevents/status.h>

/* The default allocator: malloc. */
extern const tfe_allocator tfe__malloc_allocator;

/* Returns `given`, or malloc if it is NULL or has no function. */
tfe_allocator tfe__allocator_or_default(const tfe_allocator *given);

/* Returns uninitialised memory; NULL if there is none. 0 bytes are rounded up to 1. */
void *tfe__alloc(const tfe_allocator *a, size_t bytes);

/* Returns zeroed memory for n elements; NULL if there is none or n * bytes overflows. */
void *tfe__alloc_zeroed(const tfe_allocator *a, size_t n, size_t bytes);

/* Resizes a block to n elements, as realloc does. On failure, or if n * bytes overflows, it returns
 * NULL and the block stays valid. */
void *tfe__realloc_array(const tfe_allocator *a, void *block, size_t n, size_t bytes);

void tfe__free(const tfe_allocator *a, void *block);

/* Return a copy with a NUL at the end; NULL if there is no memory. */
char *tfe__strndup(const tfe_allocator *a, const char *s, size_t length);
char *tfe__strdup(const tfe_allocator *a, const char *s);

/* Grows an array to at least `need` elements: by half, and to at least 8. Returns the block, which
 * may have moved. Without memory it returns `block`, and *capacity stays below `need`. */
void *tfe__grow_array(const tfe_allocator *a, void *block, size_t *capacity, size_t need,
		      size_t element_bytes);

static inline TFE_MUST_CHECK tfe_status tfe__grown_status(size_t capacity, size_t need)
{
	return capacity < need ? TFE_E_NOMEM : TFE_OK;
}

/* The same for the variables `array`, of any pointer type, and `capacity`. On failure both stay
 * unchanged. Returns TFE_OK or TFE_E_NOMEM. The arguments are evaluated more than once. */
#define TFE__GROW(a, array, capacity, need)                                                        \
	((array) = tfe__grow_array((a), (array), &(capacity), (need), sizeof *(array)),            \
	 tfe__grown_status((capacity), (need)))

#endif
