/* base: error details. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/sized.h"
#include "base/utf8.h"

/* Copies a path. A long path loses its beginning, because its end is more useful. */
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

struct tfe__shown tfe__error_show(const char *name)
{
	struct tfe__shown shown = {""};
	const size_t length_max = sizeof shown.text - 1;
	size_t length = name ? strlen(name) : 0;
	if (!name || !tfe__utf8_valid((const uint8_t *)name, length)) {
		snprintf(shown.text, sizeof shown.text, "%s", name ? "(not UTF-8)" : "(null)");
		return shown;
	}
	size_t n = length;
	if (length > length_max) {
		n = length_max - 3;
		while (((unsigned char)name[n] & 0xc0) == 0x80) /* within a UTF-8 sequence */
			n--;
	}
	for (size_t i = 0; i < n; i++)
		shown.text[i] = (unsigned char)name[i] < ' ' || name[i] == 0x7f ? '?' : name[i];
	memcpy(shown.text + n, n < length ? "..." : "", n < length ? 4 : 1);
	return shown;
}
