/* model: the curves of a tag: which ones, and how far they reach. */
#include <stdlib.h>

#include "tbtop/model/column_cache.h"
#include "tbtop/model/model.h"

bool tag_extent(const struct model *m, const struct tag *tag, double *x0, double *x1)
{
	bool any = false;
	for (size_t i = 0; i < tag->n_curves; i++) {
		tfe_view view;
		if (!run_drawn(m->runs[tag->curves[i].run]))
			continue;
		view = tfe_series_view(tag->curves[i].series);
		const struct curve_facts *facts =
			column_cache_facts(m->columns, &view, m->settings.axis);
		if (!facts->extends)
			continue;
		*x0 = any && *x0 < facts->x0 ? *x0 : facts->x0;
		*x1 = any && *x1 > facts->x1 ? *x1 : facts->x1;
		any = true;
	}
	return any;
}

static int by_run(const void *a, const void *b)
{
	size_t run = *(const size_t *)a;
	const struct curve *curve = b;
	return (run > curve->run) - (run < curve->run);
}

const struct curve *tag_curve(const struct tag *tag, size_t run)
{
	return bsearch(&run, tag->curves, tag->n_curves, sizeof *tag->curves, by_run);
}

const struct curve *tag_followed(const struct model *m, const struct tag *tag)
{
	if (!tag)
		return NULL;
	if (m->run_focus < m->n_runs && run_drawn(m->runs[m->run_focus])) {
		const struct curve *curve = tag_curve(tag, m->run_focus);
		if (curve)
			return curve;
	}
	for (size_t i = 0; i < tag->n_curves; i++)
		if (run_drawn(m->runs[tag->curves[i].run]))
			return &tag->curves[i];
	return NULL;
}
