/* base: structs that begin with their size, of callers that were compiled with another version.
 * <tfevents/api.h> has the rule. */
#ifndef TFE_BASE_SIZED_H
#define TFE_BASE_SIZED_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/status.h>

/* Whether the size at the beginning of a struct of the caller was set. False for NULL. */
bool tfe__size_is_set(const void *sized);

/* Fills the struct `to` of the caller from a struct of the library. Fields that the library does
 * not have become zero. If the size of `to` was not set, nothing is filled and TFE_E_ARG is
 * returned. */
tfe_status tfe__result_copy(void *to, const void *own, size_t own_bytes);

#endif
