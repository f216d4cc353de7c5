/* base: arithmetic on sizes with overflow checks. */
#ifndef TFE_BASE_CHECKED_H
#define TFE_BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

/* Each function returns true if the result does not fit; *out is undefined then. */
static inline bool tfe__add_overflows(size_t a, size_t b, size_t *out)
{
	return TFE__ADD_OVERFLOWS(a, b, out);
}

static inline bool tfe__mul_overflows(size_t a, size_t b, size_t *out)
{
	return TFE__MUL_OVERFLOWS(a, b, out);
}

#endif
