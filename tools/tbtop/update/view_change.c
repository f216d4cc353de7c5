/* update: showing another view. */
#include "tbtop/model/view_facts.h"

#include "tbtop/update/update.h"

void view_go(struct model *m, enum view_id view)
{
	/* During the initial load the data may be about to arrive. */
	if (m->progress.loaded && !view_present(m, view) && view != model_view(m)) {
		say(m, false, "no %s in these runs", view_facts[view].noun);
		return;
	}
	m->touched = true;
	if (view == VIEW_HPARAMS && m->trials.opened != NO_ROW)
		trials_return(m);
	m->view = view;
	m->focused = m->origin.is = false;
	m->pane = PANE_MAIN;
}
