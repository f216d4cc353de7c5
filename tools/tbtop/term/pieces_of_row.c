/* term: the pieces of a row that are sent, and their order.
 *
 * To change both colours of the pen takes more bytes than to move the cursor. So the next piece is
 * the one that needs the fewest bytes among some of those that are left (nearest neighbour). */
#include "tbtop/term/pieces_of_row.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

/* The number of pieces among which the next one is. */
enum { AHEAD = 32 };

void pieces_release(struct pieces *p)
{
	free(p->piece);
	*p = (struct pieces){0};
}

void pieces_clear(struct pieces *p, bool ordered)
{
	p->n = p->next = 0;
	p->ordered = ordered;
}

static void add(struct pieces *p, struct piece piece)
{
	p->piece = need_room(p->piece, p->n, &p->capacity, sizeof *p->piece);
	p->piece[p->n++] = piece;
}

static bool is_plain(struct pen pen)
{
	return !(pen.attr & (ATTR_REVERSE | ATTR_UNDERLINE));
}

/* Adds a cell to a piece that ends before it. Returns false if they need different pens. */
static bool extend(struct piece *piece, struct pen pen, bool blank)
{
	if (piece->erased || piece->pen.bg != pen.bg)
		return false;
	bool free = blank ? is_plain(piece->pen) : piece->blank && is_plain(pen);
	if (!free && !pen_equal(piece->pen, pen))
		return false;
	if (piece->blank && !blank) {
		piece->pen = pen;
		piece->blank = false;
	}
	piece->n++;
	return true;
}

void pieces_add_cell(struct pieces *p, int x, struct pen pen, bool blank)
{
	struct piece *last = p->n ? &p->piece[p->n - 1] : NULL;
	if (!last || last->x + last->n != x || !extend(last, pen, blank))
		add(p, (struct piece){x, 1, pen, blank, false});
}

void pieces_add_erased(struct pieces *p, int x, int n)
{
	add(p, (struct piece){x, n, {-1, -1, 0}, true, true});
}

/* Returns about how many bytes it takes to move the cursor and to change the pen. */
static int cost_of(const struct piece *piece, int x, struct pen now)
{
	enum { MOVE = 4, CHANGE = 3, EACH = 8 };
	bool fg = !piece->blank && piece->pen.fg != now.fg, bg = piece->pen.bg != now.bg;
	bool attr = piece->blank ? !is_plain(now) : piece->pen.attr != now.attr;
	int changes = fg + bg + attr;
	return (piece->x == x ? 0 : MOVE) + (changes ? CHANGE : 0) + EACH * changes;
}

bool pieces_next(struct pieces *p, int x, struct pen now, struct piece *next)
{
	size_t best = p->next, end = p->ordered ? p->next + 1 : p->next + AHEAD;
	int least = INT_MAX;
	if (p->next == p->n)
		return false;
	for (size_t i = p->next; i < end && i < p->n; i++) {
		int cost = cost_of(&p->piece[i], x, now);
		if (cost < least) {
			least = cost;
			best = i;
		}
	}
	*next = p->piece[best];
	memmove(&p->piece[p->next + 1], &p->piece[p->next], (best - p->next) * sizeof *p->piece);
	p->next++;
	return true;
}
