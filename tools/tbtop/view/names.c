/* view: long names, shortened so that the part that tells them apart remains. */
#include "tbtop/view/names.h"

#include <string.h>

#include "common/printable.h"

/* Returns the number of bytes of the longest beginning that needs at most `columns`. */
static size_t head_bytes(const char *name, int columns)
{
	size_t n = strlen(name), at = 0;
	while (at < n) {
		struct printable p = printable_next(name + at, n - at);
		if (p.width > columns)
			break;
		columns -= p.width;
		at += p.bytes;
	}
	return at;
}

/* Returns the offset of the longest end that needs at most `columns`. */
static size_t tail_offset(const char *name, int columns)
{
	size_t n = strlen(name), at = 0;
	int width = text_width(name);
	while (at < n && width > columns) {
		struct printable p = printable_next(name + at, n - at);
		width -= p.width;
		at += p.bytes;
	}
	return at;
}

/* The beginning that remains: the group if it is short, otherwise a few characters. */
static size_t head_of(const char *name, int max)
{
	size_t group = strcspn(name, "/"), most = head_bytes(name, max / 3);
	if (name[group] && group + 1 <= most)
		return group + 1;
	return head_bytes(name, max / 5);
}

int name_draw(struct grid *g, struct rect r, const char *name, size_t differs, struct style style)
{
	enum { BEFORE = 2 }; /* characters before the difference */
	int max = r.w;
	if (text_width(name) <= max || max < 6)
		return max < 6 ? grid_text_tail(g, r.x, r.y, max, name, style)
			       : grid_text(g, r.x, r.y, max, name, style);
	size_t head = head_of(name, max);
	int used = grid_bytes(g, (struct rect){r.x, r.y, max, 1}, name, head, style);
	grid_char(g, r.x + used++, r.y, 0x2026, style);
	size_t tail = tail_offset(name, max - used);
	if (differs >= head && differs < tail) {
		/* The end is the same as that of a neighbour: show the difference instead. */
		size_t from = differs > head + BEFORE ? differs - BEFORE : head;
		while (from > head && ((unsigned char)name[from] & 0xc0) == 0x80)
			from--;
		tail = from < tail ? from : tail;
	}
	if (tail <= head) /* nothing is omitted between them */
		return grid_text(g, r.x, r.y, max, name, style);
	return used + grid_text(g, r.x + used, r.y, max - used, name + tail, style);
}
