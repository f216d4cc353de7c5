/* view: line, block and Braille characters as rectangles. */
#ifndef TBTOP_VIEW_SHAPE_H
#define TBTOP_VIEW_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "tbtop/view/cells.h"

enum { SHAPE_PARTS = 8 };

/* In a cell 8 wide and 16 high. */
struct shape {
	struct rect part[SHAPE_PARTS];
	int n;
	int strength; /* of the foreground, in eighths: 8 but for shades */
};

/* False for a character that is none of these. */
bool shape_of(uint32_t cp, struct shape *s);

#endif
