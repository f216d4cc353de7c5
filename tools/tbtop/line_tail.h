/* tbtop: the last bytes of a text, as lines. */
#ifndef TBTOP_LINE_TAIL_H
#define TBTOP_LINE_TAIL_H

#include <stddef.h>

/* The last bytes that were added, at most LINE_TAIL_BYTES. Initialize it with zeros. */
enum { LINE_TAIL_BYTES = 1 << 16, LINE_TAIL_LINES = 20 };
struct line_tail {
	char *bytes;   /* a ring */
	size_t end, n; /* the offset after the last byte; the number of bytes */
};

void line_tail_add(struct line_tail *t, const char *bytes, size_t n);
void line_tail_release(struct line_tail *t);

/* Copies the last line that is not blank, and does not end it if it is longer than `size`. A line
 * ends with "\n" or "\r". */
void line_tail_last(const struct line_tail *t, char *text, size_t size);

/* Prints the last LINE_TAIL_LINES lines, made safe for a terminal. */
void line_tail_print(const struct line_tail *t, int fd);

#endif
