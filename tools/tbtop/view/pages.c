/* view: charts of tags, laid out in pages. */
#include "tbtop/view/pages.h"

#include <stdlib.h>

#include "tbtop/view/fold.h"
#include "tbtop/view/layout.h"

/* Returns the row of the nearest chart above (-1) or below (1) the focused one, or the first row of
 * the adjacent page. */
static size_t neighbour(const struct chart_page *page, size_t focus, int direction)
{
	const struct chart_box *from = NULL, *best = NULL;
	for (size_t i = 0; i < page->n; i++)
		if (page->boxes[i].row == focus)
			from = &page->boxes[i];
	for (size_t i = 0; from && i < page->n; i++) {
		const struct chart_box *b = &page->boxes[i];
		int dy = (b->r.y - from->r.y) * direction;
		if (dy <= 0)
			continue;
		int best_dy = best ? (best->r.y - from->r.y) * direction : dy + 1;
		int dx = abs(b->r.x - from->r.x), best_dx = best ? abs(best->r.x - from->r.x) : 0;
		if (dy < best_dy || (dy == best_dy && dx < best_dx))
			best = b;
	}
	if (best)
		return best->row;
	return direction < 0 ? page->before : page->after;
}

void pages_measure(const struct model *m, struct rect area, struct geometry *out)
{
	size_t n = m->tags[model_kind(m)].n_rows;
	if (!n)
		return;
	if (m->focused && model_focus(m)) { /* each chart is a page */
		out->page = out->focus_row;
		out->pages = n;
		return;
	}
	struct chart_page page = {0};
	layout_charts(area, n, out->focus_row, m->settings.columns, &page);
	out->page = page.page;
	out->pages = page.pages;
	out->chart_columns = page.columns;
	out->page_before = page.before;
	out->page_after = page.after;
	out->row_above = neighbour(&page, out->focus_row, -1);
	out->row_below = neighbour(&page, out->focus_row, 1);
	free(page.boxes);
}

/* Draws the chart under the mouse with a crosshair there. */
static void draw_hovered(const struct frame *f, struct rect r, const struct tag *tag, bool active,
			 pages_chart *chart)
{
	struct model model = *f->model;
	struct frame hovered = *f;
	model.crosshair = true;
	model.cross_x = f->model->pointer.x;
	hovered.model = &model;
	hovered.hovered = true;
	chart(&hovered, r, tag, active);
}

void pages_draw(const struct frame *f, struct rect area, size_t focus, pages_chart *chart)
{
	const struct model *m = f->model;
	const struct tag_list *list = &m->tags[model_kind(m)];
	struct chart_page page = {0};
	layout_charts(area, list->n_rows, focus, m->settings.columns, &page);
	for (size_t i = 0; i < page.n; i++) {
		const struct tag *tag = list->rows[page.boxes[i].row];
		bool active = tag == model_focus(m) && m->pane == PANE_MAIN;
		grid_target(f->grid, page.boxes[i].r,
			    (struct target){.kind = TARGET_CHART,
					    .tag = list->rows[page.boxes[i].row]});
		if (tag_is_fold(tag))
			fold_draw(f, page.boxes[i].r, tag, active);
		else if (m->pointer.hovers && m->pointer.tag == tag)
			draw_hovered(f, page.boxes[i].r, tag, active, chart);
		else
			chart(f, page.boxes[i].r, tag, active);
	}
	free(page.boxes);
}
