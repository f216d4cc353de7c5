/* common: numbers as logs print them: digits are collected without separators, and strtod reads
 * them. */
#include "common/metric_number.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The most characters of a number; a longer one is none. */
enum { DIGITS = 400 };

static bool is_digit(const char *p, size_t n, size_t at)
{
	return at < n && isdigit((unsigned char)p[at]);
}

static bool is_word(const char *p, size_t n, size_t at)
{
	return at < n && (isalnum((unsigned char)p[at]) || p[at] == '_');
}

static bool parse_word(const char *p, size_t n, struct metric_number *number)
{
	static const struct {
		const char *word;
		double value;
	} words[] = {{"infinity", INFINITY}, {"inf", INFINITY}, {"nan", NAN}};
	size_t sign = n && (*p == '-' || *p == '+');
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t bytes = strlen(words[i].word);
		if (n - sign < bytes || strncasecmp(p + sign, words[i].word, bytes) ||
		    is_word(p, n, sign + bytes))
			continue;
		double value = words[i].value;
		*number = (struct metric_number){sign + bytes, *p == '-' ? -value : value, false,
						 true, false};
		return true;
	}
	return false;
}

/* Parses digits with thousands separators: groups of exactly three after the first one to three.
 * Copies the digits to `to`. Returns how many bytes of the text they are. */
static size_t whole_digits(const char *p, size_t n, char *to, size_t *used)
{
	size_t i = 0;
	for (; is_digit(p, n, i) && *used < DIGITS; i++)
		to[(*used)++] = p[i];
	if (i < 1 || i > 3 || *p == '0')
		return i;
	while (i < n && p[i] == ',' && is_digit(p, n, i + 1) && is_digit(p, n, i + 2) &&
	       is_digit(p, n, i + 3) && !is_digit(p, n, i + 4) && *used + 3 < DIGITS) {
		memcpy(to + *used, p + i + 1, 3);
		*used += 3;
		i += 4;
	}
	return i;
}

/* Consumes a unit directly after the number. Returns false if letters follow that are none. */
static bool parse_unit(const char *p, size_t n, struct metric_number *number)
{
	static const struct {
		const char *unit;
		double factor;
	} units[] = {
		{"%", 1},    {"s", 1},      {"ms", 1},        {"us", 1},           {"x", 1},
		{"sec", 1},  {"B", 1},      {"k", 1e3},       {"K", 1e3},          {"M", 1e6},
		{"G", 1e9},  {"T", 1e12},   {"kB", 1e3},      {"KB", 1e3},         {"MB", 1e6},
		{"GB", 1e9}, {"KiB", 1024}, {"MiB", 1048576}, {"GiB", 1073741824},
	};
	size_t at = number->bytes;
	if (at >= n || !(p[at] == '%' || is_word(p, n, at)))
		return true;
	size_t bytes = 1;
	while (p[at] != '%' && is_word(p, n, at + bytes))
		bytes++;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strlen(units[i].unit) == bytes && !memcmp(units[i].unit, p + at, bytes)) {
			number->value *= units[i].factor;
			number->unit = units[i].factor == 1;
			number->integer &= number->unit;
			number->bytes += bytes;
			return true;
		}
	return false;
}

/* Returns whether the text after a number makes it a part of a date, a time, or a version. */
static bool continues(const char *p, size_t n, size_t at)
{
	return at < n && strchr(":.-", p[at]) && is_digit(p, n, at + 1);
}

bool metric_number_parse(const char *p, size_t n, struct metric_number *number)
{
	char digits[DIGITS + 8];
	size_t used = 0, i = 0;
	if (parse_word(p, n, number))
		return true;
	if (n && (*p == '-' || *p == '+'))
		digits[used++] = p[i++];
	size_t sign = i;
	i += whole_digits(p + i, n - i, digits, &used);
	bool integer = i > sign, whole = integer;
	if (i < n && p[i] == '.' && (whole || is_digit(p, n, i + 1))) {
		/* A full stop after an integer may end a sentence. */
		if (is_digit(p, n, i + 1) || (i + 1 < n && strchr(" \t,)]}e", p[i + 1]))) {
			integer = false;
			digits[used++] = p[i++];
			for (; is_digit(p, n, i) && used < DIGITS; i++)
				digits[used++] = p[i];
		}
	}
	if (used == sign)
		return false;
	bool fortran = i < n && p[i] == 'D';
	if (i < n && (p[i] == 'e' || p[i] == 'E' || fortran)) {
		bool exponent_sign = i + 1 < n && (p[i + 1] == '-' || p[i + 1] == '+');
		size_t exponent = i + 1 + exponent_sign;
		if (is_digit(p, n, exponent) && (exponent_sign || !fortran)) {
			integer = false;
			digits[used++] = 'e';
			for (i++; (i < exponent || is_digit(p, n, i)) && used < DIGITS;)
				digits[used++] = p[i++];
		}
	}
	if (is_digit(p, n, i))
		return false;
	digits[used] = 0;
	*number = (struct metric_number){i, strtod(digits, NULL), integer, false, false};
	return !continues(p, n, i) && parse_unit(p, n, number) && !continues(p, n, number->bytes);
}

bool metric_number_field(const char *p, size_t n, struct metric_number *number)
{
	while (n && strchr(" \t\"'", *p))
		p++, n--;
	while (n && strchr(" \t\"'", p[n - 1]))
		n--;
	return n && metric_number_parse(p, n, number) && number->bytes == n;
}
