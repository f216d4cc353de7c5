/* summary: a canvas for images: rectangles and text in colours. */
#ifndef TFE_SUMMARY_CANVAS_H
#define TFE_SUMMARY_CANVAS_H

#include <stdbool.h>

#include "summary/font.h"
#include "wire/png.h"

/* RGB pixels, rows from the top. Colours are 0xRRGGBB. Drawing beyond the edges is clipped. */
struct tfe__canvas {
	uint32_t width, height;
	uint8_t *rgb;
	tfe_allocator allocator;
};

/* Creates a white canvas. On failure (TFE_E_NOMEM) there is nothing to release. */
tfe_status tfe__canvas_init(struct tfe__canvas *c, const tfe_allocator *allocator, uint32_t width,
			    uint32_t height) TFE_MUST_CHECK;
void tfe__canvas_release(struct tfe__canvas *c);

/* The pixels for tfe__put_picture; they are valid as long as the canvas. */
struct tfe__pixels tfe__canvas_pixels(const struct tfe__canvas *c);

void tfe__canvas_fill(struct tfe__canvas *c, int32_t x, int32_t y, int32_t width, int32_t height,
		      uint32_t colour);

/* A line of text that starts at (x, y): the top left corner of a capital letter, or, if upright,
 * the bottom left corner of a line that is read upwards. */
struct tfe__line {
	int32_t x, y;
	bool upright;
	uint32_t colour;
};

void tfe__canvas_text(struct tfe__canvas *c, const struct tfe__font *f, const uint8_t *glyphs,
		      size_t n, const struct tfe__line *line);

#endif
