/* summary: a small font for the pictures that we draw: glyphs of strokes, made into pixels once for a size. */
#ifndef TFE_SUMMARY_FONT_H
#define TFE_SUMMARY_FONT_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* A glyph is a number: a printable ASCII character minus 32, or TFE__GLYPH_BOX for what the font lacks. */
enum { TFE__GLYPHS = 96, TFE__GLYPH_BOX = 95 };

/* The glyphs of one size as coverage from 0 to 255, all in boxes of one size. */
struct tfe__font {
	uint32_t
		capital; /* height of a capital letter in pixels: the top of a box to the base line */
	uint32_t box_width, box_height;
	uint8_t advance[TFE__GLYPHS]; /* from one glyph to the next; a space wider than the ink */
	uint8_t *coverage;
	tfe_allocator allocator;
};

/* `capital` from 6 to 24. On failure (TFE_E_NOMEM) there is nothing to release. */
tfe_status tfe__font_init(struct tfe__font *f, const tfe_allocator *allocator,
			  uint32_t capital) TFE_MUST_CHECK;
void tfe__font_release(struct tfe__font *f);

/* The glyphs of a valid UTF-8 text, at most `most` of them; a longer text ends in two dots. Letters with accents come
 * without them, everything else that is not ASCII is a box. Returns how many there are. */
size_t tfe__glyphs_of(const char *text, uint8_t *glyphs, size_t most);

/* From the begin of the first glyph to the end of the last. */
uint32_t tfe__font_width(const struct tfe__font *f, const uint8_t *glyphs, size_t n);

#endif
