/* common: where lines of a text end. */
#include "common/line_wrap.h"

#include "common/printable.h"

size_t line_wrap(const char *text, size_t n, int width)
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
