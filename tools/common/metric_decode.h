/* common: the encoding of a log. */
#ifndef COMMON_METRIC_DECODE_H
#define COMMON_METRIC_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known about the encoding of an input; all zero at its beginning. */
struct metric_decode {
	enum { METRIC_UNKNOWN, METRIC_UTF8, METRIC_UTF16_LE, METRIC_UTF16_BE } encoding;
	unsigned char begin[3]; /* the first bytes, until the encoding is known */
	size_t begun;
	unsigned char half; /* the first byte of a unit of UTF-16 */
	bool has_half;
	uint32_t high; /* the first unit of a surrogate pair, else 0 */
	char *text;
	size_t capacity;
};

/* Converts the next bytes to UTF-8: a byte order mark at the beginning is removed, and says whether
 * they are UTF-16, as PowerShell writes it. Other bytes are passed through. Returns the length of
 * *text, which is valid until the next call or as long as `bytes`. */
size_t metric_decode(struct metric_decode *decode, const char *bytes, size_t n, const char **text);
void metric_decode_release(struct metric_decode *decode);

#endif
