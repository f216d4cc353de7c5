/* view: one chart in full size, with a crosshair and a table of the values of all runs. */
#include "tbtop/view/focus.h"

#include "tbtop/view/chart.h"
#include "tbtop/view/finding_card.h"
#include "tbtop/view/focus_table.h"
#include "tbtop/view/tag_axis.h"

/* Returns the height of the table with its heading, or 0 if the chart needs the whole area. */
static int table_height(const struct model *m, const struct tag *tag, int h)
{
	int drawn = 0, most = h / 3;
	if (h < 12)
		return 0;
	for (size_t p = 0; p < tag_part_count(tag); p++) {
		const struct tag *part = tag_part(tag, p);
		for (size_t i = 0; i < part->n_curves && drawn < most; i++)
			drawn += run_drawn(m->runs[part->curves[i].run]);
	}
	return drawn + 1 < most ? drawn + 1 : most;
}

/* Returns the place of a cursor on the x axis of the chart. */
static double place_of(const struct model *m, double x)
{
	const struct curve *curve = m->x_tag ? tag_followed(m, model_focus(m)) : NULL;
	return curve ? tag_axis_at(m, curve->run, x) : x;
}

int focus_draw(const struct frame *f, struct rect area)
{
	const struct model *m = f->model;
	const struct tag *tag = model_focus(m);
	int rows = table_height(m, tag, area.h);
	struct rect r = {area.x, area.y, area.w, area.h - rows};
	const struct chart chart = {
		.tag = tag, .active = m->pane == PANE_MAIN, .reads = m->crosshair && !rows};
	struct chart_places places = chart_draw(f, r, &chart);
	const struct finding *finding = model_shown_finding(m);
	if (finding)
		finding_mark(f->grid, &places, finding);
	else if (m->crosshair)
		chart_mark(f->grid, &places, place_of(m, m->cross_x), NULL, (struct style){0});
	if (m->second.on)
		chart_mark(f->grid, &places, place_of(m, m->second.x), "mark",
			   (struct style){.fg = ROLE_FAINT});
	if (rows > 1)
		focus_table_draw(m, f->grid, (struct rect){area.x, r.y + r.h, area.w, rows}, tag,
				 &places);
	return places.plot.w;
}
