/* common: messages on standard error. */
#include "common/complain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/memory.h"
#include "common/out.h"

void complain(const char *program, const char *subject, const char *format, ...)
{
	struct out err;
	va_list args;
	va_start(args, format);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	size_t size = n > 0 ? (size_t)n + 1 : 1;
	char *words = need_zeroed(size, 1);
	va_start(args, format);
	vsnprintf(words, size, format, args);
	va_end(args);
	out_init(&err, STDERR_FILENO);
	out_text(&err, program);
	out_text(&err, ": ");
	if (subject) {
		out_visible(&err, subject, strlen(subject));
		out_text(&err, ": ");
	}
	out_visible(&err, words, strlen(words));
	out_text(&err, "\n");
	out_flush(&err);
	free(words);
}
