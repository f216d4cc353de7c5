/* view: the themes: a colour for each role, on a dark and on a light background. */
#ifndef TBTOP_VIEW_THEMES_H
#define TBTOP_VIEW_THEMES_H

#include "tbtop/view/palette.h"

/* A colour, and its replacements on terminals with 256 colours, with 16, and without any. */
struct swatch {
	uint32_t rgb;
	uint8_t index256, index16;
	uint8_t attr16, attr_mono;
};

/* Returns the colours of a scheme, by role. */
const struct swatch *theme_swatches(struct scheme scheme);

#endif
