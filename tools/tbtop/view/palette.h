/* view: colours by role, and their replacements on terminals with fewer colours. */
#ifndef TBTOP_VIEW_PALETTE_H
#define TBTOP_VIEW_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

#include "tbtop/model/glyphs.h"
#include "tbtop/model/model.h"

/* A role (enum role) or an RGB colour. */
typedef uint32_t colour;
#define COLOUR_RGB(r, g, b) (0x1000000u | (uint32_t)(r) << 16 | (uint32_t)(g) << 8 | (uint32_t)(b))

enum role {
	COLOUR_DEFAULT, /* the default of the terminal */
	ROLE_FAINT,     /* secondary text, ticks */
	ROLE_FRAME,
	ROLE_ACCENT, /* the focused element */
	ROLE_TITLE,
	ROLE_GOOD,
	ROLE_INFO,
	ROLE_WARNING,
	ROLE_ERROR,
	ROLE_CURSOR,
	ROLE_RUN,                              /* the first of RUN_COLOURS */
	ROLE_RUN_DIM = ROLE_RUN + RUN_COLOURS, /* the same colours, dimmed */
	ROLES = ROLE_RUN_DIM + RUN_COLOURS
};

enum { ATTR_BOLD = 1, ATTR_DIM = 2, ATTR_REVERSE = 4, ATTR_UNDERLINE = 8 };

/* A colour in the terms of a terminal. */
struct paint {
	int32_t value; /* -1: default; an index of 16 or 256; or 0xRRGGBB */
	uint8_t attr;  /* attributes that replace missing colours */
};

struct paint palette_paint(colour c, enum colour_tier tier, struct scheme scheme);

/* Returns 0xRRGGBB, or `fallback` for the default of the terminal. */
uint32_t palette_rgb(colour c, uint32_t fallback, struct scheme scheme);

/* Returns whether a role is the colour of text, which contrasts with the background by at least
 * 4.5:1. The others are lines, and curves before smoothing. */
bool palette_is_text(enum role role);

/* Returns a colour of a ramp from dark (0) to bright (1) that suits all kinds of colour vision
 * (cividis). */
colour palette_ramp(double t);

#endif
