/* base: option structs of callers that were compiled with another version. */
#ifndef TFE_BASE_OPTIONS_H
#define TFE_BASE_OPTIONS_H

#include <stddef.h>

#include <tfevents/status.h>

/* Copies an options struct whose first field is its size for the compiler of the caller. Fields
 * beyond that size become zero. A caller that sets a field which this library does not have is
 * refused. `given` may be NULL: all fields become zero. `type` is the name of the struct for
 * *error. Returns TFE_E_ARG. */
tfe_status tfe__options_copy(void *to, size_t to_bytes, const void *given, const char *type,
			     tfe_error *error) TFE_MUST_CHECK;

#endif
