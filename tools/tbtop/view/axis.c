/* view: where an axis begins and ends, and what is written along it. */
#include "tbtop/view/axis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- places ------------------------------------------------------------------------------------- */

double axis_place(const struct axis *a, double value)
{
	if (a->kind != SCALE_LOG)
		return (value - a->lo) / (a->hi - a->lo);
	if (!(value > 0))
		return value <= 0 ? -1 : NAN;
	return (log10(value) - log10(a->lo)) / (log10(a->hi) - log10(a->lo));
}

double axis_value(const struct axis *a, double place)
{
	if (a->kind != SCALE_LOG)
		return a->lo + place * (a->hi - a->lo);
	return pow(10, log10(a->lo) + place * (log10(a->hi) - log10(a->lo)));
}

/* --- bounds ------------------------------------------------------------------------------------- */

/* The value that would stand at place k if the n > k values were sorted; moves them about (Hoare's selection). */
static double nth(double *values, size_t n, size_t k)
{
	size_t lo = 0, hi = n - 1;
	while (lo < hi) {
		double pivot = values[lo + (hi - lo) / 2];
		size_t i = lo, j = hi;
		for (;; i++, j--) {
			while (values[i] < pivot)
				i++;
			while (values[j] > pivot)
				j--;
			if (i >= j)
				break;
			double swap = values[i];
			values[i] = values[j];
			values[j] = swap;
		}
		if (k <= j) /* [lo, j] <= pivot <= [j + 1, hi] */
			hi = j;
		else
			lo = j + 1;
	}
	return values[k];
}

/* The step of a scale with about `count` steps: 1, 2 or 5 times a power of ten (as d3 does it). */
static double tick_step(double span, int count)
{
	double raw = span / count;
	double power = pow(10, floor(log10(raw)));
	double error = raw / power;
	if (error >= 7.0710678118654755)
		return power * 10;
	if (error >= 3.1622776601683795)
		return power * 5;
	return error >= 1.4142135623730951 ? power * 2 : power;
}

static void make_nice(double *lo, double *hi)
{
	for (int i = 0; i < 3; i++) {
		double step = tick_step(*hi - *lo, 10);
		double a = floor(*lo / step) * step, b = ceil(*hi / step) * step;
		if (!isfinite(a) || !isfinite(b) || (a == *lo && b == *hi))
			return;
		*lo = a;
		*hi = b;
	}
}

static void fit_linear(double lo, double hi, struct axis *axis)
{
	axis->kind = SCALE_NUMBER;
	if (hi == lo) {
		axis->lo = lo < 0 ? 2 * lo : lo > 0 ? 0 : -1;
		axis->hi = lo > 0 ? 2 * lo : lo < 0 ? 0 : 1;
	} else {
		double air = hi / 20 - lo / 20;
		axis->lo = lo - air;
		axis->hi = hi + air;
		if (isfinite(axis->hi - axis->lo))
			make_nice(&axis->lo, &axis->hi);
	}
	/* Values next to each other or at the ends of what a double holds. */
	if (!isfinite(axis->lo))
		axis->lo = -1e308;
	if (!isfinite(axis->hi))
		axis->hi = 1e308;
	if (!(axis->hi > axis->lo))
		axis->hi = nextafter(axis->lo, INFINITY);
	if (!isfinite(axis->hi - axis->lo)) {
		axis->lo = fmax(axis->lo, -8e307);
		axis->hi = fmin(axis->hi, 8e307);
	}
}

/* Whether the outer values leave what lies between them less than a third of the height. TensorBoard cuts them
 * off always, even the beginning of a short training. */
static bool flattened(double least, double low, double high, double most, bool log)
{
	if (!(high > low)) /* too few different values to say */
		return false;
	if (log)
		return log10(most) - log10(least) > 3 * (log10(high) - log10(low));
	return most / 3 - least / 3 > high - low;
}

bool axis_fit(double *values, size_t n, bool ignore_outliers, bool log, struct axis *axis)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (isfinite(values[i]) && (!log || values[i] > 0))
			values[kept++] = values[i];
	if (!kept) {
		*axis = log ? (struct axis){SCALE_LOG, 0.1, 10}
			    : (struct axis){SCALE_NUMBER, -1, 1};
		return false;
	}
	double least = values[0], most = values[0];
	for (size_t i = 1; i < kept; i++) {
		least = values[i] < least ? values[i] : least;
		most = values[i] > most ? values[i] : most;
	}
	if (ignore_outliers && kept > 2) {
		double low = nth(values, kept, (size_t)ceil((double)(kept - 1) * 0.05));
		double high = nth(values, kept, (size_t)floor((double)(kept - 1) * 0.95));
		if (flattened(least, low, high, most, log)) {
			least = low;
			most = high;
		}
	}
	if (log) {
		double bottom = fmin(fmax(least * 0.5, 1e-307), 1e307);
		*axis = (struct axis){SCALE_LOG, bottom, fmin(fmax(most * 2, bottom * 4), 1e308)};
	} else {
		fit_linear(least, most, axis);
	}
	return true;
}

/* --- ticks of numbers --------------------------------------------------------------------------- */

/* Digits behind the point that tell steps of this size apart. */
static int decimals(double step)
{
	int d = (int)ceil(-log10(step) - 1e-9);
	return d > 0 ? d : 0;
}

static const struct {
	double size;
	const char *suffix;
} magnitudes[] = {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}};

/* A number as one of several `step` apart, the largest of size `top`. */
static void number_text(char text[TICK_TEXT], double value, double step, double top)
{
	if (top == 0)
		top = step;
	if (top >= 1e15 || top < 1e-4) {
		int power = (int)floor(log10(top) + 1e-9);
		snprintf(text, TICK_TEXT, "%.*fe%d", decimals(step / pow(10, power)),
			 value / pow(10, power), power);
		if (value == 0)
			snprintf(text, TICK_TEXT, "0");
		return;
	}
	/* The largest unit that leaves few digits behind the point. */
	size_t i = 0;
	while (i < 4 && (top < magnitudes[i].size * (i == 3 ? 10 : 1) ||
			 decimals(step / magnitudes[i].size) > 2))
		i++;
	if (value == 0)
		i = 4;
	snprintf(text, TICK_TEXT, "%.*f%s",
		 value == 0 && step >= 1 ? 0 : decimals(step / magnitudes[i].size),
		 value / magnitudes[i].size, magnitudes[i].suffix);
}

static void add_tick(struct ticks *ticks, const struct axis *axis, double at)
{
	double slack = (axis->hi - axis->lo) * 1e-9;
	if (ticks->n < AXIS_TICKS && at >= axis->lo - slack && at <= axis->hi + slack)
		ticks->tick[ticks->n++].at = at;
}

/* Multiples of the step within the axis; how many there are. */
static double multiples(const struct axis *axis, double step)
{
	return floor(axis->hi / step + 1e-9) - ceil(axis->lo / step - 1e-9) + 1;
}

static double next_step(double step)
{
	double power = pow(10, floor(log10(step) + 1e-9));
	double digit = step / power;
	return digit < 1.5 ? 2 * power : digit < 3 ? 5 * power : 10 * power;
}

static void number_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	double step = tick_step(axis->hi - axis->lo, most * 2);
	if (axis->kind == SCALE_STEP && step < 1)
		step = 1;
	while (multiples(axis, step) > most)
		step = next_step(step);
	if (!isfinite(step) || step <= 0)
		return;
	double top = fmax(fabs(axis->lo), fabs(axis->hi));
	double first = ceil(axis->lo / step - 1e-9);
	for (int i = 0; i < most; i++) {
		double at = (first + i) * step;
		add_tick(ticks, axis, at);
	}
	for (int i = 0; i < ticks->n; i++)
		number_text(ticks->tick[i].text, ticks->tick[i].at, step, top);
}

/* --- ticks of decades --------------------------------------------------------------------------- */

static void log_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	double lo = ceil(log10(axis->lo) - 1e-9), hi = floor(log10(axis->hi) + 1e-9);
	if (hi - lo < 1) { /* less than two decades marks: as numbers */
		struct axis linear = {SCALE_NUMBER, axis->lo, axis->hi};
		number_ticks(&linear, most, ticks);
		return;
	}
	double every = ceil((hi - lo + 1) / most);
	for (double power = ceil(lo / every) * every; power <= hi && ticks->n < AXIS_TICKS;
	     power += every) {
		struct tick *t = &ticks->tick[ticks->n++];
		t->at = pow(10, power);
		if (power >= -3 && power <= 3)
			snprintf(t->text, TICK_TEXT, "%.*f", power < 0 ? (int)-power : 0, t->at);
		else
			snprintf(t->text, TICK_TEXT, "1e%d", (int)power);
	}
}

/* --- ticks of time ------------------------------------------------------------------------------ */

static const double natural_s[] = {
	1,      2,      5,      10,      15,      30,      60,       120,      300,
	600,    900,    1800,   3600,    7200,    10800,   21600,    43200,    86400,
	172800, 432000, 604800, 1209600, 2592000, 7776000, 15552000, 31536000,
};
enum { NATURAL = sizeof natural_s / sizeof *natural_s };

static double time_step(const struct axis *axis, int most)
{
	for (int i = 0; i < NATURAL; i++)
		if (multiples(axis, natural_s[i]) <= most)
			return natural_s[i];
	double step = natural_s[NATURAL - 1];
	while (multiples(axis, step) > most)
		step *= 2;
	return step;
}

static void span_text(char text[TICK_TEXT], double s, double step)
{
	long long t = llround(fabs(s));
	const char *sign = s < 0 ? "-" : "";
	if (t == 0)
		snprintf(text, TICK_TEXT, "0");
	else if (step >= 86400)
		snprintf(text, TICK_TEXT, "%s%lldd", sign, t / 86400);
	else if (t >= 86400 && t % 86400 == 0)
		snprintf(text, TICK_TEXT, "%s%lldd", sign, t / 86400);
	else if (t >= 86400)
		snprintf(text, TICK_TEXT, "%s%lldd%lldh", sign, t / 86400, t % 86400 / 3600);
	else if (step >= 3600 || t % 3600 == 0)
		snprintf(text, TICK_TEXT, "%s%lldh", sign, t / 3600);
	else if (t >= 3600)
		snprintf(text, TICK_TEXT, "%s%lldh%02lldm", sign, t / 3600, t % 3600 / 60);
	else if (step >= 60 || t % 60 == 0)
		snprintf(text, TICK_TEXT, "%s%lldm", sign, t / 60);
	else if (t >= 60)
		snprintf(text, TICK_TEXT, "%s%lldm%02llds", sign, t / 60, t % 60);
	else
		snprintf(text, TICK_TEXT, "%s%llds", sign, t);
}

static void span_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	double step = time_step(axis, most);
	if (axis->hi - axis->lo < 3 || (step == 1 && multiples(axis, step) < 2)) {
		number_ticks(axis, most, ticks);
		for (int i = 0; i < ticks->n; i++) {
			char *text = ticks->tick[i].text;
			size_t n = strlen(text);
			if (ticks->tick[i].at == 0)
				memcpy(text, "0", 2);
			else if (n + 1 < TICK_TEXT)
				memcpy(text + n, "s", 2);
		}
		return;
	}
	for (double at = ceil(axis->lo / step - 1e-9) * step;
	     at <= axis->hi && ticks->n < AXIS_TICKS; at += step)
		add_tick(ticks, axis, at);
	for (int i = 0; i < ticks->n; i++)
		span_text(ticks->tick[i].text, ticks->tick[i].at, step);
}

static double local_offset(double at)
{
	time_t t = (time_t)at;
	struct tm here, utc;
	if (!localtime_r(&t, &here) || !gmtime_r(&t, &utc))
		return 0;
	int days = here.tm_yday - utc.tm_yday;
	if (here.tm_year != utc.tm_year)
		days = here.tm_year > utc.tm_year ? 1 : -1;
	return days * 86400.0 + (here.tm_hour - utc.tm_hour) * 3600.0 +
	       (here.tm_min - utc.tm_min) * 60.0;
}

static void wall_text(char text[TICK_TEXT], double at, double step)
{
	time_t t = (time_t)llround(at);
	struct tm here;
	if (!localtime_r(&t, &here)) {
		snprintf(text, TICK_TEXT, "?");
		return;
	}
	bool midnight = here.tm_hour == 0 && here.tm_min == 0 && here.tm_sec == 0;
	if (step >= 31536000)
		strftime(text, TICK_TEXT, "%Y", &here);
	else if (step >= 86400 || (midnight && step >= 60))
		strftime(text, TICK_TEXT, "%b %d", &here);
	else if (step >= 60)
		strftime(text, TICK_TEXT, "%H:%M", &here);
	else
		strftime(text, TICK_TEXT, "%H:%M:%S", &here);
}

/* Round in local time: multiples are counted from local midnight. */
static void wall_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	double offset = local_offset(axis->lo);
	struct axis local = {SCALE_WALL, axis->lo + offset, axis->hi + offset};
	double step = time_step(&local, most);
	for (double at = ceil(local.lo / step - 1e-9) * step;
	     at <= local.hi && ticks->n < AXIS_TICKS; at += step)
		add_tick(ticks, axis, at - offset);
	for (int i = 0; i < ticks->n; i++)
		wall_text(ticks->tick[i].text, ticks->tick[i].at, step);
}

void axis_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	ticks->n = 0;
	most = most < 2 ? 2 : most > AXIS_TICKS ? AXIS_TICKS : most;
	switch (axis->kind) {
	case SCALE_LOG:
		log_ticks(axis, most, ticks);
		break;
	case SCALE_SPAN:
		span_ticks(axis, most, ticks);
		break;
	case SCALE_WALL:
		wall_ticks(axis, most, ticks);
		break;
	default:
		number_ticks(axis, most, ticks);
	}
}

void axis_label(const struct axis *axis, double at, struct tick *tick)
{
	double step = tick_step(axis->hi - axis->lo, 4);
	tick->at = at;
	if (axis->kind == SCALE_SPAN)
		span_text(tick->text, at, 1);
	else if (axis->kind == SCALE_WALL)
		wall_text(tick->text, at, 1);
	else if (axis->kind == SCALE_STEP)
		snprintf(tick->text, TICK_TEXT, "%.0f", at);
	else
		number_text(tick->text, at, step, fmax(fabs(axis->lo), fabs(axis->hi)));
}

/* Whether every label has its columns and two blanks to the next. */
static bool apart(const struct axis *axis, int width, const struct ticks *ticks)
{
	for (int i = 1; i < ticks->n; i++) {
		double gap = axis_place(axis, ticks->tick[i].at) -
			     axis_place(axis, ticks->tick[i - 1].at);
		double half =
			(double)(strlen(ticks->tick[i].text) + strlen(ticks->tick[i - 1].text)) / 2;
		if (gap * width < half + 2)
			return false;
	}
	return true;
}

void axis_ticks_along(const struct axis *axis, int width, struct ticks *ticks)
{
	for (int most = width / 5 < 2 ? 2 : width / 5; most >= 2; most--) {
		axis_ticks(axis, most, ticks);
		if (apart(axis, width, ticks))
			return;
	}
	if (ticks->n > 1)
		ticks->n = 1;
}

void axis_round_ends(struct axis *axis, int width)
{
	struct ticks ticks;
	axis_ticks_along(axis, width, &ticks);
	if (ticks.n < 2)
		return;
	double near = (axis->hi - axis->lo) / 25, first = ticks.tick[0].at;
	double last = ticks.tick[ticks.n - 1].at, step = ticks.tick[1].at - first;
	if (first - step >= axis->lo - near)
		axis->lo = fmin(axis->lo, first - step);
	if (last + step <= axis->hi + near)
		axis->hi = fmax(axis->hi, last + step);
}
