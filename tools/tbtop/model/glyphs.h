/* model: the characters and colours that a terminal can show. */
#ifndef TBTOP_MODEL_GLYPHS_H
#define TBTOP_MODEL_GLYPHS_H

enum glyph_tier { GLYPHS_BRAILLE, GLYPHS_BLOCK, GLYPHS_ASCII, GLYPH_TIERS };

/* What the terminal draws text on. BACKGROUNDS: not known. */
enum background { BACKGROUND_DARK, BACKGROUND_LIGHT, BACKGROUNDS };

enum colour_tier { COLOURS_TRUE, COLOURS_256, COLOURS_16, COLOURS_MONO, COLOUR_TIERS };

/* How a terminal shows pixels. */
enum graphics { GRAPHICS_NONE, GRAPHICS_SIXEL, GRAPHICS_KITTY };

#endif
