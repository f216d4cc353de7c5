/* common: the ticks of the axes of figures: multiples of 1, 2 or 5 times a power of ten, or powers
 * of ten. */
#include "common/figure_ticks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Writes a number with an exponent, without needless zeros: "2.5e6". */
static void write_exponent(char label[TICK_LABEL], double value, int decimals)
{
	snprintf(label, TICK_LABEL, "%.*e", decimals, value);
	char *e = strchr(label, 'e');
	if (!e)
		return;
	char *to = e, *from = e + 1;
	if (memchr(label, '.', (size_t)(e - label))) {
		while (to[-1] == '0')
			to--;
		to -= to[-1] == '.';
	}
	*to++ = 'e';
	if (*from == '-')
		*to++ = *from;
	from++;
	while (*from == '0' && from[1])
		from++;
	memmove(to, from, strlen(from) + 1);
}

/* How the numbers of an axis are written. */
struct notation {
	bool exponent;
	int decimals; /* of the number, or before the exponent */
};

/* Chooses the notation in which multiples of a step up to `largest` are short and differ. */
static struct notation notation_of(double largest, double step)
{
	int decimals = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0;
	int digits = (int)(floor(log10(largest) + 1e-9) - floor(log10(step) + 1e-9)) + 1;
	bool large = largest >= 1e6 && (digits <= 6 || largest >= 1e15);
	bool small = decimals > 4 && (digits <= 4 || decimals > 16);
	if (large || small)
		return (struct notation){true, digits > 1 ? digits - 1 : 0};
	return (struct notation){false, decimals};
}

static void write_label(char label[TICK_LABEL], double value, const struct notation *how)
{
	if (how->exponent && value != 0)
		write_exponent(label, value, how->decimals);
	else
		snprintf(label, TICK_LABEL, "%.*f", how->exponent ? 0 : how->decimals,
			 value == 0 ? 0 : value);
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
	const struct notation how = notation_of(fmax(fabs(a->low), fabs(a->high)), step);
	for (double i = ceil(a->low / step - 1e-9); figure_tick_add(a, i * step); i++)
		write_label(a->label[a->n - 1], i * step, &how);
}

static void add_log_tick(struct figure_axis *a, double digit, double exponent, double sign)
{
	double value = sign * digit * pow(10, exponent);
	bool far = fabs(exponent) > 4;
	const struct notation how = {far, far || exponent > 0 ? 0 : (int)-exponent};
	/* A part of the value: the low end may be many decades below the high end. */
	bool above = value >= a->low - 1e-9 * fabs(value);
	if (above && figure_tick_add(a, value))
		write_label(a->label[a->n - 1], value, &how);
}

/* Powers of ten; if there are only a few, their multiples by 2 and 5 too; within a decade, those of
 * a linear axis. */
static void log_ticks(struct figure_axis *a, size_t most)
{
	if (a->high / a->low < 8) {
		linear_ticks(a, most, false);
		return;
	}
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
