/* view: a whole frame: what is around every view. */
#include "tbtop/view/frame.h"

#include <stdio.h>

#include "tbtop/model/column_cache.h"
#include "tbtop/model/hist_cache.h"

static void too_small(struct grid *g)
{
	struct style style = {0};
	char text[64];
	snprintf(text, sizeof text, "need %dx%d, have %dx%d", SCREEN_MIN_W, SCREEN_MIN_H, g->w,
		 g->h);
	int width = text_width(text);
	int x = g->w > width ? (g->w - width) / 2 : 0;
	grid_text(g, x, g->h / 2, g->w - x, text, style);
}

void frame_draw(struct model *m, struct grid *g)
{
	int sidebar = m->view == VIEW_HELP ? 0 : m->settings.sidebar;
	struct layout l =
		layout_frame(g->w, g->h, sidebar, m->n_run_rows, m->tags[model_kind(m)].n_rows);
	grid_resize(g, g->w, g->h);
	column_cache_frame(m->columns);
	hist_cache_frame(m->hists);
	m->geometry.pages = 0;
	m->geometry.w = g->w;
	m->geometry.h = g->h;
	if (l.too_small) {
		too_small(g);
		return;
	}
	header_draw(m, g, l.header);
	footer_draw(m, g, l.footer);
	if (l.runs.h) {
		runs_draw(m, g, l.runs);
		tags_draw(m, g, l.tags);
		grid_fill(g, l.divider, 0x2502, (struct style){.fg = ROLE_FRAME});
	}
	if (l.legend.h)
		legend_draw(m, g, l.legend);
	struct rect clip = grid_clip(g, l.main);
	if (view_table[m->view].draw)
		view_table[m->view].draw(m, g, l.main, &m->geometry);
	g->clip = clip;
	tabs_draw(m, g, l.tabs);
}
