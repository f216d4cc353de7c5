/* base: filling in a tfe_error. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/sized.h"

/* Copies a path, and cuts a long one at the front, for its end says more. */
static void copy_path(char *to, size_t size, const char *path)
{
	size_t length = strlen(path);
	if (length < size) {
		memcpy(to, path, length + 1);
		return;
	}
	memcpy(to, "...", 3);
	memcpy(to + 3, path + length - (size - 4), size - 3);
}

tfe_status tfe__error(tfe_error *error, tfe_status status, int sys_errno, const char *path,
		      int64_t offset, const char *format, ...)
{
	if (!error)
		return status;
	tfe_error own = {.status = status, .sys_errno = sys_errno, .offset = offset};
	if (path)
		copy_path(own.path, sizeof own.path, path);
	va_list args;
	va_start(args, format);
	int n = vsnprintf(own.message, sizeof own.message, format, args);
	va_end(args);
	if (sys_errno && n >= 0 && (size_t)n < sizeof own.message) {
		char text[128] = "";
		if (strerror_r(sys_errno, text, sizeof text))
			snprintf(text, sizeof text, "error %d", sys_errno);
		snprintf(own.message + n, sizeof own.message - (size_t)n, ": %s", text);
	}
	tfe__result_copy(error, &own, sizeof own);
	return status;
}
