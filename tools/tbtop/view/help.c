/* view: the help, made from the table of bindings. */
#include <string.h>

#include "tbtop/model/bindings.h"
#include "tbtop/view/frame.h"

enum { KEYS_W = 12, COLUMN_W = 58 };

/* The text runs down one column after the other, as many as the screen is wide enough for. */
struct flow {
	struct rect area;
	long row; /* below it; -1 and less has been scrolled away */
	int columns;
};

/* The place of the next row; false when it is not seen. */
static bool next(struct flow *f, int *x, int *y)
{
	long row = f->row++;
	if (row < 0 || row >= (long)f->area.h * f->columns)
		return false;
	*x = f->area.x + 2 + f->area.w / f->columns * (int)(row / f->area.h);
	*y = f->area.y + (int)(row % f->area.h);
	return true;
}

void help_draw(const struct model *m, struct grid *g, struct rect area, struct geometry *geometry)
{
	struct flow f = {area, -(long)m->scroll, area.w / COLUMN_W > 1 ? area.w / COLUMN_W : 1};
	int x, y, w = area.w / f.columns - 3;
	for (size_t i = 0; i < n_bindings; i++) {
		char keys[32];
		if (bindings[i].section && next(&f, &x, &y))
			grid_text(g, x, y, w, bindings[i].section,
				  (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
		if (!next(&f, &x, &y))
			continue;
		binding_keys(&bindings[i], keys, sizeof keys);
		grid_text(g, x + 1, y, KEYS_W, keys,
			  (struct style){.fg = ROLE_TITLE, .attr = ATTR_BOLD});
		grid_text(g, x + 1 + KEYS_W, y, w - 1 - KEYS_W, bindings[i].help,
			  (struct style){0});
	}
	size_t length = (size_t)(f.row + (long)m->scroll),
	       seen = (size_t)area.h * (size_t)f.columns;
	geometry->list_rows = area.h;
	geometry->scroll_end = length > seen ? length - seen : 0;
}
