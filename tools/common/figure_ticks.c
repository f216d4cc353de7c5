/* common: the ticks of the axes of figures: multiples of 1, 2 or 5 times a power of ten, or powers
 * of ten. */
#include "common/figure_ticks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Writes a number with `decimals`, or with an exponent: "0.25", "2e6". */
static void write_label(char label[TICK_LABEL], double value, int decimals, bool exponent)
{
	if (!exponent) {
		snprintf(label, TICK_LABEL, "%.*f", decimals, value == 0 ? 0 : value);
		return;
	}
	/* "2.5e+06" becomes "2.5e6". */
	snprintf(label, TICK_LABEL, "%.5g", value);
	char *e = strchr(label, 'e');
	if (!e)
		return;
	char *to = e + 1, *from = e + 1;
	if (*from == '-')
		*to++ = *from++;
	else if (*from == '+')
		from++;
	while (*from == '0' && from[1])
		from++;
	memmove(to, from, strlen(from) + 1);
}

/* Returns the least multiple of 1, 2 or 5 times a power of ten that is not below a step. */
static double round_step(double least)
{
	double power = pow(10, floor(log10(least)));
	if (least > 5 * power)
		return 10 * power;
	if (least > 2 * power)
		return 5 * power;
	return least > power ? 2 * power : power;
}

static void linear_ticks(struct figure_axis *a, size_t most, bool whole)
{
	double step = round_step((a->high - a->low) / (double)(most ? most : 1));
	if (whole)
		step = fmax(step, 1);
	double largest = fmax(fabs(a->low), fabs(a->high));
	int decimals = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0;
	bool exponent = largest >= 1e6 || decimals > 4;
	for (double i = ceil(a->low / step - 1e-9); figure_tick_add(a, i * step); i++)
		write_label(a->label[a->n - 1], i * step, decimals, exponent);
}

static void add_log_tick(struct figure_axis *a, double digit, double exponent, double sign)
{
	double value = sign * digit * pow(10, exponent);
	int decimals = exponent < 0 ? (int)-exponent : 0;
	/* A part of the value: the low end may be many decades below the high end. */
	bool above = value >= a->low - 1e-9 * fabs(value);
	if (above && figure_tick_add(a, value))
		write_label(a->label[a->n - 1], value, decimals, fabs(exponent) > 4);
}

/* Powers of ten; if there are only a few, their multiples by 2 and 5 too. */
static void log_ticks(struct figure_axis *a, size_t most)
{
	double first = floor(log10(a->low) + 1e-9), last = floor(log10(a->high) + 1e-9);
	double stride = fmax(ceil((last - first + 1) / (double)(most ? most : 1)), 1);
	for (double e = first; e <= last && a->n < TICKS; e += stride) {
		add_log_tick(a, 1, e, 1);
		if (last - first > 2)
			continue;
		add_log_tick(a, 2, e, 1);
		add_log_tick(a, 5, e, 1);
	}
}

/* Powers of ten on both sides of 0. */
static void symlog_ticks(struct figure_axis *a, size_t most)
{
	double first = floor(log10(a->linear) + 1e-9);
	double last = floor(log10(fmax(fabs(a->low), fabs(a->high))) + 1e-9);
	double stride = fmax(ceil(2 * (last - first + 1) / (double)(most ? most : 1)), 1);
	for (double e = last; e >= first && a->n < TICKS; e -= stride)
		add_log_tick(a, 1, e, -1);
	add_log_tick(a, 0, 0, 1);
	for (double e = last; e >= first && a->n < TICKS; e -= stride)
		add_log_tick(a, 1, e, 1);
}

void figure_axis_ticks(struct figure_axis *a, size_t most, bool whole)
{
	a->n = 0;
	if (!isfinite(a->high - a->low))
		return;
	if (a->scale == FIGURE_LOG)
		log_ticks(a, most);
	else if (a->scale == FIGURE_SYMLOG)
		symlog_ticks(a, most);
	else if (a->scale == FIGURE_TIME)
		figure_time_ticks(a, most);
	else
		linear_ticks(a, most, whole);
}

void figure_axis_ticks_along(struct figure_axis *a, double width, bool whole)
{
	for (size_t most = 12; most > 1; most--) {
		bool fits = true;
		double end = -INFINITY;
		figure_axis_ticks(a, most, whole);
		for (size_t i = 0; i < a->n && fits; i++) {
			double half = (double)strlen(a->label[i]) / 2 + 0.8;
			double middle = figure_axis_at(a, a->tick[i]) * width;
			fits = middle - half >= end;
			end = middle + half;
		}
		if (fits)
			return;
	}
}
