/* common: CSV (RFC 4180), one row per line. */
#include "common/csv.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <utf8proc.h>

#include "common/number.h"
#include "common/utf8_decode.h"

/* Blanks and invisible characters, some of which spreadsheets ignore before a formula. */
static bool is_blank(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

/* The characters = + - @, their full-width and small forms, and the minus sign. */
static bool begins_formula(uint32_t cp)
{
	static const uint32_t signs[] = {'=',    '+',    '-',    '@',    0xff1d, 0xff0b, 0xff0d,
					 0xff20, 0xfe66, 0xfe62, 0xfe63, 0xfe6b, 0x2212};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (signs[i] == cp)
			return true;
	return false;
}

static bool is_formula(const char *text)
{
	size_t n = strlen(text), at = 0;
	if (n && strchr("\t\r\n", *text))
		return true;
	while (at < n) {
		uint32_t cp;
		at += utf8_step((const uint8_t *)text + at, n - at, &cp);
		if (cp == UTF8_NONE || !is_blank(cp))
			return begins_formula(cp);
	}
	return false;
}

/* Control bytes are escaped for a terminal, which would obey them; a program that reads the table
 * gets them unchanged. */
static void put(struct out *out, const char *text, size_t n)
{
	if (out->terminal) {
		out_visible(out, text, n);
		return;
	}
	size_t good = 0; /* the number of bytes before `at` that are not written yet */
	for (size_t at = 0, step; at < n; at += step) {
		uint32_t cp;
		for (; at < n && (uint8_t)text[at] < 0x80; at++)
			good++;
		if (at == n)
			break;
		step = utf8_step((const uint8_t *)text + at, n - at, &cp);
		if (cp != UTF8_NONE) {
			good += step;
			continue;
		}
		out_bytes(out, text + at - good, good);
		out_text(out, "\xef\xbf\xbd");
		good = 0;
	}
	out_bytes(out, text + n - good, good);
}

void csv_text(struct out *out, const char *text)
{
	bool formula = is_formula(text);
	if (!formula && !strpbrk(text, ",;\"\t\r\n")) {
		put(out, text, strlen(text));
		return;
	}
	out_text(out, formula ? "\"'" : "\"");
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
