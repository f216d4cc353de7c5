/* update: undoing the last change of filters or of the drawn runs, or the end of a zoom. */
#include "tbtop/update/undo.h"

#include <string.h>

#include "tbtop/update/update.h"

static struct selection selection_of(const struct model *m)
{
	struct selection s = {.is = true, .zooms = m->zooms};
	memcpy(s.runs, m->run_filter, sizeof s.runs);
	memcpy(s.tags, m->tag_filter, sizeof s.tags);
	memcpy(s.trials, m->trials.filter, sizeof s.trials);
	return s;
}

static void keep(struct run *run)
{
	run->begun.selected = run->selected;
	run->begun.hidden = run->hidden;
}

/* What a key asked for may have happened after it: the best runs are known later. */
void undo_begin(struct model *m)
{
	if (m->begun.is)
		undo_end(m);
	m->begun = selection_of(m);
	for (size_t i = 0; i < m->n_runs; i++)
		keep(m->runs[i]);
}

static bool same_filters(const struct selection *a, const struct selection *b)
{
	return !strcmp(a->runs, b->runs) && !strcmp(a->tags, b->tags) &&
	       !strcmp(a->trials, b->trials);
}

void undo_end(struct model *m)
{
	struct selection now = selection_of(m);
	bool same = same_filters(&now, &m->begun);
	for (size_t i = 0; i < m->n_runs; i++)
		same &= m->runs[i]->selected == m->runs[i]->begun.selected &&
			m->runs[i]->hidden == m->runs[i]->begun.hidden;
	m->begun.zooms_matter |= zooms_ended(&m->begun.zooms, &m->zooms);
	if (same && !m->begun.zooms_matter)
		return;
	m->undo = m->begun;
	for (size_t i = 0; i < m->n_runs; i++)
		m->runs[i]->undone = m->runs[i]->begun;
}

void undo(struct model *m)
{
	if (!m->undo.is) {
		say(m, false, "no filter was changed, no run hidden or shown, and no zoom ended");
		return;
	}
	struct selection now = selection_of(m);
	bool filters = !same_filters(&now, &m->undo), zooms = m->undo.zooms_matter;
	if (zooms)
		m->zooms = m->undo.zooms;
	m->begun.zooms_matter = zooms; /* so that it can be undone in turn */
	memcpy(m->run_filter, m->undo.runs, sizeof m->run_filter);
	memcpy(m->tag_filter, m->undo.tags, sizeof m->tag_filter);
	memcpy(m->trials.filter, m->undo.trials, sizeof m->trials.filter);
	for (size_t i = 0; i < m->n_runs; i++) {
		m->runs[i]->selected = m->runs[i]->undone.selected;
		m->runs[i]->hidden = m->runs[i]->undone.hidden;
	}
	if (update_filters(m))
		say(m, false, "%s as before; again: back",
		    filters ? "the filters are"
		    : zooms ? "the zoom is"
			    : "the runs are drawn");
}
