/* view: names with values in a line, as many as fit. */
#ifndef TBTOP_VIEW_ITEMS_H
#define TBTOP_VIEW_ITEMS_H

#include "common/printf_like.h"
#include "tbtop/view/cells.h"

struct items {
	struct grid *g;
	struct rect r; /* the line */
	int x;         /* the column of the next item */
};

/* Adds a name and a value, unless they do not fit. An empty name is omitted. */
void items_add(struct items *i, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
