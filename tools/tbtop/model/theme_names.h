/* model: the themes by name. */
#ifndef TBTOP_MODEL_THEME_NAMES_H
#define TBTOP_MODEL_THEME_NAMES_H

#include "tbtop/model/glyphs.h"

/* The names, by enum theme; the last entry is NULL. */
extern const char *const theme_names[THEMES + 1];

/* Returns the theme on the background that it is drawn on: its own one, or that of the
 * terminal. */
struct scheme theme_scheme(enum theme theme, enum background terminal);

/* Returns the colours of a theme on a terminal that can show `most`. */
enum colour_tier theme_colours(enum theme theme, enum colour_tier most);

#endif
