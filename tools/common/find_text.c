/* common: searching in texts, whatever the case of the ASCII letters. */
#include "common/find_text.h"

#include <string.h>
#include <strings.h>

size_t find_text(const char *bytes, size_t n, const char *part)
{
	size_t length = strlen(part);
	for (size_t i = 0; length && length <= n && i <= n - length; i++)
		if (!strncasecmp(bytes + i, part, length))
			return i;
	return n;
}
