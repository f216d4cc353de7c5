/* base: arithmetic on sizes that says when it overflows. */
#ifndef TFE_BASE_CHECKED_H
#define TFE_BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>

/* Each returns true, and leaves *out undefined, when the result does not fit. */
static inline bool tfe__add_overflows(size_t a, size_t b, size_t *out)
{
	return __builtin_add_overflow(a, b, out);
}

static inline bool tfe__mul_overflows(size_t a, size_t b, size_t *out)
{
	return __builtin_mul_overflow(a, b, out);
}

#endif
