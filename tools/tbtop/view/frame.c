/* view: a whole frame: layout, header, footer, sidebar and the current view. */
#include "tbtop/view/frame.h"

#include <stdio.h>

#include "tbtop/model/runs_table.h"
#include "tbtop/view/runs_table_view.h"

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

/* Returns the area of the table of runs: that of the sidebar, the view and the legend. */
static struct rect runs_table_area(const struct layout *l)
{
	int top = l->tabs.y + 1;
	return (struct rect){0, top, l->tabs.w, l->footer.y - top};
}

static struct layout layout_of(const struct model *m, int w, int h)
{
	int sidebar = m->view >= TABS ? 0 : m->settings.sidebar;
	return layout_frame(w, h, sidebar, runs_list_rows(m), m->tags[model_kind(m)].n_rows);
}

void frame_measure(const struct model *m, int w, int h, struct geometry *out)
{
	struct layout l = layout_of(m, w, h);
	size_t focus = model_focus_row(m);
	*out = (struct geometry){.w = w,
				 .h = h,
				 .focus_row = focus,
				 .row_above = focus,
				 .row_below = focus,
				 .page_before = focus,
				 .page_after = focus};
	if (!l.too_small)
		view_table[m->view]->measure(m, l.main, out);
	if (!l.too_small && runs_table_shown(m))
		out->list_rows = runs_table_rows(runs_table_area(&l).h);
}

static void draw_view(const struct frame *f, const struct layout *l, struct geometry *out)
{
	if (l->runs.h) {
		runs_draw(f->model, f->grid, l->runs);
		tags_draw(f->model, f->grid, l->tags, out->focus_row);
		grid_fill(f->grid, l->divider, 0x2502, (struct style){.fg = ROLE_FRAME});
	}
	if (l->legend.h)
		legend_draw(f->model, f->grid, l->legend);
	struct rect clip = grid_clip(f->grid, l->main);
	view_table[f->model->view]->draw(f, l->main, out);
	f->grid->clip = clip;
}

void frame_draw(const struct model *m, struct caches *caches, struct grid *g, struct geometry *out)
{
	const struct frame f = {m, caches, g};
	struct layout l = layout_of(m, g->w, g->h);
	frame_measure(m, g->w, g->h, out);
	grid_resize(g, g->w, g->h);
	caches_next_frame(caches);
	if (l.too_small) {
		too_small(g);
		return;
	}
	header_draw(m, g, l.header);
	if (runs_table_shown(m))
		runs_table_draw(&f, runs_table_area(&l));
	else
		draw_view(&f, &l, out);
	tabs_draw(m, g, l.tabs, out);
	footer_draw(m, g, l.footer, out);
	out->targets = g->targets;
	out->n_targets = g->n_targets;
}
