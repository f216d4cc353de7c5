/* view: charts of tags laid out in pages, whatever they show. */
#include "tbtop/view/pages.h"

#include <stdlib.h>

#include "tbtop/view/layout.h"

/* The row whose chart is nearest above (-1) or below (1) the focused one; beyond the page the page's neighbour. */
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

void pages_draw(const struct model *m, struct grid *g, struct rect area, struct geometry *geometry,
		pages_chart *chart)
{
	const struct tag_list *list = &m->tags[model_kind(m)];
	struct chart_page page = {0};
	size_t focus = model_focus_row(m);
	layout_charts(area, list->n_rows, focus, m->settings.columns, &page);
	for (size_t i = 0; i < page.n; i++) {
		const struct chart_box *box = &page.boxes[i];
		const struct tag *tag = list->rows[box->row];
		chart(m, g, box->r, tag, tag == model_focus(m) && m->pane == PANE_MAIN);
	}
	geometry->page = page.page;
	geometry->pages = page.pages;
	geometry->chart_columns = page.columns;
	geometry->page_before = page.before;
	geometry->page_after = page.after;
	geometry->row_above = neighbour(&page, focus, -1);
	geometry->row_below = neighbour(&page, focus, 1);
	free(page.boxes);
}
