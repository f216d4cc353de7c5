/* view: scalars: pages of charts, or one chart in full size (focus.c). */
#include "tbtop/view/chart.h"
#include "tbtop/view/focus.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/pages.h"

static void draw_chart(const struct model *m, struct grid *g, struct rect r, const struct tag *tag,
		       bool active)
{
	chart_draw(m, g, r, tag, tag->name, active);
}

void scalars_draw(const struct model *m, struct grid *g, struct rect area,
		  struct geometry *geometry)
{
	if (!m->tags[TAG_SCALARS].n_rows)
		nothing_draw(m, g, area, "scalars");
	else if (m->focused && model_focus(m))
		focus_draw(m, g, area, geometry);
	else
		pages_draw(m, g, area, geometry, draw_chart);
}
