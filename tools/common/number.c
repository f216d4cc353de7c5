/* common: exact numbers as text, and ranges from text. */
#include "common/number.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Writes m / 10^k. */
static void write_decimal(char *text, bool negative, uint64_t m, int k)
{
	char digits[24];
	int n = 0;
	do
		digits[n++] = (char)('0' + m % 10);
	while ((m /= 10) != 0 || n <= k);
	if (negative)
		*text++ = '-';
	while (n) {
		*text++ = digits[--n];
		if (n && n == k)
			*text++ = '.';
	}
	*text = '\0';
}

/* Writes a number of medium size that has at most 15 digits; returns false for other numbers.
 * Integers below 2^53 are exact doubles, and so are powers of ten up to 10^22. The quotient of two
 * of them is therefore the double that a parser of the decimal returns. */
static bool write_short(char *text, double d)
{
	const double size = fabs(d);
	if (!(size >= 1e-4 && size < 1e15))
		return false;
	double power = 1;
	for (int k = 0; k <= 19 && size * power < 1e15; k++, power *= 10) {
		double m = nearbyint(size * power);
		if (m / power == size) {
			write_decimal(text, d < 0, (uint64_t)m, k);
			return true;
		}
	}
	return false;
}

void number_exact(char text[NUMBER_BYTES], double d)
{
	if (write_short(text, d))
		return;
	bool zero = d == 0;
	for (int digits = zero ? 1 : 15; digits <= 16; digits++) {
		snprintf(text, NUMBER_BYTES, "%.*g", digits, d);
		if (strtod(text, NULL) == d)
			return;
	}
	snprintf(text, NUMBER_BYTES, "%.17g", d);
}

void number_plain(char text[NUMBER_BYTES], double d)
{
	if (isnan(d) || isinf(d)) {
		snprintf(text, NUMBER_BYTES, "%s",
			 isnan(d) ? "NaN"
			 : d > 0  ? "Infinity"
				  : "-Infinity");
		return;
	}
	/* The cast of a double beyond the largest float32 would be undefined. */
	float f = fabs(d) <= (double)FLT_MAX ? (float)d : 0;
	if ((double)f != d) {
		number_exact(text, d);
		return;
	}
	for (int digits = 6; digits <= 9; digits++) {
		snprintf(text, NUMBER_BYTES, "%.*g", digits, d);
		if (strtof(text, NULL) == f)
			break;
	}
}

/* Reads one end of a range from n bytes; NaN without text. */
static bool read_end(const char *text, size_t n, double *value)
{
	char copy[64], *end;
	*value = NAN;
	if (!n)
		return true;
	if (n >= sizeof copy)
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	*value = strtod(copy, &end);
	return !*end && isfinite(*value);
}

bool number_range(const char *text, double *low, double *high)
{
	const char *dots = strstr(text, "..");
	return dots && read_end(text, (size_t)(dots - text), low) &&
	       read_end(dots + 2, strlen(dots + 2), high) && !(*low >= *high);
}
