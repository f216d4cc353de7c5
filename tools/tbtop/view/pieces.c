/* view: texts at the right end of a line. */
#include "tbtop/view/pieces.h"

#include <stdio.h>

void pieces_add(struct pieces *p, struct style style, const char *text)
{
	if (p->n == (int)(sizeof p->item / sizeof *p->item))
		return;
	snprintf(p->item[p->n].text, sizeof p->item[p->n].text, "%s", text);
	p->item[p->n].style = style;
	p->width += text_width(p->item[p->n].text) + 2;
	p->n++;
}

int pieces_width(const struct pieces *p, colour unless)
{
	int width = 0;
	for (int i = 0; i < p->n; i++)
		if (p->item[i].style.fg != unless)
			width += text_width(p->item[i].text) + 2;
	return width;
}

int pieces_draw(struct grid *g, struct rect r, struct pieces *p)
{
	while (p->n > 0 && p->width > r.w)
		p->width -= text_width(p->item[--p->n].text) + 2;
	int x = r.x + r.w - p->width, start = x;
	for (int i = 0; i < p->n; i++) {
		x += grid_text(g, x, r.y, r.w, p->item[i].text, p->item[i].style);
		x += 2;
	}
	return start;
}
