/* common: numbers, sizes and times as short text for people. */
#ifndef COMMON_FORMAT_H
#define COMMON_FORMAT_H

#include <stdint.h>

enum { FORMAT_TEXT = 32 };

/* Formats four significant digits in at most 10 columns: "0.1312", "-1.23e-5", "NaN", "+Inf". */
void format_value(char text[FORMAT_TEXT], double value);

/* Returns the form of a noun, or of another word, for the count n: "1 record", "2 records". */
static inline const char *format_noun(uint64_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

/* Formats a count: "812", "12.4k", "4.0M"; from 10^18 on like format_value. */
void format_count(char text[FORMAT_TEXT], double count);

/* Formats a size in powers of 1000: "812 B", "181 MB". */
void format_bytes(char text[FORMAT_TEXT], uint64_t bytes);

/* Formats a span of seconds: "0.45s", "41s", "4m12s", "3h05m", "2d07h". */
void format_span(char text[FORMAT_TEXT], double seconds);

/* Formats a span of seconds in its largest unit only: "41s", "4m", "3h", "12d", "2y". */
void format_age(char text[FORMAT_TEXT], double seconds);

/* Formats a time since 1970 as local time: "2026-01-31 14:03:22"; the name of the zone, "CET"; and
 * both, "2026-01-31 14:03:22 CET". */
void format_time(char text[FORMAT_TEXT], double wall_time);
void format_zone(char text[FORMAT_TEXT], double wall_time);
void format_moment(char text[FORMAT_TEXT], double wall_time);

/* Returns the seconds from UTC to local time at a time since 1970, for labels at whole hours or
 * days of local time. */
double format_utc_offset(double wall_time);

#endif
