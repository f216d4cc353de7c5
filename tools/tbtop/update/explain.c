/* update: why a key did nothing. */
#include "tbtop/update/explain.h"

#include <stdio.h>

#include "tbtop/model/key_names.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/update.h"

/* Returns whether the log has data for a view in which a binding has a meaning. */
static bool is_useful(const struct model *m, const struct binding *b)
{
	for (int v = 0; v < TABS; v++)
		if (b->where & IN_VIEW(v) && view_present(m, (enum view_id)v))
			return true;
	return false;
}

/* Returns the first binding of a key, if possible one that the log has data for; or NULL. */
static const struct binding *first_binding(const struct model *m, int key)
{
	const struct binding *best = NULL;
	for (size_t i = 0; i < n_bindings; i++)
		for (int k = 0; k < BINDING_KEYS; k++) {
			const struct binding *b = &bindings[i];
			bool better = !best || (!is_useful(m, best) && is_useful(m, b));
			if (b->keys[k] == key && better)
				best = b;
		}
	return best;
}

/* Writes where a binding has a meaning, and how one gets there. */
static void place_text(const struct model *m, const struct binding *b, char *text, size_t size)
{
	enum view_id here = model_view(m);
	if (m->view >= TABS) {
		snprintf(text, size, "after Esc");
		return;
	}
	if (b->where & IN_VIEW(here)) {
		bool list = m->pane != PANE_MAIN, full = b->where & IN_FULL(here);
		snprintf(text, size, "%s",
			 list             ? "after Esc, in the charts"
			 : m->focused     ? "after Esc, on a page of charts"
			 : full           ? "after Enter, in full size"
					  : "here");
		return;
	}
	for (int v = 0; v < TABS; v++)
		if (b->where & IN_VIEW(v)) {
			snprintf(text, size, view_facts[v].digit ? "in %s (%c)" : "in %s",
				 view_facts[v].title[TITLE_LONG], view_facts[v].digit);
			return;
		}
	snprintf(text, size, "%s",
		 b->where & IN_RUNS   ? "in the list of runs (Tab)"
		 : b->where & IN_TAGS ? "in the list of tags (Tab)"
				      : "in the list of views (v)");
}

static void explain_unbound(struct model *m, int key)
{
	char name[8], place[64];
	const struct binding *b = first_binding(m, key);
	key_text(key, name);
	if (!b) {
		say(m, false, "%s has no meaning; ? lists all keys", name);
		return;
	}
	place_text(m, b, place, sizeof place);
	say(m, false, "%s: %s; %s", name, b->help, place);
}

static const char *reason(const struct model *m, const struct geometry *seen, enum action action)
{
	switch (action) {
	case DO_NEXT_PANE:
	case DO_PREVIOUS_PANE:
	case DO_SIDEBAR:
		return seen->w < 60 ? "the lists of runs and tags need 60 columns" : NULL;
	case DO_SMOOTHER:
		return "there is no stronger smoothing";
	case DO_ROUGHER:
		return "the curves are not smoothed";
	case DO_FEWER_COLUMNS:
	case DO_MORE_COLUMNS:
		return "no other number of charts side by side is possible";
	case DO_ZOOM_IN:
		return "this is the closest zoom";
	case DO_ZOOM_OUT:
	case DO_FIT:
	case DO_PAN_LEFT:
	case DO_PAN_RIGHT:
		return m->zoom.on ? "there are no further points"
				  : "all points are shown; + zooms in";
	case DO_NEXT_RUN:
	case DO_PREVIOUS_RUN:
		return "there is no other run here";
	case DO_STEP_BACK:
	case DO_STEP_FORWARD:
	case DO_STEPS_BACK:
	case DO_STEPS_FORWARD:
		return "there is no further step";
	case DO_NEXT_VIEW:
	case DO_PREVIOUS_VIEW:
		return "the log has data for this view only";
	case DO_ALL_RUNS:
		return "all runs are drawn";
	case DO_WAY:
		return "t shows the table of runs, whose values it changes";
	case DO_BACK:
		return "this is the first view; q quits";
	case DO_ENTER:
		return "there is nothing to open";
	default:
		return "there is nothing further";
	}
}

void explain_key(struct model *m, const struct geometry *seen, int key, enum action action)
{
	if (action == DO_NOTHING) {
		explain_unbound(m, key);
		return;
	}
	bool views = action >= DO_VIEW;
	const char *why = views ? "this view is already shown" : reason(m, seen, action);
	if (why)
		say(m, false, "%s", why);
}
