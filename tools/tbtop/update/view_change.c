/* update: showing another view, or an overlay above the current one. */
#include "tbtop/model/view_facts.h"

#include "tbtop/update/update.h"

void view_go(struct model *m, enum view_id view)
{
	/* During the initial load the data may be about to arrive. */
	if (m->progress.loaded && !view_present(m, view) && view != model_view(m)) {
		say(m, false, "no %s in these runs", view_facts[view].noun);
		return;
	}
	if (view == VIEW_HPARAMS && m->trials.opened != NO_ROW)
		trials_return(m);
	m->view = view;
	m->focused = m->origin.is = false;
	m->pane = PANE_MAIN;
}

void view_toggle_overlay(struct model *m, enum view_id overlay)
{
	if (m->view == overlay) {
		m->view = m->view_before;
		return;
	}
	m->view_before = model_view(m);
	m->view = overlay;
	m->scroll = 0;
	m->help_query[0] = '\0';
	m->view_row = m->view_before;
}
