/* common: CSV (RFC 4180), a line a row. */
#include "common/csv.h"

#include <math.h>
#include <string.h>

#include "common/number.h"

void csv_text(struct out *out, const char *text)
{
	const char *formula = *text && strchr("=+-@\t\r", *text) ? "'" : "";
	/* A terminal obeys control bytes; a program that reads the table wants them as they are. */
	void (*put)(struct out *, const void *, size_t) = out->terminal ? out_visible : out_bytes;
	if (!*formula && !strpbrk(text, ",\"\r\n")) {
		put(out, text, strlen(text));
		return;
	}
	out_text(out, "\"");
	out_text(out, formula);
	for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
		put(out, text, (size_t)(quote - text));
		out_text(out, "\"\"");
	}
	put(out, text, strlen(text));
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
