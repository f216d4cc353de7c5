/* view: colours by role, and their replacements on terminals with fewer colours. */
#include "tbtop/view/palette.h"

#include <stdlib.h>

struct swatch {
	uint32_t rgb;
	uint8_t index256, index16;
	uint8_t attr16, attr_mono;
};

/* The colours of runs follow Okabe and Ito. Dim colours, of curves before smoothing, have the same
 * hue and two fifths of the contrast. */
static const struct swatch on_dark[ROLES] = {
	[ROLE_FAINT] = {0x8a8a8a, 245, 7, ATTR_DIM, 0},
	[ROLE_FRAME] = {0x6c6c6c, 242, 7, ATTR_DIM, ATTR_DIM},
	[ROLE_ACCENT] = {0x5fafff, 75, 6, ATTR_BOLD, ATTR_BOLD},
	[ROLE_TITLE] = {0xd0d0d0, 252, 7, ATTR_BOLD, ATTR_BOLD},
	[ROLE_GOOD] = {0x00af5f, 35, 2, 0, 0},
	[ROLE_INFO] = {0x5fafd7, 74, 6, 0, 0},
	[ROLE_WARNING] = {0xd7af00, 178, 3, ATTR_BOLD, ATTR_BOLD},
	[ROLE_ERROR] = {0xff5f5f, 203, 1, ATTR_BOLD, ATTR_BOLD},
	[ROLE_CURSOR] = {0xbcbcbc, 250, 7, 0, 0},
	[ROLE_RUN + 0] = {0xffaf00, 214, 3, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 1] = {0x5fafff, 75, 6, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 2] = {0x00af87, 36, 2, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 3] = {0xd787af, 175, 5, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 4] = {0xd75f00, 166, 1, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 5] = {0xaf87ff, 141, 5, 0, ATTR_BOLD},
	[ROLE_RUN + 6] = {0xd7d75f, 185, 3, 0, ATTR_BOLD},
	[ROLE_RUN + 7] = {0x5f87ff, 69, 4, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 8] = {0x87af5f, 107, 2, 0, ATTR_BOLD},
	[ROLE_RUN + 9] = {0xb2b2b2, 249, 7, 0, ATTR_BOLD},
	[ROLE_RUN_DIM + 0] = {0x6e5416, 94, 3, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 1] = {0x2f5478, 24, 6, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 2] = {0x0b5443, 23, 2, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 3] = {0x664455, 96, 5, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 4] = {0x66330c, 52, 1, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 5] = {0x534273, 60, 5, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 6] = {0x636331, 58, 3, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 7] = {0x2f4273, 25, 4, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 8] = {0x425331, 65, 2, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 9] = {0x565656, 240, 7, ATTR_DIM, ATTR_DIM},
};

static const struct swatch on_light[ROLES] = {
	[ROLE_FAINT] = {0x5f5f5f, 59, 0, 0, 0},
	[ROLE_FRAME] = {0xa8a8a8, 248, 7, 0, ATTR_DIM},
	[ROLE_ACCENT] = {0x005faf, 25, 4, ATTR_BOLD, ATTR_BOLD},
	[ROLE_TITLE] = {0x262626, 235, 0, ATTR_BOLD, ATTR_BOLD},
	[ROLE_GOOD] = {0x006b00, 22, 2, 0, 0},
	[ROLE_INFO] = {0x005f87, 24, 4, 0, 0},
	[ROLE_WARNING] = {0x875f00, 94, 5, ATTR_BOLD, ATTR_BOLD},
	[ROLE_ERROR] = {0xd70000, 160, 1, ATTR_BOLD, ATTR_BOLD},
	[ROLE_CURSOR] = {0x585858, 240, 0, 0, 0},
	[ROLE_RUN + 0] = {0xa85800, 130, 1, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 1] = {0x005fd7, 26, 4, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 2] = {0x007a5c, 29, 2, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 3] = {0xaf005f, 125, 5, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 4] = {0xaf0000, 124, 1, 0, ATTR_BOLD},
	[ROLE_RUN + 5] = {0x7a3ed7, 98, 5, 0, ATTR_BOLD},
	[ROLE_RUN + 6] = {0x5f5f00, 58, 2, 0, ATTR_BOLD},
	[ROLE_RUN + 7] = {0x0000d7, 20, 4, 0, ATTR_BOLD},
	[ROLE_RUN + 8] = {0x3f7a00, 28, 6, ATTR_BOLD, ATTR_BOLD},
	[ROLE_RUN + 9] = {0x6c6c6c, 242, 0, 0, ATTR_BOLD},
	[ROLE_RUN_DIM + 0] = {0xdcbc99, 180, 1, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 1] = {0x99bfef, 111, 4, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 2] = {0x99c9bd, 115, 2, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 3] = {0xdf99bf, 175, 5, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 4] = {0xdf9999, 174, 1, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 5] = {0xc9b1ef, 183, 5, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 6] = {0xbfbf99, 250, 2, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 7] = {0x9999ef, 105, 4, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 8] = {0xb2c999, 150, 6, ATTR_DIM, ATTR_DIM},
	[ROLE_RUN_DIM + 9] = {0xc4c4c4, 251, 0, ATTR_DIM, ATTR_DIM},
};

static const struct swatch *swatch_of(colour c, enum background background)
{
	return background == BACKGROUND_LIGHT ? &on_light[c] : &on_dark[c];
}

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

struct paint palette_paint(colour c, enum colour_tier tier, enum background background)
{
	struct paint none = {-1, 0};
	if (c == COLOUR_DEFAULT)
		return none;
	struct swatch s = {.rgb = c & 0xffffff};
	if (c < ROLES) {
		s = *swatch_of(c, background);
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

uint32_t palette_rgb(colour c, uint32_t fallback, enum background background)
{
	if (c == COLOUR_DEFAULT)
		return fallback;
	return c < ROLES ? swatch_of(c, background)->rgb : c & 0xffffff;
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
