/* common: what a program prints: buffered, and an error remembered until the end. */
#ifndef TFE_COMMON_OUT_H
#define TFE_COMMON_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/printf_like.h"

/* Bytes on their way to a descriptor. After a failed write nothing more is written. */
struct out {
	int fd;
	int error;     /* errno of the write that failed, 0 */
	bool terminal; /* what goes out is for a terminal to show */
	size_t used;
	char buffer[1 << 16];
};

void out_init(struct out *out, int fd);
void out_bytes(struct out *out, const void *data, size_t n);
void out_text(struct out *out, const char *text);
void out_format(struct out *out, const char *format, ...) PRINTF_LIKE(2, 3);

/* Writes what is buffered. False after an error. */
bool out_flush(struct out *out);

/* Flushes and tells on stderr what went wrong, if anything did, but for a reader that went away (EPIPE): that is
 * how pipelines end. Returns the exit status that this means: 0 or 2. */
int out_finish(struct out *out, const char *program);

/* The same for what was printed by stdio. */
int out_finish_stdio(const char *program);

/* Appends bytes for a person to see, made safe for a terminal (common/printable.h). The text stays on its line. */
void out_visible(struct out *out, const void *data, size_t n);

#endif
