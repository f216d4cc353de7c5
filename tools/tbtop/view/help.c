/* view: the help, made from the table of bindings. */
#include <string.h>

#include "tbtop/model/bindings.h"
#include "tbtop/view/frame.h"

enum { KEYS_W = 14, COLUMN_W = 76 };

/* Draws the rows from m->scroll on; the text is as long as the bindings and their sections. */
void help_draw(const struct model *m, struct grid *g, struct rect area, struct geometry *geometry)
{
	long row = -(long)m->scroll;
	int x = area.x + 2, w = area.w - 3;
	for (size_t i = 0; i < n_bindings; i++) {
		char keys[32];
		if (bindings[i].section) {
			if (row >= 0 && row < area.h)
				grid_text(g, x, area.y + (int)row, w, bindings[i].section,
					  (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
			row++;
		}
		binding_keys(&bindings[i], keys, sizeof keys);
		if (row >= 0 && row < area.h) {
			grid_text(g, x + 2, area.y + (int)row, KEYS_W, keys,
				  (struct style){.fg = ROLE_TITLE, .attr = ATTR_BOLD});
			grid_text(g, x + 2 + KEYS_W, area.y + (int)row, w - 2 - KEYS_W,
				  bindings[i].help, (struct style){0});
		}
		row++;
	}
	size_t length = (size_t)(row + (long)m->scroll);
	geometry->list_rows = area.h;
	geometry->scroll_end = length > (size_t)area.h ? length - (size_t)area.h : 0;
}
