/* common: CSV (RFC 4180), a line a row. */
#include "common/csv.h"

#include <math.h>
#include <string.h>

#include "common/number.h"

void csv_text(struct out *out, const char *text)
{
	const char *formula = *text && strchr("=+-@\t\r", *text) ? "'" : "";
	if (!*formula && !strpbrk(text, ",\"\r\n")) {
		out_text(out, text);
		return;
	}
	out_text(out, "\"");
	out_text(out, formula);
	for (const char *p = text; *p; p++)
		out_bytes(out, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
	out_text(out, "\"");
}

void csv_double(struct out *out, double d)
{
	char text[NUMBER_BYTES];
	if (isnan(d)) {
		out_text(out, "NaN");
	} else if (isinf(d)) {
		out_text(out, d > 0 ? "Infinity" : "-Infinity");
	} else {
		number_exact(text, d);
		out_text(out, text);
	}
}
