/* common: buffered output whose first error is kept until the end. */
#ifndef TFE_COMMON_OUT_H
#define TFE_COMMON_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/printf_like.h"

/* A buffer for the output to a descriptor. After a failed write nothing more is written. */
struct out {
	int fd;
	int error;     /* errno of the write that failed; 0 if none did */
	bool terminal; /* the descriptor is a terminal */
	size_t used;
	size_t written; /* bytes so far, with those in the buffer */
	char buffer[1 << 16];
};

void out_init(struct out *out, int fd);
void out_bytes(struct out *out, const void *data, size_t n);
void out_text(struct out *out, const char *text);
void out_format(struct out *out, const char *format, ...) PRINTF_LIKE(2, 3);

/* Writes the buffered bytes. Returns false after an error. */
bool out_flush(struct out *out);

/* Flushes, and reports an error on standard error. EPIPE is not reported: the reader of a pipe may
 * end first. Returns the exit status, 0 or 2. */
int out_finish(struct out *out, const char *program);

/* Like out_finish, for output that was written with stdio. */
int out_finish_stdio(const char *program);

/* Appends bytes made safe for a terminal (common/printable.h), without a line break. */
void out_visible(struct out *out, const void *data, size_t n);

#endif
