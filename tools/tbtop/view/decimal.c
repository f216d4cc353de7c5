/* view: steps of 1, 2 or 5 times a power of ten, and their multiples as doubles and as text. */
#include "tbtop/view/decimal.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/whole.h"

/* Powers of ten up to EXACT_POWER are exact as doubles. */
enum { EXACT_POWER = 22, LEAST_POWER = -324, MOST_POWER = 309 };

/* --- steps ------------------------------------------------------------------------------------ */

struct step step_near(double lo, double hi, int count)
{
	double raw = (hi - lo) / count;
	if (isinf(raw))
		raw = hi / count - lo / count;
	raw = fmin(fmax(raw, DBL_TRUE_MIN), DBL_MAX);
	int power = (int)whole_within(floor(log10(raw)), LEAST_POWER, MOST_POWER);
	double error = step_count((struct step){1, power}, raw);
	struct step step = {1, power};
	if (error >= 7.0710678118654755)
		step.power++;
	else if (error >= 3.1622776601683795)
		step.digit = 5;
	else if (error >= 1.4142135623730951)
		step.digit = 2;
	/* 10^-324 and 2 * 10^-324 would be 0. */
	return step.power <= LEAST_POWER ? (struct step){5, LEAST_POWER} : step;
}

struct step step_next(struct step step)
{
	if (step.digit < 5)
		return (struct step){step.digit == 1 ? 2 : 5, step.power};
	return (struct step){1, step.power + 1};
}

struct step step_apart(struct step step, double top)
{
	double ulp = fmax(top * DBL_EPSILON, DBL_TRUE_MIN);
	if (step_count(step, ulp) <= 1)
		return step;
	step = step_near(0, ulp, 1);
	return step_count(step, ulp) <= 1 ? step : step_next(step);
}

double step_count(struct step step, double value)
{
	if (step.power < -290) /* powers near the smallest double have few significant digits */
		return value * 1e300 / (step.digit * pow(10, step.power + 300));
	if (step.power < 0)
		return value * pow(10, -step.power) / step.digit;
	return value / (step.digit * pow(10, step.power));
}

double step_multiple(struct step step, int64_t n)
{
	/* For small n the error of the product is a fraction of the step. */
	if (llabs(n) < INT64_C(1) << 40 && abs(step.power) <= EXACT_POWER)
		return (double)n * (step.digit * pow(10, step.power));
	char text[DECIMAL_TEXT];
	snprintf(text, sizeof text, "%" PRId64 "e%d", n * step.digit, step.power);
	return strtod(text, NULL);
}

/* --- text ------------------------------------------------------------------------------------- */

static const struct {
	double size;
	int power;
	const char *suffix;
} magnitudes[] = {{1e12, 12, "T"}, {1e9, 9, "G"}, {1e6, 6, "M"}, {1e3, 3, "k"}, {1, 0, ""}};

/* Returns the number of decimals of multiples of 10^power in units of 10^unit. */
static int decimals(int power, int unit)
{
	return unit > power ? unit - power : 0;
}

/* Formats whole * 10^power in units of 10^unit. Returns the number of characters. */
static int put_decimal(char text[DECIMAL_TEXT], int64_t whole, int power, int unit)
{
	int after = decimals(power, unit), zeros = power > unit ? power - unit : 0;
	char digits[DECIMAL_TEXT];
	int n = snprintf(digits, sizeof digits, "%0*" PRIu64, after + 1,
			 (uint64_t)(whole < 0 ? -whole : whole));
	const char *sign = whole < 0 ? "-" : "";
	if (after)
		return snprintf(text, DECIMAL_TEXT, "%s%.*s.%s", sign, n - after, digits,
				digits + n - after);
	return snprintf(text, DECIMAL_TEXT, "%s%s%.*s", sign, digits, whole ? zeros : 0,
			"000000000000000");
}

void decimal_text(char text[DECIMAL_TEXT], struct step step, int64_t n, double top)
{
	int64_t whole = n * step.digit;
	top = fmax(top, step_multiple(step, 1));
	if (top >= 1e15 || top < 1e-4) {
		double power = floor(log10(top + DBL_TRUE_MIN) + 1e-9);
		int unit = (int)whole_within(power, LEAST_POWER, MOST_POWER);
		unit = unit < step.power ? step.power : unit;
		int used = whole ? put_decimal(text, whole, step.power, unit) : 0;
		if (whole)
			snprintf(text + used, (size_t)(DECIMAL_TEXT - used), "e%d", unit);
		else
			snprintf(text, DECIMAL_TEXT, "0");
		return;
	}
	/* Choose the largest unit with few decimals. */
	size_t i = 0;
	while (i < 4 && (top < magnitudes[i].size * (i == 3 ? 10 : 1) ||
			 decimals(step.power, magnitudes[i].power) > 2))
		i++;
	if (whole == 0)
		i = 4;
	int used = put_decimal(text, whole, step.power, magnitudes[i].power);
	snprintf(text + used, (size_t)(DECIMAL_TEXT - used), "%s", magnitudes[i].suffix);
}
