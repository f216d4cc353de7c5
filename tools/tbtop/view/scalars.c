/* view: scalars: pages of charts, or one chart in full size (focus.c). */
#include <math.h>
#include <stdlib.h>

#include "tbtop/cache/curve_windows.h"
#include "tbtop/view/chart.h"
#include "tbtop/view/focus.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/layout.h"
#include "tbtop/view/pages.h"

static void draw_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	struct chart_places places = chart_draw(
		f, r, &(struct chart){.tag = tag, .active = active, .reads = f->hovered});
	if (f->hovered)
		chart_mark(f->grid, &places, f->model->cross_x, NULL, (struct style){0});
}

/* Joins the values of the drawn curves of a chart, on the page that `f` draws. */
static void join_values(const struct frame *f, const struct tag *tag, struct extent *all)
{
	for (size_t p = 0; p < tag_part_count(tag); p++) {
		const struct tag *part = tag_part(tag, p);
		for (size_t i = 0; i < part->n_curves; i++) {
			if (!run_drawn(f->model->runs[part->curves[i].run]))
				continue;
			tfe_view view = tfe_series_view(part->curves[i].series);
			const struct curve_facts *facts =
				curve_facts(f->caches, &view, f->model->settings.axis);
			extent_join(all,
				    &(struct extent){!isnan(facts->min), facts->min, facts->max});
		}
	}
}

/* Draws a page whose charts have the same y axis: that of all of their values. */
static void draw_same(const struct frame *f, struct rect area, struct geometry *out)
{
	const size_t focus = out->focus_row;
	const struct tag_list *list = &f->model->tags[model_kind(f->model)];
	struct chart_page page = {0};
	struct extent all = {0};
	struct frame same = *f;
	layout_charts(area, list->n_rows, focus, f->model->settings.columns, &page);
	for (size_t i = 0; i < page.n; i++)
		if (!tag_is_fold(list->rows[page.boxes[i].row]))
			join_values(f, list->rows[page.boxes[i].row], &all);
	free(page.boxes);
	same.same_y = &all;
	out->same_y = all.is;
	out->y_low = all.x0;
	out->y_high = all.x1;
	pages_draw(&same, area, focus, draw_chart);
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[model_kind(m)].n_rows)
		nothing_draw(m, f->grid, area, "scalars");
	else if (m->focused && model_focus(m))
		out->plot_columns = focus_draw(f, area);
	else if (m->settings.range == RANGE_SAME)
		draw_same(f, area, out);
	else
		pages_draw(f, area, out->focus_row, draw_chart);
}

const struct view_entry scalars_view = {pages_measure, draw, NULL};
