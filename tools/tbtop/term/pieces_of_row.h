/* term: the pieces of a row that are sent, and their order. */
#ifndef TBTOP_TERM_PIECES_OF_ROW_H
#define TBTOP_TERM_PIECES_OF_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/term/pen.h"

/* Adjacent cells that are sent with one pen. */
struct piece {
	int x, n;
	struct pen pen;
	bool blank;  /* the colour of text does not matter */
	bool erased; /* blanks of the default background, by a sequence */
};

/* Initialize it with zeros. Pair with pieces_release. */
struct pieces {
	struct piece *piece;
	size_t n, capacity;
	size_t next;  /* those before it were returned */
	bool ordered; /* they are returned from left to right */
};

void pieces_release(struct pieces *p);

/* Begins another row. */
void pieces_clear(struct pieces *p, bool ordered);

/* Adds what comes to the right of the last piece: a cell, or n blanks that are erased. */
void pieces_add_cell(struct pieces *p, int x, struct pen pen, bool blank);
void pieces_add_erased(struct pieces *p, int x, int n);

/* Gets the next piece: one that needs few bytes with the cursor at column x and the pen `now`.
 * Returns false after the last one. */
bool pieces_next(struct pieces *p, int x, struct pen now, struct piece *next);

#endif
