/* common: the colours of figures. */
#include "common/figure.h"

uint32_t figure_background(enum figure_theme theme)
{
	return theme == FIGURE_DARK ? 0x1c1c1c : 0xffffff;
}

uint32_t figure_foreground(enum figure_theme theme)
{
	return theme == FIGURE_DARK ? 0xd8d8d8 : 0x303030;
}

/* First the colours of Okabe and Ito, which colour-blind people can distinguish, without yellow on
 * white. */
uint32_t figure_colour(enum figure_theme theme, unsigned number)
{
	static const uint32_t light[] = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0x56b4e9,
					 0xe69f00, 0x8a6d3b, 0x5b5b5b, 0x882255, 0x332288};
	static const uint32_t dark[] = {0x56b4e9, 0xe69f00, 0x2bc49a, 0xcc79a7, 0x4f93d6,
					0xf0e442, 0xd9733a, 0xa8a8a8, 0xb39ddb, 0x9ccc65};
	return theme == FIGURE_DARK ? dark[number % FIGURE_COLOURS]
				    : light[number % FIGURE_COLOURS];
}

uint32_t figure_mix(uint32_t a, uint32_t b, double part)
{
	uint32_t mixed = 0;
	for (int shift = 0; shift <= 16; shift += 8) {
		double from = a >> shift & 255, to = b >> shift & 255;
		mixed |= (uint32_t)(from + (to - from) * part) << shift;
	}
	return mixed;
}

uint32_t figure_curve_colour(const struct figure *f, unsigned number)
{
	if (!f->ramp)
		return figure_colour(f->theme, number);
	double part = f->ramp > 1 ? (double)number / (double)(f->ramp - 1) : 1;
	return figure_mix(figure_colour(f->theme, 4), figure_colour(f->theme, 1), part);
}
