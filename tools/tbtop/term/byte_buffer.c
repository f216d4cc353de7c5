/* term: a growing buffer of bytes for the terminal. */
#include "tbtop/term/byte_buffer.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

void byte_buffer_add(struct byte_buffer *b, const void *bytes, size_t n)
{
	if (b->capacity - b->n < n) {
		b->capacity = 2 * (b->n + n);
		b->bytes = need_resize(b->bytes, b->capacity, 1);
	}
	if (n)
		memcpy(b->bytes + b->n, bytes, n);
	b->n += n;
}

void byte_buffer_text(struct byte_buffer *b, const char *text)
{
	byte_buffer_add(b, text, strlen(text));
}

/* Returns the number of bytes before the next delay or the end; *after becomes what follows. */
static size_t until_delay(const char *sequence, const char **after)
{
	const char *delay = strstr(sequence, "$<");
	const char *end = delay ? strchr(delay, '>') : NULL;
	*after = end ? end + 1 : sequence + strlen(sequence);
	return end ? (size_t)(delay - sequence) : strlen(sequence);
}

void byte_buffer_sequence(struct byte_buffer *b, const char *sequence)
{
	while (sequence && *sequence) {
		const char *after;
		byte_buffer_add(b, sequence, until_delay(sequence, &after));
		sequence = after;
	}
}

bool sequence_copy(char *to, size_t size, const char *sequence)
{
	size_t n = 0;
	while (sequence && *sequence) {
		const char *after;
		size_t part = until_delay(sequence, &after);
		if (part >= size - n)
			return false;
		memcpy(to + n, sequence, part);
		n += part;
		sequence = after;
	}
	to[n] = '\0';
	return true;
}

void byte_buffer_release(struct byte_buffer *b)
{
	free(b->bytes);
	*b = (struct byte_buffer){0};
}
