/* term: a growing buffer of bytes for the terminal. */
#ifndef TBTOP_TERM_BYTE_BUFFER_H
#define TBTOP_TERM_BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct byte_buffer {
	char *bytes;
	size_t n, capacity;
};

void byte_buffer_add(struct byte_buffer *b, const void *bytes, size_t n);
void byte_buffer_text(struct byte_buffer *b, const char *text);
/* Adds a sequence of terminfo without its delays, such as $<5/>. NULL adds nothing. */
void byte_buffer_sequence(struct byte_buffer *b, const char *sequence);
void byte_buffer_release(struct byte_buffer *b);

/* Copies a sequence of terminfo without its delays to a text. Returns false if it does not fit. */
bool sequence_copy(char *to, size_t size, const char *sequence);

#endif
