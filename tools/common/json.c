/* common: JSON, one object per line. */
#include "common/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/number.h"
#include "common/utf8_decode.h"

static void lead(struct json *j, const char *key)
{
	if (j->comma)
		out_text(j->out, ", ");
	j->comma = true;
	if (key) {
		out_text(j->out, "\"");
		out_text(j->out, key);
		out_text(j->out, "\": ");
	}
}

void json_begin(struct json *j, const char *key)
{
	lead(j, key);
	out_text(j->out, "{");
	j->comma = false;
}

void json_end(struct json *j)
{
	out_text(j->out, "}");
	j->comma = true;
}

void json_begin_array(struct json *j, const char *key)
{
	lead(j, key);
	out_text(j->out, "[");
	j->comma = false;
}

void json_end_array(struct json *j)
{
	out_text(j->out, "]");
	j->comma = true;
}

void json_end_line(struct json *j)
{
	out_text(j->out, "}\n");
	j->comma = false;
}

/* Returns the number of leading bytes that need no escape. */
static size_t plain(const uint8_t *p, size_t n)
{
	size_t i = 0;
	while (i < n && p[i] >= 0x20 && p[i] < 0x7f && p[i] != '"' && p[i] != '\\')
		i++;
	return i;
}

static void string(struct out *out, const uint8_t *p, size_t n)
{
	out_text(out, "\"");
	while (n) {
		size_t length = plain(p, n);
		uint32_t cp;
		if (length)
			out_bytes(out, p, length);
		else if (length = utf8_step(p, n, &cp), cp == UTF8_NONE)
			out_text(out, "\xef\xbf\xbd");
		else if (*p == '"' || *p == '\\')
			out_format(out, "\\%c", *p);
		else if (*p < 0x80)
			out_format(out, "\\u%04x", *p);
		else if (cp < 0xa0) /* terminals may obey U+0080 to U+009F */
			out_format(out, "\\u%04x", (unsigned)cp);
		else
			out_bytes(out, p, length);
		p += length;
		n -= length;
	}
	out_text(out, "\"");
}

void json_bytes(struct json *j, const char *key, const void *data, size_t n)
{
	lead(j, key);
	string(j->out, data, n);
}

void json_text(struct json *j, const char *key, const char *text)
{
	json_bytes(j, key, text, strlen(text));
}

void json_name(struct json *j, const void *data, size_t n)
{
	lead(j, NULL);
	string(j->out, data, n);
	out_text(j->out, ": ");
	j->comma = false;
}

void json_bool(struct json *j, const char *key, bool b)
{
	lead(j, key);
	out_text(j->out, b ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
	lead(j, key);
	out_text(j->out, "null");
}

void json_int(struct json *j, const char *key, int64_t i)
{
	lead(j, key);
	out_format(j->out, "%" PRId64, i);
}

void json_uint(struct json *j, const char *key, uint64_t u)
{
	lead(j, key);
	out_format(j->out, "%" PRIu64, u);
}

void json_double(struct json *j, const char *key, double d)
{
	char text[NUMBER_BYTES];
	if (isnan(d)) {
		json_text(j, key, "NaN");
	} else if (isinf(d)) {
		json_text(j, key, d > 0 ? "Infinity" : "-Infinity");
	} else {
		lead(j, key);
		number_exact(text, d);
		out_text(j->out, text);
	}
}
