/* view: text wrapped into lines. */
#include "tbtop/view/wrap.h"

#include <string.h>

#include "common/line_wrap.h"
#include "common/printable.h"

int wrap_text(struct grid *g, struct rect r, const char *text, struct style style)
{
	size_t n = strlen(text);
	int lines = 0;
	while (n > 0 && r.w > 0) {
		size_t bytes = line_wrap(text, n, r.w), shown = bytes;
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

size_t wrap_chunk(const char *text, size_t n, int width)
{
	size_t bytes = 0;
	for (int columns = 0; bytes < n;) {
		struct printable p = printable_next(text + bytes, n - bytes);
		columns += p.width;
		if (columns > width && bytes)
			break;
		bytes += p.bytes;
	}
	return bytes;
}
