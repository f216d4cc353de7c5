/* base: decimal texts of numbers. strtod and snprintf use the decimal point of the locale of the
 * program: it is replaced on the way in and skipped on the way out. */
#include "base/numeral.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits(const char *text)
{
	size_t n = 0;
	while (is_digit(text[n]))
		n++;
	return n;
}

static const char *after_sign(const char *text)
{
	return *text == '-' || *text == '+' ? text + 1 : text;
}

bool tfe__numeral_int(const char *text, int64_t *value)
{
	const char *p = after_sign(text);
	size_t n = digits(p);
	if (n == 0 || p[n] || (*p == '0' && n > 1))
		return false;
	errno = 0;
	long long parsed = strtoll(text, NULL, 10);
	*value = parsed;
	return !errno;
}

/* Parses digits without a point, and an exponent, which have the same form in all locales. */
static double parse(const char *whole, size_t n_whole, const char *fraction, size_t n_fraction,
		    long exponent)
{
	enum { MOST = 800 }; /* more digits never change the nearest float64 */
	char text[MOST + 32];
	size_t n = 0;
	for (size_t i = 0; i < n_whole + n_fraction; i++) {
		char digit = i < n_whole ? whole[i] : fraction[i - n_whole];
		bool significant = n > 0 || digit != '0';
		if (significant && n < MOST)
			text[n++] = digit;
		else if (significant)
			exponent++;
	}
	exponent -= (long)n_fraction;
	if (!n)
		return 0;
	snprintf(text + n, sizeof text - n, "e%ld", exponent);
	return strtod(text, NULL);
}

bool tfe__numeral_number(const char *text, double *value)
{
	const char *whole = after_sign(text);
	size_t n_whole = digits(whole), n_fraction = 0;
	const char *p = whole + n_whole, *fraction = p;
	if (*p == '.') {
		fraction = p + 1;
		n_fraction = digits(fraction);
		p = fraction + n_fraction;
	}
	if (n_whole + n_fraction == 0 || n_whole + n_fraction > 100000 ||
	    (*whole == '0' && n_whole > 1))
		return false;
	long exponent = 0;
	if (*p == 'e' || *p == 'E') {
		const char *e = p + 1;
		size_t n = digits(after_sign(e));
		if (n == 0 || n > 6)
			return false;
		exponent = strtol(e, NULL, 10);
		p = after_sign(e) + n;
	}
	double size = parse(whole, n_whole, fraction, n_fraction, exponent);
	*value = *text == '-' ? -size : size;
	return !*p && isfinite(size);
}

/* Gets the fewest digits that identify a number above 0, without a point, and its decimal
 * exponent. */
static size_t shortest(double value, char *out, int *exponent)
{
	char text[48];
	for (int precision = 0; precision <= 16; precision++) {
		snprintf(text, sizeof text, "%.*e", precision, value);
		if (strtod(text, NULL) == value)
			break;
	}
	size_t n = 0;
	const char *p = text;
	for (; *p && *p != 'e'; p++)
		if (is_digit(*p))
			out[n++] = *p;
	*exponent = *p ? (int)strtol(p + 1, NULL, 10) : 0;
	while (n > 1 && out[n - 1] == '0')
		n--;
	return n;
}

void tfe__numeral_repr(char text[TFE__NUMERAL_BYTES], double value)
{
	char digit[24] = "0";
	int exponent = 0;
	size_t n = value == 0 ? 1 : shortest(fabs(value), digit, &exponent);
	char *p = text;
	if (signbit(value))
		*p++ = '-';
	if (exponent < -4 || exponent >= 16) {
		*p++ = digit[0];
		if (n > 1)
			*p++ = '.';
		for (size_t i = 1; i < n; i++)
			*p++ = digit[i];
		snprintf(p, 13, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
		return;
	}
	/* Digit i has the value 10^(exponent - i); zeros fill both sides of the point. */
	int first = exponent < 0 ? exponent : 0;
	int last = (int)n - 1 > exponent + 1 ? (int)n - 1 : exponent + 1;
	for (int i = first; i <= last; i++) {
		if (i == exponent + 1)
			*p++ = '.';
		*p++ = i >= 0 && (size_t)i < n ? digit[i] : '0';
	}
	*p = '\0';
}
