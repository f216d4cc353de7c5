/* common: numbers as logs print them. */
#ifndef COMMON_METRIC_NUMBER_H
#define COMMON_METRIC_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* A number in a text. */
struct metric_number {
	size_t bytes; /* its length, with its unit */
	double value;
	bool integer; /* it has digits only, and perhaps a sign and thousands separators */
	bool word;    /* it is nan or inf */
	bool unit;    /* a unit follows that multiplies nothing: s, ms, % and the like */
};

/* Parses the number at the beginning of n bytes: 12, -0.5, 1e-3, 1,234,567.8, nan, -inf, Infinity;
 * after it perhaps a unit: %, s, ms, GB and the like. The prefixes k, M, G and T of other units
 * multiply the value by powers of 1000; times keep the value that is printed. Returns false if
 * there is no number, or it is a part of something else: a date, a time of day, a version, a
 * word. */
bool metric_number_parse(const char *text, size_t n, struct metric_number *number);

/* Parses a whole field of a table, as metric_number_parse does, in which blanks and quotes may
 * surround the number. */
bool metric_number_field(const char *text, size_t n, struct metric_number *number);

#endif
