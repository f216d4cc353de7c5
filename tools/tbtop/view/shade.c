/* view: characters of increasing darkness, where colours are missing. */
#include "tbtop/view/shade.h"

#include <math.h>

uint32_t shade_of(const struct grid *g, double strength)
{
	static const uint32_t ascii[] = {' ', '.', ':', '-', '=', '+', '*', '#', '%', '@'};
	static const uint32_t blocks[] = {' ', 0x00b7, 0x2591, 0x2592, 0x2593, 0x2588};
	bool plain = g->glyphs == GLYPHS_ASCII;
	int last = (int)(plain ? sizeof ascii : sizeof blocks) / (int)sizeof *ascii - 1;
	int level = strength > 0 ? (int)ceil(fmin(strength, 1) * last) : 0;
	return plain ? ascii[level] : blocks[level];
}
