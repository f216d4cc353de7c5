/* update: why a key did nothing. */
#include "tbtop/update/explain.h"

#include <stdio.h>

#include "tbtop/model/key_names.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/offers.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/update.h"

/* Returns how probable it is that a binding is meant: most in the present view, then in a list and
 * in scalars, then in a view that the log has data for. */
static int likelihood(const struct model *m, const struct binding *b)
{
	bool scalars = b->where & IN_VIEW(VIEW_SCALARS) && view_present(m, VIEW_SCALARS);
	if (b->where & IN_VIEW(model_view(m)))
		return 3;
	if (b->where & IN_LISTS || scalars)
		return 2;
	for (int v = 0; v < TABS; v++)
		if (b->where & IN_VIEW(v) && view_present(m, (enum view_id)v))
			return 1;
	return 0;
}

/* Returns the most probable binding of a key, the first one of several; or NULL. */
static const struct binding *first_binding(const struct model *m, int key)
{
	const struct binding *best = NULL;
	for (size_t i = 0; i < n_bindings; i++)
		for (int k = 0; k < BINDING_KEYS; k++) {
			const struct binding *b = &bindings[i];
			bool better = !best || likelihood(m, b) > likelihood(m, best);
			if (keymap_keys(m->keymap, i)[k] == key && better)
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
			 list         ? "after Esc, in the charts"
			 : m->focused ? "after Esc, on a page of charts"
			 : full       ? "after Enter, in full size"
				      : "here");
		return;
	}
	for (int v = 0; v < TABS; v++)
		if (b->where & IN_VIEW(v)) {
			char digit = keymap_digit(m->keymap, (enum view_id)v);
			snprintf(text, size, digit ? "in %s (%c)" : "in %s",
				 view_facts[v].title[TITLE_LONG], digit);
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
	if (key == TK_ENTER && m->view < TABS && m->pane == PANE_MAIN && m->focused) {
		say(m, false, "this chart has its full size; Esc leaves it");
		return;
	}
	if (!b) {
		say(m, false, "%s has no meaning; ? lists all keys", name);
		return;
	}
	place_text(m, b, place, sizeof place);
	say(m, false, "%s: %s; %s", name, b->help, place);
}

/* --- movement to where there is nothing ------------------------------------------------------- */

static bool is_movement(const struct model *m, enum action action)
{
	bool pans = action == DO_PAN_LEFT || action == DO_PAN_RIGHT; /* to other classes */
	return (action >= DO_LEFT && action <= DO_PAGE_DOWN) || action == DO_NEXT_CHART ||
	       action == DO_PREVIOUS_CHART || (pans && model_view(m) == VIEW_CONFUSION);
}

/* Returns what an action moves through in the main pane of a view. */
static const char *main_noun(const struct model *m, enum action action)
{
	bool sideways = action == DO_LEFT || action == DO_RIGHT;
	bool chart = action == DO_NEXT_CHART || action == DO_PREVIOUS_CHART;
	unsigned context = binding_context(m);
	bool page = action == DO_PAGE_UP || action == DO_PAGE_DOWN;
	if (context & IN_GRAPH && chart)
		return *m->graph.query ? "match" : "graph";
	if (chart)
		return "chart";
	if (context & IN_GRAPH)
		return m->graph.place.in_links ? "input or output" : "row";
	if (context & IN_TRIALS)
		return sideways ? "column" : "row";
	if (context & IN_FINDINGS)
		return "finding";
	if (context & IN_EMBEDDINGS)
		return "point";
	if (context & IN_FULL(VIEW_CONFUSION))
		return "class";
	if (context & IN_FULL(VIEW_IMAGES) && !page)
		return "pixel";
	if (context & IN_FULL(VIEW_TEXTS) && !sideways)
		return "line";
	if (context & IN_FULL(VIEW_PR))
		return "threshold";
	if (context & IN_FULL(VIEW_AUDIO))
		return "sample";
	return context & IN_CROSSHAIR && !page ? "step" : "chart";
}

/* Returns the reason of a movement that does not go from one of several things to the next, or
 * NULL. */
static const char *sideways_reason(const struct model *m, unsigned context, enum action action)
{
	bool sideways = action == DO_LEFT || action == DO_RIGHT;
	if (context & IN_HELP && action >= DO_NEXT_CHART && *m->help_query)
		return "all that was found is shown";
	if (context & (IN_TRIALS | IN_FINDINGS | IN_OVERLAYS) && action >= DO_NEXT_CHART)
		return "no search is active; / begins one";
	if (sideways && context & (IN_LISTS | IN_OVERLAYS | IN_FINDINGS))
		return "a list has one column; j and k move";
	if (context & IN_EMBEDDINGS && action <= DO_DOWN)
		return "there is no point in this direction";
	if (context & IN_GRAPH && !m->graph.place.in_links && sideways)
		return action == DO_LEFT ? "this row belongs to no scope"
					 : "an operation has no rows inside; i goes to its inputs";
	return NULL;
}

static void explain_movement(struct model *m, enum action action)
{
	unsigned context = binding_context(m);
	const char *why = sideways_reason(m, context, action);
	bool back = action == DO_LEFT || action == DO_UP || action == DO_FIRST ||
		    action == DO_PAGE_UP || action == DO_PREVIOUS_CHART || action == DO_PAN_LEFT;
	const char *noun = context == IN_RUNS    ? "run"
			   : context == IN_TAGS  ? "tag"
			   : context == IN_VIEWS ? "view"
			   : context == IN_HELP  ? "line"
						 : main_noun(m, action);
	if (why)
		say(m, false, "%s", why);
	else
		say(m, false, "this is the %s %s", back ? "first" : "last", noun);
}

/* Returns whether the view or the list is empty, with the reason. */
static bool explain_empty(struct model *m)
{
	enum view_id view = model_view(m);
	bool empty = shows_nothing(m);
	if (empty && view_count(m, view))
		say(m, false, "nothing matches the filters; Esc clears them");
	else if (empty && !m->progress.loaded)
		say(m, false, "the log is being read");
	else if (empty)
		say(m, false, "there are no %s here", view_facts[view].noun);
	else if (m->pane == PANE_RUNS && !m->n_run_rows)
		say(m, false, "there are no runs here");
	else if (m->pane == PANE_TAGS && !m->tags[model_kind(m)].n_rows)
		say(m, false, "there are no tags here");
	else
		return false;
	return true;
}

/* --- other keys ------------------------------------------------------------------------------- */

static const char *zoom_reason(const struct model *m)
{
	enum view_id view = model_view(m);
	if (view == VIEW_IMAGES)
		return "brightness and contrast are those of the file";
	if (view == VIEW_AUDIO)
		return m->listening.zoomed ? "the sound ends here"
					   : "the whole sound is shown; + zooms in";
	return zoom_of(m, model_focus(m)) ? "there are no further points"
					  : "all points are shown; + zooms in";
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
		return zoom_reason(m);
	case DO_NEXT_RUN:
	case DO_PREVIOUS_RUN:
		return "there is no other run here";
	case DO_STEP_BACK:
	case DO_STEPS_BACK:
		return "there is no earlier step";
	case DO_STEP_FORWARD:
	case DO_STEPS_FORWARD:
		return "there is no later step";
	case DO_NEXT_VIEW:
	case DO_PREVIOUS_VIEW:
		return "the log has data for no other view";
	case DO_ALL_RUNS:
		return "all runs are drawn";
	case DO_ONLY_RUN:
		return "this is the only run";
	case DO_WAY:
		return "t shows the table of runs, whose values it changes";
	case DO_BACK:
		return zoom_of(m, model_focus(m))
			       ? "this is the first view; = shows all points again, q quits"
			       : "this is the first view; q quits";
	case DO_ENTER:
		return "there is nothing to open";
	case DO_BEST:
		return "the threshold has the greatest F1";
	case DO_NEXT_PICTURE:
	case DO_PREVIOUS_PICTURE:
		if (model_view(m) == VIEW_AUDIO)
			return seen->sounds > 1 ? "this step has no further sound"
						: "this step has one sound";
		return seen->picture.count > 1 ? "this step has no further image"
					       : "this step has one image";
	case DO_MARK:
		return "this step is marked";
	case DO_FOLD:
		return "this chart belongs to no group; names with / are groups";
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
	bool panes = action == DO_NEXT_PANE || action == DO_PREVIOUS_PANE || action == DO_SIDEBAR;
	bool moves = is_movement(m, action);
	bool general = views || panes || action == DO_BACK || action == DO_NEXT_VIEW ||
		       action == DO_PREVIOUS_VIEW;
	if (!general && explain_empty(m))
		return;
	if (moves) {
		explain_movement(m, action);
		return;
	}
	const char *why = views ? "this view is already shown" : reason(m, seen, action);
	if (why)
		say(m, false, "%s", why);
}
