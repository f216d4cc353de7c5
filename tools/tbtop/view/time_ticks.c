/* view: ticks of spans of time and of wall time, and their labels. */
#include "tbtop/view/time_ticks.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/format.h"
#include "common/whole.h"
#include "tbtop/view/number_ticks.h"

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

enum { year_s = 31536000 };

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
	if (step % year_s == 0) { /* all labels are multiples of a year */
		snprintf(text, TICK_TEXT, "%s%lldy", sign, t / year_s);
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

void span_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	double first;
	if (axis->hi - axis->lo < 3 || axis_size(axis) >= time_max_s) {
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
		if (tick_add(ticks, axis, (first + i) * (double)step))
			span_text(ticks->tick[ticks->n - 1].text, ticks->tick[ticks->n - 1].at,
				  step);
}

/* --- wall time -------------------------------------------------------------------------------- */

/* Formats a multiple of `step` seconds. With `full`, the label has the year, the day, and
 * the zone of a time of day. */
static void wall_text(char text[TICK_TEXT], double at, int64_t step, bool full)
{
	time_t t = clock_time(at + 0.5);
	struct tm h;
	if (!localtime_r(&t, &h)) {
		snprintf(text, TICK_TEXT, "?");
		return;
	}
	bool midnight = !h.tm_hour && !h.tm_min && !h.tm_sec;
	if (full && step >= 86400)
		strftime(text, TICK_TEXT, "%Y-%m-%d", &h);
	else if (full)
		strftime(text, TICK_TEXT, step < 60 ? "%Y-%m-%d %H:%M:%S %Z" : "%Y-%m-%d %H:%M %Z",
			 &h);
	else if (step >= 86400 || (midnight && step >= 60))
		strftime(text, TICK_TEXT, "%b %d", &h);
	else
		strftime(text, TICK_TEXT, step < 60 ? "%H:%M:%S" : "%H:%M", &h);
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
		if (tick_add(ticks, axis, (double)mktime(&day)))
			snprintf(ticks->tick[ticks->n - 1].text, TICK_TEXT, "%d", year);
	}
}

/* Computes ticks at round local times: multiples are counted from local midnight. */
void wall_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	if (axis_size(axis) >= time_max_s) {
		seconds_ticks(axis, most, ticks);
		return;
	}
	double offset = format_utc_offset(axis->lo), first;
	/* Daylight saving time begins or ends. */
	bool shifts = format_utc_offset(axis->hi) != offset;
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
			at = here - format_utc_offset(at);
		if (!ticks->n || at > ticks->tick[ticks->n - 1].at)
			tick_add(ticks, axis, at);
	}
	/* The year and the day are in the first label, and where the year changes. */
	for (int i = 0; i < ticks->n; i++) {
		struct tick *t = &ticks->tick[i];
		wall_text(t->text, t->at, step, !i || year_of(t->at) != year_of(t[-1].at));
	}
}

/* --- one label -------------------------------------------------------------------------------- */

static bool is_number(char text[TICK_TEXT], double at)
{
	bool large = !(fabs(at) < time_max_s);
	if (large)
		snprintf(text, TICK_TEXT, "%.4gs", at);
	return large;
}

void span_label(char text[TICK_TEXT], double at)
{
	if (!is_number(text, at))
		span_text(text, at, fabs(at) >= 86400 ? 3600 : fabs(at) >= 3600 ? 60 : 1);
}

void wall_label(char text[TICK_TEXT], double at)
{
	if (!is_number(text, at))
		wall_text(text, at, 1, true);
}
