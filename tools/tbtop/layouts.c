/* tbtop: the charts of custom scalars, from the layouts in the log. */
#include "tbtop/layouts.h"

#include "tbtop/cache/layout_reads.h"
#include "tbtop/model/custom_charts.h"
#include "tbtop/update/update.h"

static void add_charts(struct model *m, const tfe_layout *layout)
{
	for (size_t c = 0; c < tfe_layout_category_count(layout); c++) {
		const tfe_chart_category *category = tfe_layout_category_at(layout, c);
		for (size_t i = 0; i < category->n; i++)
			model_add_chart(m, category, &category->charts[i]);
	}
}

/* Returns whether the newest layout of a run was read now. */
static bool read_newest(struct model *m, struct caches *caches, struct curve *curve)
{
	tfe_view view = tfe_series_view(curve->series);
	if (view.count == curve->seen)
		return false;
	const struct read_layout *read = layout_find(caches, &view, view.count - 1);
	if (!read)
		return false;
	curve->seen = view.count;
	if (read->layout)
		add_charts(m, read->layout);
	else
		say(m, true, "%s", read->error);
	return true;
}

bool layouts_serve(struct model *m, struct caches *caches)
{
	const struct tag_list *list = &m->tags[TAG_LAYOUTS];
	bool changed = false;
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->tags[i]->n_curves; k++)
			changed |= read_newest(m, caches, &list->tags[i]->curves[k]);
	if (!changed && m->charts_matched == m->tags[TAG_SCALARS].n)
		return false;
	if (m->tags[TAG_CHARTS].n) {
		model_match_charts(m);
		update_filters(m);
	}
	m->charts_matched = m->tags[TAG_SCALARS].n;
	return m->tags[TAG_CHARTS].n > 0;
}
