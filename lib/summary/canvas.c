/* summary: a canvas for images: rectangles and text in colours. */
#include "summary/canvas.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

tfe_status tfe__canvas_init(struct tfe__canvas *c, const tfe_allocator *allocator, uint32_t width,
			    uint32_t height)
{
	*c = (struct tfe__canvas){.width = width, .height = height, .allocator = *allocator};
	size_t bytes;
	if (tfe__mul_overflows(width, height, &bytes) || tfe__mul_overflows(bytes, 3, &bytes) ||
	    !(c->rgb = tfe__alloc(allocator, bytes)))
		return TFE_E_NOMEM;
	memset(c->rgb, 255, bytes);
	return TFE_OK;
}

void tfe__canvas_release(struct tfe__canvas *c)
{
	tfe__free(&c->allocator, c->rgb);
	c->rgb = NULL;
}

static const uint8_t *canvas_row(void *context, uint32_t y)
{
	const struct tfe__canvas *c = context;
	return c->rgb + (size_t)y * c->width * 3;
}

struct tfe__pixels tfe__canvas_pixels(const struct tfe__canvas *c)
{
	return (struct tfe__pixels){
		.width = c->width,
		.height = c->height,
		.channels = 3,
		.depth = 8,
		.row = canvas_row,
		.context = (void *)(uintptr_t)c,
	};
}

static int32_t clip(int64_t at, uint32_t end)
{
	return at < 0 ? 0 : at > (int64_t)end ? (int32_t)end : (int32_t)at;
}

void tfe__canvas_fill(struct tfe__canvas *c, int32_t x, int32_t y, int32_t width, int32_t height,
		      uint32_t colour)
{
	int32_t left = clip(x, c->width), right = clip((int64_t)x + width, c->width);
	int32_t bottom = clip((int64_t)y + height, c->height);
	for (int32_t row = clip(y, c->height); row < bottom; row++) {
		uint8_t *p = c->rgb + ((size_t)row * c->width + (size_t)left) * 3;
		for (int32_t column = left; column < right; column++) {
			*p++ = (uint8_t)(colour >> 16);
			*p++ = (uint8_t)(colour >> 8);
			*p++ = (uint8_t)colour;
		}
	}
}

static void blend(struct tfe__canvas *c, int32_t x, int32_t y, uint32_t colour, uint8_t coverage)
{
	if (x < 0 || y < 0 || (uint32_t)x >= c->width || (uint32_t)y >= c->height)
		return;
	uint8_t *p = c->rgb + ((size_t)y * c->width + (size_t)x) * 3;
	for (int i = 0; i < 3; i++) {
		int ink = (int)(colour >> (16 - 8 * i) & 255);
		p[i] = (uint8_t)((p[i] * (255 - coverage) + ink * coverage + 127) / 255);
	}
}

/* The ink of a glyph starts one pixel inside its box, because the pen is round. */
static void draw_glyph(struct tfe__canvas *c, const struct tfe__font *f, uint8_t glyph,
		       const struct tfe__line *at)
{
	const uint8_t *box = f->coverage + (size_t)glyph * f->box_width * f->box_height;
	for (int32_t y = 0; y < (int32_t)f->box_height; y++)
		for (int32_t x = 0; x < (int32_t)f->box_width; x++, box++)
			if (*box && at->upright)
				blend(c, at->x + y - 1, at->y - x + 1, at->colour, *box);
			else if (*box)
				blend(c, at->x + x - 1, at->y + y - 1, at->colour, *box);
}

void tfe__canvas_text(struct tfe__canvas *c, const struct tfe__font *f, const uint8_t *glyphs,
		      size_t n, const struct tfe__line *line)
{
	struct tfe__line at = *line;
	for (size_t i = 0; i < n; i++) {
		draw_glyph(c, f, glyphs[i], &at);
		*(at.upright ? &at.y : &at.x) +=
			at.upright ? -f->advance[glyphs[i]] : f->advance[glyphs[i]];
	}
}
