/* update: the message in the footer. */
#include <stdarg.h>
#include <stdio.h>

#include "tbtop/update/update.h"

void say(struct model *m, bool is_error, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(m->message, sizeof m->message, format, args);
	va_end(args);
	m->message_is_error = is_error;
}
