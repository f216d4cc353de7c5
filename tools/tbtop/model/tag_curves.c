/* model: the curves of a tag and their extent. */
#include <stdlib.h>

#include "tbtop/model/model.h"

void extent_join(struct extent *e, const struct extent *other)
{
	if (!other->is)
		return;
	e->x0 = e->is && e->x0 < other->x0 ? e->x0 : other->x0;
	e->x1 = e->is && e->x1 > other->x1 ? e->x1 : other->x1;
	e->is = true;
}

size_t tag_part_count(const struct tag *tag)
{
	return tag->n_parts + !tag->rule;
}

const struct tag *tag_part(const struct tag *tag, size_t i)
{
	size_t own = !tag->rule;
	return i < own ? tag : tag->parts[i - own];
}

bool tag_is_fold(const struct tag *tag)
{
	return tag->folded && tag->group && !tag->pinned;
}

static void join_part(const struct model *m, const struct tag *tag, struct extent *all)
{
	for (size_t i = 0; i < tag->n_curves; i++) {
		struct extent one;
		if (!run_drawn(m->runs[tag->curves[i].run]))
			continue;
		tfe_view view = tfe_series_view(tag->curves[i].series);
		one.is = tfe_view_get_extent(&view, m->settings.axis, &one.x0, &one.x1);
		extent_join(all, &one);
	}
}

struct extent tag_extent(const struct model *m, const struct tag *tag)
{
	struct extent all = {0};
	for (size_t i = 0; i < tag_part_count(tag); i++)
		join_part(m, tag_part(tag, i), &all);
	return all;
}

static int by_run(const void *a, const void *b)
{
	size_t run = *(const size_t *)a;
	const struct curve *curve = b;
	return (run > curve->run) - (run < curve->run);
}

const struct curve *tag_curve(const struct tag *tag, size_t run)
{
	if (!tag->n_curves) /* a chart of custom scalars */
		return NULL;
	return bsearch(&run, tag->curves, tag->n_curves, sizeof *tag->curves, by_run);
}

const struct curve *tag_curve_of(const struct tag *tag, size_t run)
{
	const struct curve *found = NULL;
	for (size_t p = 0; p < tag_part_count(tag) && !found; p++)
		found = tag_curve(tag_part(tag, p), run);
	return found;
}

const struct curve *tag_followed(const struct model *m, const struct tag *tag)
{
	if (!tag)
		return NULL;
	if (m->run_focus < m->n_runs && run_drawn(m->runs[m->run_focus])) {
		const struct curve *curve = tag_curve_of(tag, m->run_focus);
		if (curve)
			return curve;
	}
	for (size_t p = 0; p < tag_part_count(tag); p++) {
		const struct tag *part = tag_part(tag, p);
		for (size_t i = 0; i < part->n_curves; i++)
			if (run_drawn(m->runs[part->curves[i].run]))
				return &part->curves[i];
	}
	return NULL;
}

const struct curve *tag_beside(const struct model *m, const struct tag *tag)
{
	bool on = tag && m->beside.on && m->beside.run < m->n_runs;
	const struct curve *curve = on ? tag_curve(tag, m->beside.run) : NULL;
	return curve && run_drawn(m->runs[curve->run]) && curve != tag_followed(m, tag) ? curve
											: NULL;
}
