/* base: structs that begin with their size, which a caller of another version may have compiled.
 * The rule is in <tfevents/api.h>. */
#ifndef TFE_BASE_SIZED_H
#define TFE_BASE_SIZED_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/status.h>

/* Whether the size with which a struct of the caller begins was set. False for NULL. */
bool tfe__size_is_set(const void *sized);

/* Fills the struct `to` of the caller from one of the library. Fields that the library does not
 * have become zero. Returns TFE_E_ARG, with nothing filled, where the size of `to` is not set. */
tfe_status tfe__result_copy(void *to, const void *own, size_t own_bytes);

#endif
