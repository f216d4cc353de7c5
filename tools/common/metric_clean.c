/* common: removes from a line of text what is meant for a terminal. */
#include "common/metric_text.h"

#include <string.h>

/* Returns the length of the escape sequence at the beginning of n > 0 bytes: CSI, OSC or two
 * bytes. */
static size_t escape_bytes(const char *p, size_t n)
{
	size_t i = 2;
	if (n > 1 && p[1] == '[') {
		while (i < n && !(p[i] >= 0x40 && p[i] <= 0x7e))
			i++;
		return i < n ? i + 1 : n;
	}
	if (n > 1 && p[1] == ']') {
		while (i < n && p[i] != '\a' && p[i] != 0x1b)
			i++;
		return i < n && p[i] == '\a' ? i + 1 : i;
	}
	return n < 2 ? n : 2;
}

/* Returns whether a character of a progress bar begins here: U+2500 to U+25BF, three bytes. */
static bool is_bar(const unsigned char *p, size_t n)
{
	return n >= 3 && p[0] == 0xe2 && p[1] >= 0x94 && p[1] <= 0x96;
}

size_t metric_clean(char *to, const char *line, size_t n)
{
	size_t used = 0;
	for (size_t i = 0; i < n;) {
		unsigned char c = (unsigned char)line[i];
		if (c == 0x1b) {
			i += escape_bytes(line + i, n - i);
			continue;
		}
		bool bar = is_bar((const unsigned char *)line + i, n - i);
		if (bar || ((c < ' ' || c == 0x7f) && c != '\t'))
			to[used++] = ' ';
		else
			to[used++] = (char)c;
		i += bar ? 3 : 1;
	}
	return used;
}
