/* update: the panes: the view, and the lists of runs and tags. */
#include "tbtop/update/panes.h"

#include "tbtop/model/runs_table.h"

void pane_leave(struct model *m)
{
	m->pane = PANE_MAIN;
	if (m->sidebar_opened)
		m->settings.sidebar = -1;
	m->sidebar_opened = false;
}

static bool sidebar_shown(const struct model *m, const struct geometry *seen)
{
	int sidebar = m->settings.sidebar;
	return seen->w >= (sidebar < 0 ? 100 : 60) && sidebar != 0;
}

void focus_a_run(struct model *m)
{
	for (size_t i = 0; i < m->n_run_rows; i++)
		if (m->run_rows[i] == m->run_focus)
			return;
	if (m->n_run_rows)
		m->run_focus = m->run_rows[0];
}

static void show(struct model *m, const struct geometry *seen, enum pane pane)
{
	int sidebar = m->settings.sidebar;
	m->pane = pane;
	if (m->pane != PANE_MAIN && !sidebar_shown(m, seen)) {
		m->settings.sidebar = 1;
		m->sidebar_opened = sidebar_shown(m, seen);
	}
	if (!sidebar_shown(m, seen)) {
		/* The table of runs needs no sidebar. */
		m->pane = runs_table_shown(m) ? PANE_RUNS : PANE_MAIN;
		m->settings.sidebar = sidebar;
	}
	if (m->pane == PANE_MAIN)
		pane_leave(m);
	if (m->pane == PANE_RUNS)
		focus_a_run(m);
}

void pane_next(struct model *m, const struct geometry *seen, int direction)
{
	show(m, seen, (enum pane)(((int)m->pane + direction + PANES) % PANES));
}

void sidebar_toggle(struct model *m, const struct geometry *seen)
{
	m->settings.sidebar = !sidebar_shown(m, seen);
	m->sidebar_opened = false;
	if (!sidebar_shown(m, seen))
		m->pane = PANE_MAIN;
}

void runs_table_show(struct model *m, const struct geometry *seen, bool on)
{
	m->runs_table.on = on;
	show(m, seen, PANE_RUNS);
}
