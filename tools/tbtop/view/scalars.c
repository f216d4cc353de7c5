/* view: scalars: pages of charts, or one chart in full size (focus.c). */
#include "tbtop/view/chart.h"
#include "tbtop/view/focus.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/pages.h"

static void draw_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	chart_draw(f, r, &(struct chart){.tag = tag, .active = active});
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[TAG_SCALARS].n_rows)
		nothing_draw(m, f->grid, area, "scalars");
	else if (m->focused && model_focus(m))
		out->plot_columns = focus_draw(f, area);
	else
		pages_draw(f, area, out->focus_row, draw_chart);
}

const struct view_entry scalars_view = {pages_measure, draw, NULL};
