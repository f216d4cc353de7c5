/* view: scaled pictures in cells. */
#include "tbtop/view/raster_draw.h"

#include <math.h>

#include "tbtop/view/shade.h"

struct toning toning_of(const struct looking *l)
{
	struct toning t = {.heat = false};
	double gain = pow(2, l->contrast / 4.0), shift = l->brightness / 10.0;
	for (int i = 0; i < 256; i++) {
		double v = (i / 255.0 - 0.5) * gain + 0.5 + shift;
		t.value[i] = (uint8_t)lround(fmin(fmax(v, 0), 1) * 255);
	}
	return t;
}

struct toning toning_of_heat(double most)
{
	struct toning t = {.heat = true};
	for (int i = 0; i < 256; i++)
		t.value[i] = most > 0 ? (uint8_t)lround(fmin(i / most, 1) * 255) : 0;
	return t;
}

static colour colour_at(const struct raster *raster, const struct toning *t, uint32_t x, uint32_t y)
{
	const uint8_t *p = raster->rgb + ((size_t)y * raster->w + x) * 3;
	if (t->heat)
		return palette_ramp(t->value[p[0]] / 255.0);
	return COLOUR_RGB(t->value[p[0]], t->value[p[1]], t->value[p[2]]);
}

static void draw_halves(struct grid *g, struct rect r, const struct raster *raster,
			const struct toning *t)
{
	for (uint32_t y = 0; y < raster->h; y += 2)
		for (uint32_t x = 0; x < raster->w; x++) {
			struct style style = {.fg = colour_at(raster, t, x, y)};
			if (y + 1 < raster->h)
				style.bg = colour_at(raster, t, x, y + 1);
			grid_char(g, r.x + (int)x, r.y + (int)y / 2,
				  style.fg == style.bg ? ' ' : 0x2580, style);
		}
}

/* Returns the brightness of a pixel, 0 to 1 (ITU-R BT.601). */
static double luma(const struct raster *raster, const struct toning *t, uint32_t x, uint32_t y)
{
	const uint8_t *p = raster->rgb + ((size_t)y * raster->w + x) * 3;
	if (t->heat)
		return t->value[p[0]] / 255.0;
	return (0.299 * t->value[p[0]] + 0.587 * t->value[p[1]] + 0.114 * t->value[p[2]]) / 255;
}

/* Dense characters are bright on a dark background, and dark on a light one. */
static void draw_shades(struct grid *g, struct rect r, const struct raster *raster,
			const struct toning *t)
{
	bool invert = g->background == BACKGROUND_LIGHT && !t->heat;
	for (uint32_t y = 0; y < raster->h; y += 2)
		for (uint32_t x = 0; x < raster->w; x++) {
			uint32_t below = y + 1 < raster->h ? y + 1 : y;
			double v = (luma(raster, t, x, y) + luma(raster, t, x, below)) / 2;
			grid_char(g, r.x + (int)x, r.y + (int)y / 2,
				  shade_of(g, invert ? 1 - v : v), (struct style){0});
		}
}

void raster_draw(struct grid *g, struct rect r, const struct raster *raster,
		 const struct toning *toning)
{
	struct rect clip = grid_clip(g, r);
	if (g->glyphs != GLYPHS_ASCII && g->colours <= COLOURS_256)
		draw_halves(g, r, raster, toning);
	else
		draw_shades(g, r, raster, toning);
	g->clip = clip;
}
