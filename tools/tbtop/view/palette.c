/* view: colours by role, and their replacements on terminals with fewer colours. */
#include "tbtop/view/palette.h"

#include <stdlib.h>

#include "tbtop/view/themes.h"

bool palette_is_text(enum role role)
{
	return role != COLOUR_DEFAULT && role != ROLE_FRAME && role < ROLE_RUN_DIM;
}

static int distance(int r0, int g0, int b0, int r1, int g1, int b1)
{
	return 3 * (r0 - r1) * (r0 - r1) + 6 * (g0 - g1) * (g0 - g1) + (b0 - b1) * (b0 - b1);
}

/* Returns the nearest colour of xterm's 6x6x6 cube and grey ramp. */
static int nearest_256(uint32_t rgb)
{
	static const int level[6] = {0, 95, 135, 175, 215, 255};
	int c[3] = {(int)(rgb >> 16 & 255), (int)(rgb >> 8 & 255), (int)(rgb & 255)};
	int n[3];
	for (int i = 0; i < 3; i++) {
		n[i] = 0;
		for (int k = 1; k < 6; k++)
			if (abs(level[k] - c[i]) < abs(level[n[i]] - c[i]))
				n[i] = k;
	}
	int cube = distance(level[n[0]], level[n[1]], level[n[2]], c[0], c[1], c[2]);
	int grey = (c[0] + c[1] + c[2]) / 3;
	int step = grey < 8 ? 0 : grey > 238 ? 23 : (grey - 3) / 10;
	int value = 8 + 10 * step;
	if (distance(value, value, value, c[0], c[1], c[2]) < cube)
		return 232 + step;
	return 16 + 36 * n[0] + 6 * n[1] + n[2];
}

/* Returns the nearest of the eight standard colours. */
static int nearest_8(uint32_t rgb)
{
	int best = 0, least = INT32_MAX;
	for (int i = 0; i < 8; i++) {
		int r = i & 1 ? 205 : 0, g = i & 2 ? 205 : 0, b = i & 4 ? 205 : 0;
		int d = distance(r, g, b, (int)(rgb >> 16 & 255), (int)(rgb >> 8 & 255),
				 (int)(rgb & 255));
		if (d < least) {
			least = d;
			best = i;
		}
	}
	return best;
}

struct paint palette_paint(colour c, enum colour_tier tier, struct scheme scheme)
{
	struct paint none = {-1, 0};
	if (c == COLOUR_DEFAULT)
		return none;
	struct swatch s = {.rgb = c & 0xffffff};
	if (c < ROLES) {
		s = theme_swatches(scheme)[c];
	} else {
		s.index256 = (uint8_t)nearest_256(s.rgb);
		s.index16 = (uint8_t)nearest_8(s.rgb);
	}
	switch (tier) {
	case COLOURS_TRUE:
		return (struct paint){(int32_t)s.rgb, 0};
	case COLOURS_256:
		return (struct paint){s.index256, 0};
	case COLOURS_16:
		return (struct paint){s.index16, s.attr16};
	default:
		return (struct paint){-1, s.attr_mono};
	}
}

uint32_t palette_rgb(colour c, uint32_t fallback, struct scheme scheme)
{
	if (c == COLOUR_DEFAULT)
		return fallback;
	if (c >= ROLES)
		return c & 0xffffff;
	return scheme.theme == THEME_MONOCHROME ? fallback : theme_swatches(scheme)[c].rgb;
}

colour palette_ramp(double t)
{
	static const uint8_t stops[][3] = {
		{0, 34, 78},     {25, 56, 106},   {65, 77, 107},  {93, 98, 110},  {117, 119, 120},
		{144, 141, 120}, {172, 164, 112}, {202, 189, 97}, {235, 214, 74}, {254, 232, 56},
	};
	enum { LAST = sizeof stops / sizeof stops[0] - 1 };
	double at = (t > 0 ? t < 1 ? t : 1 : 0) * LAST;
	int i = (int)at < LAST ? (int)at : LAST - 1;
	int c[3];
	for (int k = 0; k < 3; k++)
		c[k] = (int)(stops[i][k] + (at - i) * (stops[i + 1][k] - stops[i][k]) + 0.5);
	return COLOUR_RGB(c[0], c[1], c[2]);
}
