/* model: the themes by name. */
#include "tbtop/model/theme_names.h"

#include <stddef.h>

const char *const theme_names[THEMES + 1] = {
	[THEME_AUTO] = "auto",
	[THEME_DARK] = "dark",
	[THEME_LIGHT] = "light",
	[THEME_HIGH_CONTRAST] = "high-contrast",
	[THEME_COLOUR_BLIND] = "colour-blind",
	[THEME_MONOCHROME] = "monochrome",
	[THEMES] = NULL,
};

struct scheme theme_scheme(enum theme theme, enum background terminal)
{
	if (theme == THEME_DARK)
		terminal = BACKGROUND_DARK;
	if (theme == THEME_LIGHT)
		terminal = BACKGROUND_LIGHT;
	return (struct scheme){theme, terminal};
}

enum colour_tier theme_colours(enum theme theme, enum colour_tier most)
{
	return theme == THEME_MONOCHROME ? COLOURS_MONO : most;
}
