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

static void make_linear(struct figure_axis *a, size_t most)
{
	double span = a->high - a->low;
	double raw = span / (double)(most ? most : 1);
	double power = pow(10, floor(log10(raw)));
	double step = power;
	if (raw > 5 * power)
		step = 10 * power;
	else if (raw > 2 * power)
		step = 5 * power;
	else if (raw > power)
		step = 2 * power;
	double largest = fmax(fabs(a->low), fabs(a->high));
	int decimals = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0;
	bool exponent = largest >= 1e6 || decimals > 4;
	for (double i = ceil(a->low / step - 1e-9); a->n < TICKS; i++) {
		double value = i * step;
		if (!(value <= a->high + span * 1e-9))
			break;
		a->tick[a->n] = value;
		write_label(a->label[a->n++], value, decimals, exponent);
	}
}

static void add_log_tick(struct figure_axis *a, double digit, double exponent)
{
	double value = digit * pow(10, exponent);
	if (a->n == TICKS || value < a->low * (1 - 1e-9) || value > a->high * (1 + 1e-9))
		return;
	a->tick[a->n] = value;
	write_label(a->label[a->n++], value, exponent < 0 ? (int)-exponent : 0, fabs(exponent) > 4);
}

/* Powers of ten; if there are only a few, their multiples by 2 and 5 too. */
static void make_log(struct figure_axis *a, size_t most)
{
	double first = floor(log10(a->low) + 1e-9), last = floor(log10(a->high) + 1e-9);
	double stride = fmax(ceil((last - first + 1) / (double)(most ? most : 1)), 1);
	for (double e = first; e <= last && a->n < TICKS; e += stride) {
		add_log_tick(a, 1, e);
		if (last - first > 2)
			continue;
		add_log_tick(a, 2, e);
		add_log_tick(a, 5, e);
	}
}

void figure_axis_make(struct figure_axis *a, double low, double high, bool log_scale, size_t most)
{
	*a = (struct figure_axis){.low = low, .high = high, .log = log_scale};
	if (log_scale && !(high / low > 3)) {
		/* At least a decade, so that there are ticks. */
		a->low = pow(10, floor(log10(low)));
		a->high = fmax(a->low * 10, high);
	} else if (!log_scale && !(high - low > 1e-12 * fmax(fabs(low), fabs(high)))) {
		double half = low == 0 ? 1 : fabs(low) * 0.1;
		a->low = low - half;
		a->high = high + half;
	}
	if (log_scale)
		make_log(a, most);
	else if (isfinite(a->high - a->low))
		make_linear(a, most);
}

double figure_axis_at(const struct figure_axis *a, double value)
{
	if (a->log)
		return (log10(value) - log10(a->low)) / (log10(a->high) - log10(a->low));
	/* Halves: the difference of two doubles may overflow. */
	return (value / 2 - a->low / 2) / (a->high / 2 - a->low / 2);
}
