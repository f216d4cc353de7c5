/* common: numbers, sizes and times as short text for people. */
#include "common/format.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/whole.h"

void format_value(char text[FORMAT_TEXT], double value)
{
	double size = fabs(value);
	if (!isfinite(value)) {
		snprintf(text, FORMAT_TEXT, "%s",
			 isnan(value) ? "NaN"
			 : value > 0  ? "+Inf"
				      : "-Inf");
		return;
	}
	if (value == 0 || (size >= 1e-3 && size < 99999.5)) {
		snprintf(text, FORMAT_TEXT, "%.*g", size >= 9999.5 ? 5 : 4, value);
		return;
	}
	/* "1.20e-05" becomes "1.2e-5": without the zeros that carry no information. */
	char raw[FORMAT_TEXT], *e;
	snprintf(raw, sizeof raw, "%.2e", value);
	e = strchr(raw, 'e');
	if (!e)
		return;
	*e = '\0';
	snprintf(text, FORMAT_TEXT, "%.3ge%ld", strtod(raw, NULL), strtol(e + 1, NULL, 10));
}

static void scaled(char text[FORMAT_TEXT], double value, const char *const suffixes[6])
{
	int i = 0;
	while (value >= 999.5 && i < 5) {
		value /= 1000;
		i++;
	}
	snprintf(text, FORMAT_TEXT, "%.*f%s", i > 0 && value < 99.95 ? 1 : 0, value, suffixes[i]);
}

void format_count(char text[FORMAT_TEXT], double count)
{
	static const char *const suffixes[6] = {"", "k", "M", "G", "T", "P"};
	if (fabs(count) < 999.5e15)
		scaled(text, count, suffixes);
	else
		format_value(text, count);
}

void format_bytes(char text[FORMAT_TEXT], uint64_t bytes)
{
	static const char *const suffixes[6] = {" B", " kB", " MB", " GB", " TB", " PB"};
	scaled(text, (double)bytes, suffixes);
}

void format_span(char text[FORMAT_TEXT], double seconds)
{
	const char *sign = seconds < 0 ? "-" : "";
	double size = fabs(seconds);
	if (!(size < 1e12)) {
		snprintf(text, FORMAT_TEXT, "?");
		return;
	}
	int64_t s = (int64_t)round(size);
	if (size < 9.995 && size > 0)
		snprintf(text, FORMAT_TEXT, "%s%.2fs", sign, size);
	else if (s < 60)
		snprintf(text, FORMAT_TEXT, "%s%" PRId64 "s", sign, s);
	else if (s < 3600)
		snprintf(text, FORMAT_TEXT, "%s%" PRId64 "m%02" PRId64 "s", sign, s / 60, s % 60);
	else if (s < 86400)
		snprintf(text, FORMAT_TEXT, "%s%" PRId64 "h%02" PRId64 "m", sign, s / 3600,
			 s / 60 % 60);
	else
		snprintf(text, FORMAT_TEXT, "%s%" PRId64 "d%02" PRId64 "h", sign, s / 86400,
			 s / 3600 % 24);
}

void format_age(char text[FORMAT_TEXT], double seconds)
{
	static const struct {
		double size_s, most;
		char unit;
	} units[] = {{1, 60, 's'}, {60, 60, 'm'}, {3600, 24, 'h'}, {86400, 730, 'd'}};
	double size = fmax(seconds, 0);
	if (!(size < 1e12)) {
		snprintf(text, FORMAT_TEXT, "?");
		return;
	}
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (size < units[i].size_s * units[i].most) {
			snprintf(text, FORMAT_TEXT, "%.0f%c", floor(size / units[i].size_s),
				 units[i].unit);
			return;
		}
	snprintf(text, FORMAT_TEXT, "%.0fy", floor(size / (365.25 * 86400)));
}

static bool local_time(double wall_time, struct tm *local)
{
	bool known = fabs(wall_time) < 1e11;
	time_t t = known ? (time_t)floor(wall_time) : 0;
	return known && localtime_r(&t, local);
}

void format_time(char text[FORMAT_TEXT], double wall_time)
{
	struct tm local;
	if (!local_time(wall_time, &local) ||
	    !strftime(text, FORMAT_TEXT, "%Y-%m-%d %H:%M:%S", &local))
		snprintf(text, FORMAT_TEXT, "?");
}

void format_zone(char text[FORMAT_TEXT], double wall_time)
{
	struct tm local;
	if (!local_time(wall_time, &local) || !strftime(text, FORMAT_TEXT, "%Z", &local))
		snprintf(text, FORMAT_TEXT, "?");
}

void format_moment(char text[FORMAT_TEXT], double wall_time)
{
	struct tm local;
	if (!local_time(wall_time, &local) ||
	    !strftime(text, FORMAT_TEXT, "%Y-%m-%d %H:%M:%S %Z", &local))
		snprintf(text, FORMAT_TEXT, "?");
}

double format_utc_offset(double wall_time)
{
	time_t t = (time_t)whole_within(floor(wall_time), (int64_t)-1e14, (int64_t)1e14);
	struct tm local, utc;
	if (!localtime_r(&t, &local) || !gmtime_r(&t, &utc))
		return 0;
	int days = local.tm_yday - utc.tm_yday;
	if (local.tm_year != utc.tm_year)
		days = local.tm_year > utc.tm_year ? 1 : -1;
	return days * 86400.0 + (local.tm_hour - utc.tm_hour) * 3600.0 +
	       (local.tm_min - utc.tm_min) * 60.0;
}
