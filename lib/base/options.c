/* base: option structs of callers that were compiled with another version. */
#include "base/options.h"

#include <string.h>

#include "base/error.h"
#include "base/sized.h"

tfe_status tfe__options_copy(void *to, size_t to_bytes, const void *given, const char *type,
			     tfe_error *error)
{
	memset(to, 0, to_bytes);
	size_t bytes = to_bytes;
	if (given)
		memcpy(&bytes, given, sizeof bytes);
	if (given && !tfe__size_is_set(given))
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
				  "%s: the field 'size' is %zu, not sizeof(%s)", type, bytes, type);
	for (size_t i = to_bytes; i < bytes; i++)
		if (((const unsigned char *)given)[i])
			return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
					  "%s: the size is %zu bytes, and a field is set that this "
					  "version of the library does not know",
					  type, bytes);
	if (given)
		memcpy(to, given, bytes < to_bytes ? bytes : to_bytes);
	memcpy(to, &to_bytes, sizeof to_bytes);
	return TFE_OK;
}
