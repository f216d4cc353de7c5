/* view: the colours by their role, and what each becomes where there are fewer. */
#ifndef TBTOP_VIEW_PALETTE_H
#define TBTOP_VIEW_PALETTE_H

#include <stdint.h>

#include "tbtop/model/glyphs.h"
#include "tbtop/model/model.h"

/* A role (enum role) or a colour of its own. */
typedef uint32_t colour;
#define COLOUR_RGB(r, g, b) (0x1000000u | (uint32_t)(r) << 16 | (uint32_t)(g) << 8 | (uint32_t)(b))

enum role {
	COLOUR_DEFAULT, /* the terminal's own */
	ROLE_FAINT,     /* secondary text, ticks */
	ROLE_FRAME,
	ROLE_ACCENT, /* what has the focus */
	ROLE_TITLE,
	ROLE_GOOD,
	ROLE_INFO,
	ROLE_WARNING,
	ROLE_ERROR,
	ROLE_CURSOR,
	ROLE_RUN,                              /* and RUN_COLOURS - 1 more */
	ROLE_RUN_DIM = ROLE_RUN + RUN_COLOURS, /* the same, in the background */
	ROLES = ROLE_RUN_DIM + RUN_COLOURS
};

enum { ATTR_BOLD = 1, ATTR_DIM = 2, ATTR_REVERSE = 4, ATTR_UNDERLINE = 8 };

/* A colour as a terminal of some tier is told it. */
struct paint {
	int32_t value; /* -1 the terminal's own; else an index of 16 or 256, or 0xRRGGBB (COLOURS_TRUE) */
	uint8_t attr; /* attributes that stand for what the tier cannot say */
};

struct paint palette_paint(colour c, enum colour_tier tier);

/* 0xRRGGBB; `fallback` for the terminal's own. */
uint32_t palette_rgb(colour c, uint32_t fallback);

/* A ramp from dark (0) to bright (1), readable with every colour vision (cividis). */
colour palette_ramp(double t);

#endif
