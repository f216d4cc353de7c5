/* summary: images with boxes and labels: a frame of two pixels, and the label above it, or within
 * it at the top of the image. */
#include "summary/boxes.h"

#include <math.h>

enum { FRAME = 2, CAPITAL = 8, MARGIN = 3, MOST_GLYPHS = 64 };

/* A coordinate as a pixel; canvases clip. The difference of two is a pixel too. */
static int32_t pixel(double at)
{
	const double most = 1 << 29;
	return (int32_t)lround(fmin(fmax(at, -most), most));
}

/* Black or white, whichever differs more from a colour. */
static uint32_t ink_on(uint32_t colour)
{
	uint32_t light = 299 * (colour >> 16) + 587 * (colour >> 8 & 255) + 114 * (colour & 255);
	return light > 128 * 1000 ? 0x000000 : 0xffffff;
}

static void draw_label(struct tfe__canvas *c, const struct tfe__font *font, const char *label,
		       int32_t left, int32_t top, uint32_t colour)
{
	uint8_t glyphs[MOST_GLYPHS];
	size_t n = tfe__glyphs_of(label, glyphs, MOST_GLYPHS);
	const int32_t height = CAPITAL + 2 * MARGIN;
	const int32_t y = top >= height ? top - height : top, x = left > 0 ? left : 0;
	const struct tfe__line line = {x + MARGIN, y + MARGIN, false, ink_on(colour)};
	tfe__canvas_fill(c, x, y, (int32_t)tfe__font_width(font, glyphs, n) + 2 * MARGIN, height,
			 colour);
	tfe__canvas_text(c, font, glyphs, n, &line);
}

static void draw_box(struct tfe__canvas *c, const struct tfe__font *font, const tfe_box *box)
{
	const int32_t left = pixel(box->left), top = pixel(box->top);
	const int32_t width = pixel(box->right) - left, height = pixel(box->bottom) - top;
	const uint32_t colour = box->colour ? box->colour : 0xff0000;
	tfe__canvas_fill(c, left, top, width, FRAME, colour);
	tfe__canvas_fill(c, left, top + height - FRAME, width, FRAME, colour);
	tfe__canvas_fill(c, left, top, FRAME, height, colour);
	tfe__canvas_fill(c, left + width - FRAME, top, FRAME, height, colour);
	if (box->label && *box->label)
		draw_label(c, font, box->label, left, top, colour);
}

tfe_status tfe__boxes_draw(struct tfe__canvas *canvas, const tfe_allocator *allocator,
			   const struct tfe__image *image, const tfe_box *boxes, size_t n)
{
	struct tfe__font font;
	struct tfe__image_rows rows;
	tfe_status status = tfe__image_rows_init(&rows, allocator, image);
	if (status)
		return status;
	status = tfe__font_init(&font, allocator, CAPITAL);
	if (!status) {
		status = tfe__canvas_init(canvas, allocator, image->width, image->height);
		for (uint32_t y = 0; y < image->height && !status; y++)
			tfe__image_rgb_row(&rows, y, canvas->rgb + (size_t)y * image->width * 3);
		for (size_t i = 0; i < n && !status; i++)
			draw_box(canvas, &font, &boxes[i]);
		tfe__font_release(&font);
	}
	tfe__image_rows_release(&rows);
	return status;
}
