/* common: what loggers print before a message: a date and time, or the prefix of glog. */
#define _GNU_SOURCE /* timegm */
#include "common/metric_prefix.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

/* Parses digits. A template has 'd' for a digit; other characters stand for themselves, '*' for any
 * of " T". Returns whether the text begins with it. */
static bool begins(const char *p, size_t n, const char *form)
{
	for (size_t i = 0; form[i]; i++) {
		if (i >= n)
			return false;
		bool right = form[i] == 'd'   ? isdigit((unsigned char)p[i]) != 0
			     : form[i] == '*' ? p[i] == ' ' || p[i] == 'T'
					      : p[i] == form[i];
		if (!right)
			return false;
	}
	return true;
}

static int two(const char *p)
{
	return 10 * (p[0] - '0') + p[1] - '0';
}

/* Parses "Z" or "+01:00". Returns its length, or 0. */
static size_t zone(const char *p, size_t n, double *offset_s)
{
	if (n && *p == 'Z') {
		*offset_s = 0;
		return 1;
	}
	bool colon = begins(p + 1, n ? n - 1 : 0, "dd:dd");
	if (!n || (*p != '+' && *p != '-') || !(colon || begins(p + 1, n - 1, "dddd")))
		return 0;
	*offset_s = (*p == '-' ? -60 : 60) * (60 * two(p + 1) + two(p + 3 + colon));
	return 5 + (size_t)colon;
}

/* Returns the seconds since 1970 of a local time. That of its hour is kept, because mktime reads
 * the time zone each time. */
static time_t local_seconds(const char *p, struct tm tm)
{
	static _Thread_local char kept[13];
	static _Thread_local time_t hour;
	time_t within = 60 * tm.tm_min + tm.tm_sec;
	if (memcmp(kept, p, sizeof kept) != 0) {
		tm.tm_min = tm.tm_sec = 0;
		hour = mktime(&tm);
		memcpy(kept, p, sizeof kept);
	}
	return hour == (time_t)-1 ? hour : hour + within;
}

size_t metric_time_parse(const char *p, size_t n, double *wall_time)
{
	if (!begins(p, n, "dddd-dd-dd*dd:dd:dd") && !begins(p, n, "dddd/dd/dd*dd:dd:dd"))
		return 0;
	struct tm tm = {.tm_year = 100 * two(p) + two(p + 2) - 1900,
			.tm_mon = two(p + 5) - 1,
			.tm_mday = two(p + 8),
			.tm_hour = two(p + 11),
			.tm_min = two(p + 14),
			.tm_sec = two(p + 17),
			.tm_isdst = -1};
	size_t i = 19;
	double fraction = 0, unit = 1;
	if (i + 1 < n && (p[i] == ',' || p[i] == '.') && isdigit((unsigned char)p[i + 1]))
		for (i++; i < n && isdigit((unsigned char)p[i]); i++)
			fraction += (unit /= 10) * (p[i] - '0');
	double offset_s;
	size_t zone_bytes = zone(p + i, n - i, &offset_s);
	time_t seconds = zone_bytes ? timegm(&tm) : local_seconds(p, tm);
	if (seconds == (time_t)-1)
		return 0;
	*wall_time = (double)seconds + fraction - (zone_bytes ? offset_s : 0);
	return i + zone_bytes;
}

/* "[01/31 14:03:22]", "01/31/26 - 14:03", "01/31/2026 14:03:22": without a year, or in an order
 * that differs between countries. */
static size_t short_date(const char *p, size_t n)
{
	static const char *const forms[] = {"dd/dd dd:dd:dd", "dd/dd/dddd dd:dd:dd",
					    "dd/dd/dd dd:dd:dd", "dd/dd/dd - dd:dd"};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (begins(p, n, forms[i]))
			return strlen(forms[i]);
	return 0;
}

/* "INFO:name:" of Python's logging. */
static size_t python_logger(const char *p, size_t n)
{
	static const char *const levels[] = {"INFO:", "DEBUG:", "WARNING:", "ERROR:"};
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		size_t end = strlen(levels[i]);
		if (n < end || memcmp(p, levels[i], end))
			continue;
		while (end < n && (isalnum((unsigned char)p[end]) || strchr("_.-", p[end])))
			end++;
		return end < n && p[end] == ':' ? end + 1 : 0;
	}
	return 0;
}

/* "I0131 14:03:22.123456  1234 solver.cpp:228] " */
static size_t glog(const char *p, size_t n)
{
	if (!n || !strchr("IWEF", *p) || !begins(p + 1, n - 1, "dddd dd:dd:dd"))
		return 0;
	const char *end = memchr(p, ']', n < 200 ? n : 200);
	return end ? (size_t)(end - p) + 1 : 0;
}

size_t metric_prefix(const char *line, size_t n, double *wall_time)
{
	size_t start = 0;
	while (start < n && (line[start] == ' ' || line[start] == '['))
		start++;
	size_t bytes = metric_time_parse(line + start, n - start, wall_time);
	if (!bytes)
		bytes = short_date(line + start, n - start);
	if (bytes) {
		bytes += start;
		return bytes + (bytes < n && line[bytes] == ']');
	}
	bytes = glog(line, n);
	return bytes ? bytes : python_logger(line, n);
}
