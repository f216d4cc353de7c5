/* base: structs that begin with their size, of callers that were compiled with another version. */
#include "base/sized.h"

#include <string.h>

/* A larger size is a size that was not set. */
enum { MOST_BYTES = 1 << 16 };

static size_t size_of(const void *sized)
{
	size_t bytes;
	memcpy(&bytes, sized, sizeof bytes);
	return bytes;
}

bool tfe__size_is_set(const void *sized)
{
	size_t bytes = sized ? size_of(sized) : 0;
	/* The size of a struct is a multiple of its alignment, which is at least that of a size_t,
	 * its first field. */
	return bytes >= sizeof bytes && bytes <= MOST_BYTES && bytes % _Alignof(size_t) == 0;
}

tfe_status tfe__result_copy(void *to, const void *own, size_t own_bytes)
{
	if (!tfe__size_is_set(to))
		return TFE_E_ARG;
	size_t bytes = size_of(to), common = bytes < own_bytes ? bytes : own_bytes;
	memcpy((unsigned char *)to + sizeof bytes, (const unsigned char *)own + sizeof bytes,
	       common - sizeof bytes);
	memset((unsigned char *)to + common, 0, bytes - common);
	return TFE_OK;
}
