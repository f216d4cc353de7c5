/* view: texts at the right end of a line: as many as fit, in order of importance. */
#ifndef TBTOP_VIEW_PIECES_H
#define TBTOP_VIEW_PIECES_H

#include "tbtop/view/cells.h"

/* Initialize it with zeros. */
struct pieces {
	struct {
		char text[96];
		struct style style;
	} item[8];
	int n, width;
};

/* Adds a text; longer ones are cut. More than eight are left out. */
void pieces_add(struct pieces *p, struct style style, const char *text);

/* Returns the width of the pieces that have another colour. */
int pieces_width(const struct pieces *p, colour unless);

/* Draws the pieces that fit into r. Returns the column of the first one. */
int pieces_draw(struct grid *g, struct rect r, struct pieces *p);

#endif
