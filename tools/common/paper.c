/* common: what figures are drawn on. */
#include "common/paper.h"

bool paper_begin(struct paper *p, enum paper_format format, struct out *out, double width,
		 double height, uint32_t background, const char *title, bool inner)
{
	*p = (struct paper){.out = out, .width = width, .height = height, .background = background};
	if (format == PAPER_SVG)
		paper_begin_svg(p, title, inner);
	else if (!paper_begin_cairo(p, format))
		return false;
	paper_fill_box(p, 0, 0, width, height, background, 1);
	return true;
}

void paper_fill_box(struct paper *p, double x, double y, double width, double height,
		    uint32_t colour, double opacity)
{
	const struct dot corners[] = {
		{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
	p->fill(p, corners, 4, colour, opacity);
}
