/* base: all memory of the library comes through here. */
#ifndef TFE_BASE_ALLOC_H
#define TFE_BASE_ALLOC_H

#include <stddef.h>

#include <tfevents/status.h>

/* The allocator to use where the caller named none: malloc. */
extern const tfe_allocator tfe__malloc_allocator;

/* `given`, or malloc where it is NULL or has no function. */
tfe_allocator tfe__allocator_or_default(const tfe_allocator *given);

/* Uninitialised memory; NULL when there is none. 0 bytes are rounded up to 1. */
void *tfe__alloc(const tfe_allocator *a, size_t bytes);

/* Zeroed memory for n elements; NULL when there is none or n * bytes overflows. */
void *tfe__alloc_zeroed(const tfe_allocator *a, size_t n, size_t bytes);

/* As realloc, for n elements; on failure (also of n * bytes) NULL, and the block stays. */
void *tfe__realloc_array(const tfe_allocator *a, void *block, size_t n, size_t bytes);

void tfe__free(const tfe_allocator *a, void *block);

/* NUL-terminated copies; NULL when there is no memory. */
char *tfe__strndup(const tfe_allocator *a, const char *s, size_t length);
char *tfe__strdup(const tfe_allocator *a, const char *s);

/* Makes room in an array for at least `need` elements, growing by half and from 8. Returns the
 * block, moved or not; without memory it returns `block` and leaves *capacity below `need`. */
void *tfe__grown(const tfe_allocator *a, void *block, size_t *capacity, size_t need,
		 size_t element_bytes);

static inline TFE_MUST_CHECK tfe_status tfe__grown_status(size_t capacity, size_t need)
{
	return capacity < need ? TFE_E_NOMEM : TFE_OK;
}

/* The same for a variable `array` of any pointer type and its `capacity`, which both change or stay
 * as they were. Returns TFE_OK or TFE_E_NOMEM. Arguments are evaluated more than once. */
#define TFE__GROW(a, array, capacity, need)                                                        \
	((array) = tfe__grown((a), (array), &(capacity), (need), sizeof *(array)),                 \
	 tfe__grown_status((capacity), (need)))

#endif
