/* view: values as text, with the digits that an axis resolves. */
#include "tbtop/view/value_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"

enum { DIGITS_LEAST = 4, DIGITS_MOST = 17, PARTS = 100 };

/* Returns the number of significant digits in which a value is written. The last digit is worth at
 * most one part of the axis, divided into PARTS. */
static int digits_of(double value, const struct axis *axis)
{
	double part = axis->hi / PARTS - axis->lo / PARTS;
	if (axis->kind != SCALE_NUMBER || !(part > 0) || value == 0)
		return DIGITS_LEAST;
	double digits = floor(log10(fabs(value))) - floor(log10(part)) + 1;
	return (int)fmin(fmax(digits, DIGITS_LEAST), DIGITS_MOST);
}

/* Formats with an exponent, without the zeros of "1.2300e-05". */
static void scientific(char text[VALUE_TEXT], double value, int digits)
{
	char raw[VALUE_TEXT];
	snprintf(raw, sizeof raw, "%.*e", digits - 1, value);
	char *e = strchr(raw, 'e');
	long power = e ? strtol(e + 1, NULL, 10) : 0;
	size_t n = e ? (size_t)(e - raw) : strlen(raw);
	while (n > 1 && raw[n - 1] == '0')
		n--;
	n -= raw[n - 1] == '.';
	snprintf(text, VALUE_TEXT, "%.*se%ld", (int)n, raw, power);
}

void value_text(char text[VALUE_TEXT], double value, const struct axis *axis)
{
	int digits = isfinite(value) ? digits_of(value, axis) : DIGITS_LEAST;
	double size = fabs(value);
	bool plain = size >= 1e-3 && size < 1e15;
	if (!isfinite(value) || value == 0 || (digits == DIGITS_LEAST && plain && size < 99999.5))
		format_value(text, value);
	else if (plain && size < pow(10, digits))
		snprintf(text, VALUE_TEXT, "%.*f", digits - 1 - (int)floor(log10(size)), value);
	else
		scientific(text, value, digits);
}

void value_text_within(char text[VALUE_TEXT], double value, const struct axis *axis, int width)
{
	value_text(text, value, axis);
	if ((int)strlen(text) > width)
		format_value(text, value);
}
