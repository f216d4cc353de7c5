/* model: the properties of views, from the table of views. */
#include "tbtop/model/view_facts.h"

const struct view_facts view_facts[TABS] = {
#define VIEW_FACTS(id, name, digit, wide, medium, narrow, noun, kind, update, entry)               \
	[id] = {name, digit, {wide, medium, narrow}, noun, kind},
	VIEW_MAP(VIEW_FACTS)
#undef VIEW_FACTS
};

enum view_id model_view(const struct model *m)
{
	return m->view < TABS ? m->view : m->view_before;
}

size_t view_count(const struct model *m, enum view_id view)
{
	if (view == VIEW_HPARAMS) /* before they are read, the tags are known */
		return m->trials.n_rows ? m->trials.n_rows : m->tags[TAG_HPARAMS].n;
	if (view == VIEW_EMBEDDINGS)
		return m->embeddings.n;
	return view == VIEW_FINDINGS ? m->findings.n : m->tags[view_facts[view].kind].n;
}

size_t view_rows(const struct model *m, enum view_id view)
{
	if (view == VIEW_HPARAMS)
		return m->trials.n_shown;
	if (view == VIEW_EMBEDDINGS)
		return m->embeddings.n;
	return view == VIEW_FINDINGS ? m->findings.n_rows : m->tags[view_facts[view].kind].n_rows;
}

bool view_present(const struct model *m, enum view_id view)
{
	return view == VIEW_FINDINGS || view_count(m, view) > 0;
}

enum view_id view_first(const struct model *m)
{
	for (int v = 0; v < TABS; v++)
		if (v != VIEW_FINDINGS && view_present(m, (enum view_id)v))
			return (enum view_id)v;
	return VIEW_SCALARS;
}

enum view_id view_beside(const struct model *m, int direction)
{
	int v = (int)model_view(m);
	do
		v = (v + direction + TABS) % TABS;
	while (!view_present(m, (enum view_id)v));
	return (enum view_id)v;
}
