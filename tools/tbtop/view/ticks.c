/* view: ticks at round values along an axis, and their labels.
 *
 * All scales number their ticks with integers, at most AXIS_TICKS of them. A tick is computed from
 * its number, never from the previous tick, so that all loops end whatever the bounds are. */
#include "tbtop/view/axis.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/whole.h"
#include "tbtop/view/decimal.h"
#include "tbtop/view/log_text.h"

static double size_of(const struct axis *axis)
{
	return fmax(fabs(axis->lo), fabs(axis->hi));
}

/* Adds a tick. A value that rounding put just outside the axis is moved to its end. Returns false
 * for a value that is not on the axis. */
static bool add_tick(struct ticks *ticks, const struct axis *axis, double at)
{
	double slack = 2e-9 * (axis->hi / 2 - axis->lo / 2);
	if (ticks->n == AXIS_TICKS || !isfinite(at) || at < axis->lo - slack ||
	    at > axis->hi + slack)
		return false;
	ticks->tick[ticks->n++].at = fmin(fmax(at, axis->lo), axis->hi);
	return true;
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* The first and the last multiple of a step on the axis, as numbers. */
struct multiples {
	double first, last;
};

static struct multiples multiples(const struct axis *axis, struct step step)
{
	return (struct multiples){ceil(step_count(step, axis->lo) - 1e-9),
				  floor(step_count(step, axis->hi) + 1e-9)};
}

static bool too_many(struct multiples m, int most)
{
	return !(m.last - m.first < most);
}

static void number_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	enum { TRIES = 8 };
	struct step step = step_near(axis->lo, axis->hi, most * 2);
	step = step_apart(step, size_of(axis));
	if (axis->kind == SCALE_STEP && step.power < 0)
		step = (struct step){1, 0};
	struct multiples m = multiples(axis, step);
	for (int i = 0; i < TRIES && too_many(m, most); i++) {
		step = step_next(step);
		m = multiples(axis, step);
	}
	if (too_many(m, most) || !(fmax(fabs(m.first), fabs(m.last)) < (double)STEP_MULTIPLES_MAX))
		return;
	/* Far from 0 a number may be wrong by one, so the adjacent ones are tried too. */
	int64_t first = (int64_t)m.first - 1;
	double top = size_of(axis);
	for (int i = 0; i < most + 2 && ticks->n < most; i++)
		if (add_tick(ticks, axis, step_multiple(step, first + i)))
			decimal_text(ticks->tick[ticks->n - 1].text, step, first + i, top);
}

/* --- decades ---------------------------------------------------------------------------------- */

/* Computes ticks at 1, 2 and 5 times powers of ten. */
static void part_ticks(const struct axis *axis, struct ticks *ticks)
{
	struct step step = {1, (int)whole_within(floor(log10(axis->lo)), -320, 308)};
	for (int i = 0; i < AXIS_TICKS; i++, step = step_next(step))
		if (add_tick(ticks, axis, step_multiple(step, 1)))
			decimal_text(ticks->tick[ticks->n - 1].text, step, 1,
				     step_multiple(step, 1));
}

static void log_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	int lo = (int)whole_within(ceil(log10(axis->lo) - 1e-9), -324, 309);
	int hi = (int)whole_within(floor(log10(axis->hi) + 1e-9), -324, 309);
	if (hi - lo < 2) { /* few decades: use other round values too */
		struct axis linear = {SCALE_NUMBER, axis->lo, axis->hi, 0};
		part_ticks(axis, ticks);
		if (ticks->n > 2 && ticks->n <= most)
			return;
		ticks->n = 0;
		if (hi - lo < 1) {
			number_ticks(&linear, most, ticks);
			return;
		}
	}
	int every = (hi - lo) / most + 1;
	for (int power = (int)ceil((double)lo / every) * every; power <= hi; power += every) {
		struct tick *t = &ticks->tick[ticks->n++];
		t->at = fmin(fmax(step_multiple((struct step){1, power}, 1), axis->lo), axis->hi);
		log_text(t->text, t->at);
	}
}

/* Computes ticks at 0 and at the decades on both sides. Integers number them (axis_coordinate). */
static void symlog_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	double lo = ceil(axis_coordinate(axis, axis->lo) - 1e-9);
	double hi = floor(axis_coordinate(axis, axis->hi) + 1e-9);
	if (hi - lo < 1) {
		struct axis linear = {SCALE_NUMBER, axis->lo, axis->hi, 0};
		number_ticks(&linear, most, ticks);
		return;
	}
	double every = floor((hi - lo) / most) + 1;
	for (double n = ceil(lo / every) * every; n <= hi; n += every)
		if (add_tick(ticks, axis, axis_value_at(axis, n)))
			log_text(ticks->tick[ticks->n - 1].text, ticks->tick[ticks->n - 1].at);
}

/* --- spans ------------------------------------------------------------------------------------ */

/* Larger times (three million years) are written as numbers. Milliseconds interpreted as seconds
 * are below this limit. */
static const double time_max_s = 1e14;

/* Converts a time that is within time_max_s. */
static time_t clock_time(double at)
{
	return (time_t)whole_within(floor(at), (int64_t)-1e14, (int64_t)1e14);
}

static const int64_t natural_s[] = {
	1,      2,      5,      10,      15,      30,      60,       120,      300,
	600,    900,    1800,   3600,    7200,    10800,   21600,    43200,    86400,
	172800, 432000, 604800, 1209600, 2592000, 7776000, 15552000, 31536000,
};
enum { NATURAL = sizeof natural_s / sizeof *natural_s };

static double count_of(const struct axis *axis, int64_t step, double *first)
{
	*first = ceil(axis->lo / (double)step - 1e-9);
	return floor(axis->hi / (double)step + 1e-9) - *first + 1;
}

/* Returns the smallest step with at most `most` multiples on an axis within time_max_s. */
static int64_t time_step(const struct axis *axis, int most)
{
	enum { DOUBLINGS = 20 };
	double first;
	for (int i = 0; i < NATURAL; i++)
		if (count_of(axis, natural_s[i], &first) <= most)
			return natural_s[i];
	int64_t step = natural_s[NATURAL - 1];
	for (int i = 0; i < DOUBLINGS && count_of(axis, step, &first) > most; i++)
		step *= 2;
	return step;
}

/* Formats a multiple of `step` seconds, exact down to the unit of the step. */
static void span_text(char text[TICK_TEXT], double s, int64_t step)
{
	long long t = whole_within(round(fabs(s)), 0, (int64_t)1e15);
	const char *sign = s < 0 ? "-" : "";
	long long d = t / 86400, h = t % 86400 / 3600, m = t % 3600 / 60;
	int n = 0;
	if (t == 0) {
		snprintf(text, TICK_TEXT, "0");
		return;
	}
	bool days = step >= 86400 || d;
	bool hours = step < 86400 && (days ? t % 86400 != 0 : h || step >= 3600);
	bool minutes = step < 3600 && t % 3600, seconds = step < 60 && t % 60;
	if (days)
		n += snprintf(text, TICK_TEXT, "%s%lldd", sign, d);
	if (hours)
		n += snprintf(text + n, (size_t)(TICK_TEXT - n), "%s%lldh", n ? "" : sign, h);
	if (minutes && (n || m))
		n += snprintf(text + n, (size_t)(TICK_TEXT - n), n ? "%s%02lldm" : "%s%lldm",
			      n ? "" : sign, m);
	if (seconds)
		snprintf(text + n, (size_t)(TICK_TEXT - n), n ? "%s%02llds" : "%s%llds",
			 n ? "" : sign, t % 60);
}

static void seconds_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	struct axis numbers = {SCALE_NUMBER, axis->lo, axis->hi};
	number_ticks(&numbers, most, ticks);
	for (int i = 0; i < ticks->n; i++) {
		char *text = ticks->tick[i].text;
		size_t n = strlen(text);
		if (ticks->tick[i].at == 0)
			memcpy(text, "0", 2);
		else
			memcpy(text + n, "s", 2);
	}
}

static void span_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	double first;
	if (axis->hi - axis->lo < 3 || size_of(axis) >= time_max_s) {
		seconds_ticks(axis, most, ticks);
		return;
	}
	int64_t step = time_step(axis, most);
	if (step == 1 && count_of(axis, step, &first) < 2) {
		seconds_ticks(axis, most, ticks);
		return;
	}
	count_of(axis, step, &first);
	for (int i = 0; i < most; i++)
		if (add_tick(ticks, axis, (first + i) * (double)step))
			span_text(ticks->tick[ticks->n - 1].text, ticks->tick[ticks->n - 1].at,
				  step);
}

/* --- wall time -------------------------------------------------------------------------------- */

/* Returns the offset of local time from UTC at a time within time_max_s. */
static double local_offset(double at)
{
	time_t t = clock_time(at);
	struct tm here, utc;
	if (!localtime_r(&t, &here) || !gmtime_r(&t, &utc))
		return 0;
	int days = here.tm_yday - utc.tm_yday;
	if (here.tm_year != utc.tm_year)
		days = here.tm_year > utc.tm_year ? 1 : -1;
	return days * 86400.0 + (here.tm_hour - utc.tm_hour) * 3600.0 +
	       (here.tm_min - utc.tm_min) * 60.0;
}

static void wall_text(char text[TICK_TEXT], double at, int64_t step)
{
	time_t t = clock_time(at + 0.5);
	struct tm here;
	if (!localtime_r(&t, &here)) {
		snprintf(text, TICK_TEXT, "?");
		return;
	}
	bool midnight = here.tm_hour == 0 && here.tm_min == 0 && here.tm_sec == 0;
	if (step >= 86400 || (midnight && step >= 60))
		strftime(text, TICK_TEXT, "%b %d", &here);
	else if (step >= 60)
		strftime(text, TICK_TEXT, "%H:%M", &here);
	else
		strftime(text, TICK_TEXT, "%H:%M:%S", &here);
}

/* Returns the year of a time within time_max_s. */
static double year_of(double at)
{
	time_t t = clock_time(at);
	struct tm here;
	return localtime_r(&t, &here) ? 1900.0 + here.tm_year : 1970;
}

/* Computes ticks at the first of January of years that are multiples of 1, 2, 5, 10, ... */
static void year_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	struct axis years = {SCALE_STEP, year_of(axis->lo), year_of(axis->hi) + 1};
	struct ticks marks = {0};
	number_ticks(&years, most, &marks);
	for (int i = 0; i < marks.n; i++) {
		int year = (int)whole_within(marks.tick[i].at, -4000000, 4000000);
		struct tm day = {.tm_year = year - 1900, .tm_mday = 1, .tm_isdst = -1};
		if (add_tick(ticks, axis, (double)mktime(&day)))
			snprintf(ticks->tick[ticks->n - 1].text, TICK_TEXT, "%d", year);
	}
}

/* Computes ticks at round local times: multiples are counted from local midnight. */
static void wall_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	if (size_of(axis) >= time_max_s) {
		seconds_ticks(axis, most, ticks);
		return;
	}
	double offset = local_offset(axis->lo), first;
	bool shifts = local_offset(axis->hi) != offset; /* daylight saving time begins or ends */
	struct axis local = {SCALE_WALL, axis->lo + offset, axis->hi + offset};
	int64_t step = time_step(&local, most);
	if (step >= natural_s[NATURAL - 1]) {
		year_ticks(axis, most, ticks);
		return;
	}
	count_of(&local, step, &first);
	for (int i = 0; i < most; i++) {
		double here = (first + i) * (double)step, at = here - offset;
		if (shifts && step >= 3600)
			at = here - local_offset(at);
		if ((!ticks->n || at > ticks->tick[ticks->n - 1].at) && add_tick(ticks, axis, at))
			wall_text(ticks->tick[ticks->n - 1].text, ticks->tick[ticks->n - 1].at,
				  step);
	}
}

/* --- all -------------------------------------------------------------------------------------- */

void axis_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	ticks->n = 0;
	most = most < 2 ? 2 : most > AXIS_TICKS ? AXIS_TICKS : most;
	if (!isfinite(axis->lo) || !isfinite(axis->hi) || !(axis->hi > axis->lo) ||
	    (axis->kind == SCALE_LOG && !(axis->lo > 0)) ||
	    (axis->kind == SCALE_SYMLOG && !(axis->linear > 0)))
		return;
	switch (axis->kind) {
	case SCALE_LOG:
		log_ticks(axis, most, ticks);
		break;
	case SCALE_SYMLOG:
		symlog_ticks(axis, most, ticks);
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

static void number_label(const struct axis *axis, double at, char text[TICK_TEXT])
{
	double top = fmax(size_of(axis), fabs(at));
	struct step step = step_apart(step_near(axis->lo, axis->hi, 4), top);
	step.digit = 1;
	int64_t n =
		whole_within(round(step_count(step, at)), -STEP_MULTIPLES_MAX, STEP_MULTIPLES_MAX);
	decimal_text(text, step, n, size_of(axis));
}

void axis_label(const struct axis *axis, double at, struct tick *tick)
{
	bool time = axis->kind == SCALE_SPAN || axis->kind == SCALE_WALL;
	tick->at = at;
	if (!isfinite(at))
		snprintf(tick->text, TICK_TEXT, "?");
	else if (time && !(fabs(at) < time_max_s))
		snprintf(tick->text, TICK_TEXT, "%.4gs", at);
	else if (axis->kind == SCALE_SPAN)
		span_text(tick->text, at, fabs(at) >= 86400 ? 3600 : fabs(at) >= 3600 ? 60 : 1);
	else if (axis->kind == SCALE_WALL)
		wall_text(tick->text, at, 1);
	else if (axis->kind == SCALE_STEP)
		snprintf(tick->text, TICK_TEXT, "%" PRId64,
			 whole_within(round(at), INT64_MIN, INT64_MAX));
	else
		number_label(axis, at, tick->text);
}

/* Returns whether all labels fit, with two blanks between them. */
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
	int most = width / 5 < 2 ? 2 : width / 5;
	for (most = most < AXIS_TICKS ? most : AXIS_TICKS; most >= 2; most--) {
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
	if (ticks.n < 2 || !isfinite(axis->hi - axis->lo) || axis->kind == SCALE_LOG)
		return;
	double near = (axis->hi - axis->lo) / 25, first = ticks.tick[0].at;
	double last = ticks.tick[ticks.n - 1].at, step = ticks.tick[1].at - first;
	if (first - step >= axis->lo - near && isfinite(first - step))
		axis->lo = fmin(axis->lo, first - step);
	if (last + step <= axis->hi + near && isfinite(last + step))
		axis->hi = fmax(axis->hi, last + step);
}
