/* summary: a small stroke font for images; glyphs are rasterised once for each size. */
#ifndef TFE_SUMMARY_FONT_H
#define TFE_SUMMARY_FONT_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* A glyph number: a printable ASCII character minus 32, or TFE__GLYPH_BOX for a character that the
 * font lacks. */
enum { TFE__GLYPHS = 96, TFE__GLYPH_BOX = 95 };

/* The glyphs of one size as coverage from 0 to 255, all in boxes of equal size. */
struct tfe__font {
	/* Height of a capital letter in pixels: from the top of a box to the base line. */
	uint32_t capital;
	uint32_t box_width, box_height;
	uint8_t advance[TFE__GLYPHS]; /* distance to the next glyph; a space more than the ink */
	uint8_t *coverage;
	tfe_allocator allocator;
};

/* Rasterises the font; `capital` is from 6 to 24. On failure (TFE_E_NOMEM) there is nothing to
 * release. */
tfe_status tfe__font_init(struct tfe__font *f, const tfe_allocator *allocator,
			  uint32_t capital) TFE_MUST_CHECK;
void tfe__font_release(struct tfe__font *f);

/* Converts a valid UTF-8 text to at most `most` glyphs; a longer text ends in two dots. Accented
 * letters lose their accents; other characters outside ASCII are boxes. Returns the number of
 * glyphs. */
size_t tfe__glyphs_of(const char *text, uint8_t *glyphs, size_t most);

/* The width in pixels from the start of the first glyph to the end of the last. */
uint32_t tfe__font_width(const struct tfe__font *f, const uint8_t *glyphs, size_t n);

#endif
