/* model: the characters and colours that a terminal can show. */
#ifndef TBTOP_MODEL_GLYPHS_H
#define TBTOP_MODEL_GLYPHS_H

enum glyph_tier { GLYPHS_BRAILLE, GLYPHS_BLOCK, GLYPHS_ASCII, GLYPH_TIERS };

/* What the terminal draws text on. BACKGROUNDS: not known. */
enum background { BACKGROUND_DARK, BACKGROUND_LIGHT, BACKGROUNDS };

/* Which colours are used. THEME_AUTO is dark or light, as the background is. */
enum theme {
	THEME_AUTO,
	THEME_DARK,
	THEME_LIGHT,
	THEME_HIGH_CONTRAST,
	THEME_COLOUR_BLIND,
	THEME_MONOCHROME,
	THEMES
};

/* A theme on a background. */
struct scheme {
	enum theme theme;
	enum background background;
};

enum colour_tier { COLOURS_TRUE, COLOURS_256, COLOURS_16, COLOURS_MONO, COLOUR_TIERS };

/* How a terminal shows pixels. */
enum graphics { GRAPHICS_NONE, GRAPHICS_SIXEL, GRAPHICS_KITTY };

#endif
