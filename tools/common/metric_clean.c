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

/* Returns the length of a character that is an ornament: of progress bars and boxes (U+2500 to
 * U+25BF), an arrow or another symbol (U+2180 to U+2BFF without those of mathematics), or a picture
 * (U+1F000 to U+1FFFF); 0 for others. */
static size_t ornament_bytes(const unsigned char *p, size_t n)
{
	if (n >= 3 && p[0] == 0xe2 && p[1] >= 0x86 && p[1] <= 0xaf &&
	    !(p[1] >= 0x88 && p[1] < 0x8c))
		return 3;
	return n >= 4 && p[0] == 0xf0 && p[1] == 0x9f ? 4 : 0;
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
		size_t ornament = ornament_bytes((const unsigned char *)line + i, n - i);
		if (ornament || ((c < ' ' || c == 0x7f) && c != '\t'))
			to[used++] = ' ';
		else
			to[used++] = (char)c;
		i += ornament ? ornament : 1;
	}
	return used;
}

size_t metric_bar_bytes(const char *line, size_t n)
{
	static const char marks[] = "%|[<]";
	size_t mark = 0;
	for (size_t i = 0; i < n; i++) {
		if (line[i] != marks[mark] || (mark == 1 && line[i - 1] != '%'))
			continue;
		if (marks[++mark])
			continue;
		bool glued = i + 1 < n && (unsigned char)line[i + 1] > ' ';
		return glued ? i + 1 : 0;
	}
	return 0;
}
