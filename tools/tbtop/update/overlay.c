/* update: showing an overlay above the current view, or hiding it. */
#include "tbtop/model/view_facts.h"
#include "tbtop/update/update.h"

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
