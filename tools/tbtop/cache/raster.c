/* cache: scales pictures, upwards by whole factors, downwards to the mean or the maximum of the
 * pixels that are covered. */
#include "tbtop/cache/raster.h"

#include "common/memory.h"

/* The pixels from `from` to below `to` of n that pixel i of `out` covers, at least one. */
struct cover {
	uint32_t from, to;
};

static struct cover cover(uint32_t n, uint32_t out, uint32_t i)
{
	uint32_t from = (uint32_t)((uint64_t)i * n / out);
	uint32_t to = (uint32_t)((uint64_t)(i + 1) * n / out);
	return (struct cover){from, to > from ? to : from + 1};
}

/* Returns a channel of a pixel on white. */
static uint32_t on_white(const uint8_t *rgba, int channel)
{
	uint32_t alpha = rgba[3];
	return (rgba[channel] * alpha + 255 * (255 - alpha) + 127) / 255;
}

static void join(const struct picture *p, struct cover x, struct cover y, enum raster_join how,
		 uint8_t rgb[3])
{
	uint64_t sum[3] = {0}, n = (uint64_t)(x.to - x.from) * (y.to - y.from);
	uint32_t most[3] = {0};
	for (uint32_t j = y.from; j < y.to; j++)
		for (uint32_t i = x.from; i < x.to; i++)
			for (int c = 0; c < 3; c++) {
				uint32_t v = on_white(p->rgba + ((size_t)j * p->w + i) * 4, c);
				sum[c] += v;
				most[c] = v > most[c] ? v : most[c];
			}
	for (int c = 0; c < 3; c++)
		rgb[c] = (uint8_t)(how == RASTER_MOST ? most[c] : (sum[c] + n / 2) / n);
}

/* Computes the size. The longer side of a picture that is too large fills its box. */
static struct raster size_of(const struct picture *p, uint32_t w, uint32_t h)
{
	if (p->w <= w && p->h <= h) {
		uint32_t by_w = w / p->w, by_h = h / p->h, by = by_w < by_h ? by_w : by_h;
		return (struct raster){.w = p->w * by, .h = p->h * by};
	}
	struct raster r = {.w = w, .h = h};
	if ((uint64_t)p->w * h > (uint64_t)p->h * w)
		r.h = (uint32_t)(((uint64_t)p->h * w + p->w / 2) / p->w);
	else
		r.w = (uint32_t)(((uint64_t)p->w * h + p->h / 2) / p->h);
	r.w = r.w ? r.w : 1;
	r.h = r.h ? r.h : 1;
	return r;
}

struct raster raster_fit(const struct picture *p, uint32_t w, uint32_t h, enum raster_join how)
{
	struct raster r = size_of(p, w, h);
	r.rgb = need_zeroed((size_t)r.w * r.h, 3);
	for (uint32_t y = 0; y < r.h; y++)
		for (uint32_t x = 0; x < r.w; x++)
			join(p, cover(p->w, r.w, x), cover(p->h, r.h, y), how,
			     r.rgb + ((size_t)y * r.w + x) * 3);
	return r;
}
