/* view: text wrapped into lines. */
#include "tbtop/view/wrap.h"

#include <string.h>

#include "common/printable.h"

/* Returns the number of bytes of the next line, including its trailing blanks. */
static size_t line_bytes(const char *text, size_t n, int width)
{
	size_t at = 0, word = 0; /* after the last blank */
	int used = 0;
	while (at < n) {
		if (text[at] == '\n')
			return at + 1;
		struct printable p = printable_next(text + at, n - at);
		if (text[at] == ' ') {
			word = at + 1;
		} else if (used + p.width > width) {
			if (word)
				return word;
			return at ? at : p.bytes;
		}
		used += p.width;
		at += p.bytes;
	}
	return n;
}

int wrap_text(struct grid *g, struct rect r, const char *text, struct style style)
{
	size_t n = strlen(text);
	int lines = 0;
	while (n > 0 && r.w > 0) {
		size_t bytes = line_bytes(text, n, r.w), shown = bytes;
		while (shown > 0 && (text[shown - 1] == ' ' || text[shown - 1] == '\n'))
			shown--;
		if (lines < r.h)
			grid_bytes(g, (struct rect){r.x, r.y + lines, r.w, 1}, text, shown, style);
		lines++;
		text += bytes;
		n -= bytes;
	}
	return lines;
}
