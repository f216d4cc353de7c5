/* tbtop: the last bytes of a text, as lines. */
#include "tbtop/line_tail.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/out.h"

void line_tail_add(struct line_tail *t, const char *bytes, size_t n)
{
	if (!t->bytes)
		t->bytes = need_zeroed(LINE_TAIL_BYTES, 1);
	if (n > LINE_TAIL_BYTES) {
		bytes += n - LINE_TAIL_BYTES;
		n = LINE_TAIL_BYTES;
	}
	size_t first = LINE_TAIL_BYTES - t->end < n ? LINE_TAIL_BYTES - t->end : n;
	memcpy(t->bytes + t->end, bytes, first);
	memcpy(t->bytes, bytes + first, n - first);
	t->end = (t->end + n) % LINE_TAIL_BYTES;
	t->n = t->n + n < LINE_TAIL_BYTES ? t->n + n : LINE_TAIL_BYTES;
}

void line_tail_release(struct line_tail *t)
{
	free(t->bytes);
	*t = (struct line_tail){0};
}

/* Returns byte i, counted from the end. */
static char from_end(const struct line_tail *t, size_t i)
{
	return t->bytes[(t->end + LINE_TAIL_BYTES - 1 - i) % LINE_TAIL_BYTES];
}

static bool is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Returns the position, counted from the end, before the line whose last byte is at `last`. */
static size_t before_line(const struct line_tail *t, size_t last)
{
	while (last < t->n && !is_end(from_end(t, last)))
		last++;
	return last;
}

/* Skips the ends of lines, and blank lines. */
static size_t skip_blank(const struct line_tail *t, size_t i)
{
	while (i < t->n && (is_end(from_end(t, i)) || from_end(t, i) == ' '))
		i++;
	return i;
}

void line_tail_last(const struct line_tail *t, char *text, size_t size)
{
	size_t last = skip_blank(t, 0), before = before_line(t, last), n = 0;
	for (size_t i = before; i > last && n + 1 < size; i--)
		text[n++] = from_end(t, i - 1);
	text[n] = '\0';
}

void line_tail_print(const struct line_tail *t, int fd)
{
	struct out *out = need_zeroed(1, sizeof *out);
	size_t begin[LINE_TAIL_LINES], end[LINE_TAIL_LINES], n = 0;
	out_init(out, fd);
	for (size_t i = skip_blank(t, 0); i < t->n && n < LINE_TAIL_LINES; n++) {
		end[n] = i;
		begin[n] = before_line(t, i);
		i = skip_blank(t, begin[n]);
	}
	while (n-- > 0) {
		char *line = need_zeroed(begin[n] - end[n] + 1, 1), *to = line;
		for (size_t i = begin[n]; i > end[n]; i--)
			*to++ = from_end(t, i - 1);
		out_visible(out, line, (size_t)(to - line));
		out_text(out, "\n");
		free(line);
	}
	out_flush(out);
	free(out);
}
