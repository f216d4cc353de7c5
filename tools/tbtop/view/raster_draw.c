/* view: scaled pictures in cells. */
#include "tbtop/view/raster_draw.h"

#include "tbtop/view/half_cells.h"
#include "tbtop/view/shade.h"

static colour colour_at(const struct raster *raster, const struct tones *t, uint32_t x, uint32_t y)
{
	const uint8_t *p = raster->rgb + ((size_t)y * raster->w + x) * 3;
	if (t->heat)
		return palette_ramp(t->toning.value[p[0]] / 255.0);
	return COLOUR_RGB(t->toning.value[p[0]], t->toning.value[p[1]], t->toning.value[p[2]]);
}

static void draw_halves(struct grid *g, struct rect r, const struct raster *raster,
			const struct tones *t)
{
	for (uint32_t y = 0; y < raster->h; y += 2)
		for (uint32_t x = 0; x < raster->w; x++) {
			colour bottom = COLOUR_DEFAULT;
			if (y + 1 < raster->h)
				bottom = colour_at(raster, t, x, y + 1);
			half_cell_draw(g, r.x + (int)x, r.y + (int)y / 2,
				       colour_at(raster, t, x, y), bottom);
		}
}

/* Returns the brightness of a pixel, 0 to 1 (ITU-R BT.601). */
static double luma(const struct raster *raster, const struct tones *t, uint32_t x, uint32_t y)
{
	const uint8_t *p = raster->rgb + ((size_t)y * raster->w + x) * 3;
	const uint8_t *value = t->toning.value;
	if (t->heat)
		return value[p[0]] / 255.0;
	return (0.299 * value[p[0]] + 0.587 * value[p[1]] + 0.114 * value[p[2]]) / 255;
}

/* Dense characters are bright on a dark background, and dark on a light one. */
static void draw_shades(struct grid *g, struct rect r, const struct raster *raster,
			const struct tones *t)
{
	bool invert = g->scheme.background == BACKGROUND_LIGHT && !t->heat;
	for (uint32_t y = 0; y < raster->h; y += 2)
		for (uint32_t x = 0; x < raster->w; x++) {
			uint32_t below = y + 1 < raster->h ? y + 1 : y;
			double v = (luma(raster, t, x, y) + luma(raster, t, x, below)) / 2;
			grid_char(g, r.x + (int)x, r.y + (int)y / 2,
				  shade_of(g, invert ? 1 - v : v), (struct style){0});
		}
}

void raster_draw(struct grid *g, struct rect r, const struct raster *raster,
		 const struct tones *tones)
{
	struct rect clip = grid_clip(g, r);
	if (g->glyphs != GLYPHS_ASCII && g->colours <= COLOURS_256)
		draw_halves(g, r, raster, tones);
	else
		draw_shades(g, r, raster, tones);
	g->clip = clip;
}
