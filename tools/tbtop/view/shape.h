/* view: line, block and Braille characters as rectangles. */
#ifndef TBTOP_VIEW_SHAPE_H
#define TBTOP_VIEW_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "tbtop/view/cells.h"

enum { SHAPE_PARTS = 8 };

/* Rectangles in a cell that is 8 wide and 16 high. */
struct shape {
	struct rect part[SHAPE_PARTS];
	int n;
	int strength; /* opacity of the foreground in eighths; below 8 for shades */
};

/* Returns false for any other character. */
bool shape_of(uint32_t cp, struct shape *s);

#endif
