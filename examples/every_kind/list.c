/* Prints the values as JSON; nothing while they are written. */
#include <stdarg.h>

#include "every_kind.h"

void list_numbers(const char *name, const double *numbers, int n)
{
	if (writer)
		return;
	printf(", \"%s\": [", name);
	for (int i = 0; i < n; i++)
		printf("%s%.17g", i ? ", " : "", numbers[i]);
	printf("]");
}

void list_texts(const char *name, const char *const *texts, int n)
{
	if (writer)
		return;
	printf(", \"%s\": [", name);
	for (int i = 0; i < n; i++) {
		fputs(i ? ", \"" : "\"", stdout);
		for (const char *p = texts[i]; *p; p++)
			if (*p == '"' || *p == '\\')
				printf("\\%c", *p);
			else if ((unsigned char)*p < ' ')
				printf("\\u%04x", (unsigned)*p);
			else
				putchar(*p);
		putchar('"');
	}
	putchar(']');
}

void list_tensor(const char *tag, int step, const char *shape, const double *values, int n)
{
	if (writer)
		return;
	printf("{\"kind\": \"tensor\", \"tag\": \"%s\", \"step\": %d, \"shape\": %s", tag, step,
	       shape);
	list_numbers("values", values, n);
	puts("}");
}

void list(const char *format, ...)
{
	va_list args;
	if (writer)
		return;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}
