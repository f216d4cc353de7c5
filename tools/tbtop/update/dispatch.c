/* update: finds the action of a key and executes actions that are the same in all views. */
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/commands.h"
#include "tbtop/update/explain.h"
#include "tbtop/update/panes.h"
#include "tbtop/update/search.h"
#include "tbtop/update/undo.h"
#include "tbtop/update/update.h"

/* The function that handles the keys of each view. */
typedef void update_view(struct model *m, const struct geometry *seen, enum action action);
static update_view *const update_table[TABS] = {
#define VIEW_UPDATE(id, name, digit, wide, medium, narrow, noun, kind, update, entry) [id] = update,
	VIEW_MAP(VIEW_UPDATE)
#undef VIEW_UPDATE
};

/* Clears the filter of tags, or else that of runs, or else that of the table of trials. */
static void clear_filter(struct model *m)
{
	bool tags = *m->tag_filter != '\0', runs = !tags && *m->run_filter;
	prompt_remember(m);
	(tags ? m->tag_filter : runs ? m->run_filter : m->trials.filter)[0] = '\0';
	update_filters(m);
	say(m, false, "the filter of %s is cleared; U undoes it",
	    tags   ? "tags"
	    : runs ? "runs"
		   : "hyperparameters");
}

/* Leaves one level. At the outermost level it clears the filters. It never quits. */
static void back(struct model *m)
{
	if (m->view == VIEW_HELP && *m->help_query) {
		m->help_query[0] = '\0';
	} else if (m->view == VIEW_LIST && search_is_active(m)) {
		memset(m->search.query, 0, sizeof m->search.query);
	} else if (m->view >= TABS) {
		view_toggle_overlay(m, m->view);
	} else if (m->pane != PANE_MAIN) {
		pane_leave(m);
	} else if (m->view == VIEW_GRAPH && graph_leave(m)) {
		return;
	} else if (m->view == VIEW_EMBEDDINGS && *m->embeddings.query) {
		memset(m->embeddings.query, 0, sizeof m->embeddings.query);
	} else if (search_is_active(m)) {
		memset(m->search.query, 0, sizeof m->search.query);
	} else if (m->focused && m->origin.is) {
		return_to_origin(m);
	} else if (m->focused) {
		m->focused = false; /* the crosshair is there again in the next chart */
	} else if (m->crosshair && model_kind(m) == TAG_HISTOGRAMS) { /* pages show it, too */
		m->crosshair = false;
	} else if (m->trials.opened != NO_ROW) {
		trials_return(m);
	} else if (*m->run_filter || *m->tag_filter || *m->trials.filter) {
		clear_filter(m);
	} else if (m->view != view_first(m) && view_present(m, view_first(m))) {
		view_go(m, view_first(m));
	}
}

static void next_glyphs(struct model *m)
{
	static const char *const names[GLYPH_TIERS] = {"Braille", "blocks", "ASCII"};
	if (m->ascii_only) {
		say(m, false, "the locale has ASCII only; LC_ALL=C.UTF-8 has more");
		return;
	}
	m->settings.glyphs = (m->settings.glyphs + 1) % GLYPH_TIERS;
	say(m, false, "charts are drawn with %s", names[m->settings.glyphs]);
}

static bool anywhere(struct model *m, const struct geometry *seen, enum action action)
{
	if (action >= DO_VIEW) {
		view_go(m, (enum view_id)(action - DO_VIEW));
		return true;
	}
	switch (action) {
	case DO_QUIT:
		m->quit = true;
		return true;
	case DO_HELP:
		view_toggle_overlay(m, VIEW_HELP);
		return true;
	case DO_LIST_VIEWS:
		view_toggle_overlay(m, VIEW_LIST);
		return true;
	case DO_NEXT_VIEW:
		view_go(m, view_beside(m, 1));
		return true;
	case DO_PREVIOUS_VIEW:
		view_go(m, view_beside(m, -1));
		return true;
	case DO_BACK:
		back(m);
		return true;
	case DO_LEAVE:
		view_toggle_overlay(m, m->view);
		return true;
	case DO_NEXT_PANE:
		pane_next(m, seen, 1);
		return true;
	case DO_PREVIOUS_PANE:
		pane_next(m, seen, -1);
		return true;
	case DO_SIDEBAR:
		sidebar_toggle(m, seen);
		return true;
	case DO_NEXT_FINDING:
		update_next_finding(m, 1);
		return true;
	case DO_PREVIOUS_FINDING:
		update_next_finding(m, -1);
		return true;
	case DO_GLYPHS:
		next_glyphs(m);
		return true;
	case DO_REDRAW:
		m->redraw = true;
		return true;
	case DO_FILTER_TAGS:
		prompt_open(m, PROMPT_TAGS);
		return true;
	case DO_COMMAND:
		prompt_open(m, PROMPT_COMMAND);
		return true;
	case DO_PIN_CHART:
	case DO_FOLD:
	case DO_MERGE:
		update_arrangement(m, action);
		return true;
	case DO_FIGURE:
		command_run(m, "export");
		return true;
	case DO_GROUP:
		if (model_view(m) == VIEW_HPARAMS && m->pane == PANE_MAIN)
			trials_group(m);
		else
			command_run(m, m->grouping.on ? "group off" : "group on");
		return true;
	case DO_FILTER_TRIALS:
		if (m->trials.n_rows)
			prompt_open(m, PROMPT_TRIALS);
		else
			say(m, false, "no hyperparameters in these runs");
		return true;
	case DO_FILTER_RUNS:
		prompt_open(m, PROMPT_RUNS);
		return true;
	case DO_FIND_LABEL:
		prompt_open(m, PROMPT_LABELS);
		return true;
	case DO_FIND:
		search_begin(m);
		prompt_open(m, PROMPT_FIND);
		return true;
	case DO_SEARCH:
		prompt_open(m, PROMPT_NODES);
		return true;
	case DO_SEARCH_HELP:
		if (m->view == VIEW_HELP)
			prompt_open(m, PROMPT_HELP);
		else
			say(m, false, "these lines are not searched");
		return true;
	case DO_UNDO:
		undo(m);
		return true;
	default:
		return false;
	}
}

/* Handles the begin and the end of pasted text. Its characters are no keys: they go to the line of
 * input, or nowhere. */
static bool paste(struct model *m, int key)
{
	bool was = m->pasting;
	if (key == TK_PASTE || key == TK_PASTE_END)
		m->pasting = key == TK_PASTE;
	if (key == TK_PASTE && !m->prompt.kind)
		say(m, false, "pasted text is ignored here; / and f accept it");
	return was || m->pasting ? !m->prompt.kind || key >= TK_UP : key == TK_PASTE_END;
}

static void dispatch(struct model *m, const struct geometry *seen, int key)
{
	if (paste(m, key))
		return;
	if (m->prompt.kind) {
		update_prompt(m, seen, key);
		return;
	}
	m->message[0] = '\0';
	update_action(m, seen, keymap_find(m->keymap, key, binding_context(m)));
}

void update_action(struct model *m, const struct geometry *seen, enum action action)
{
	if (anywhere(m, seen, action))
		return;
	if (binding_context(m) & (IN_LISTS | IN_OVERLAYS))
		update_lists(m, seen, action);
	else
		update_table[m->view](m, seen, action);
}

/* What a key that moves the focus changes. */
struct focus {
	enum view_id view;
	enum tag_kind kind;
	const struct tag *tag;
	bool full, typing;
};

static struct focus focus_now(const struct model *m)
{
	return (struct focus){model_view(m), model_kind(m), model_focus(m), m->focused,
			      m->prompt.kind != PROMPT_NONE};
}

/* Returns whether a key moved the focus. A filter, or charts of another kind, move it only because
 * the chart is not there any more. */
static bool focus_moved(const struct focus *before, const struct focus *now)
{
	bool same_charts = before->kind == now->kind && !before->typing && !now->typing;
	return now->view != before->view || now->full != before->full ||
	       (same_charts && now->tag != before->tag);
}

/* Sums up what a key may change outside of the struct: the drawn runs. */
static size_t count_selected(const struct model *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		n += m->runs[i]->selected;
	return n;
}

/* Explains a key that changed nothing. The model is plain data, so its bytes are compared. */
static void dispatch_and_explain(struct model *m, const struct geometry *seen, int key)
{
	struct model *before = need_zeroed(1, sizeof *before);
	size_t selected = count_selected(m);
	enum action action = keymap_find(m->keymap, key, binding_context(m));
	m->message[0] = '\0';
	memcpy(before, m, sizeof *before);
	dispatch(m, seen, key);
	before->touched = m->touched;
	if (!memcmp(before, m, sizeof *before) && selected == count_selected(m))
		explain_key(m, seen, key, action);
	free(before);
}

void update_key(struct model *m, const struct geometry *seen, int key)
{
	const struct focus before = focus_now(m);
	if (!m->prompt.kind)
		undo_begin(m);
	if (m->prompt.kind || m->pasting || key >= TK_PASTE)
		dispatch(m, seen, key);
	else
		dispatch_and_explain(m, seen, key);
	if (!m->prompt.kind)
		undo_end(m);
	const struct focus now = focus_now(m);
	m->touched |= focus_moved(&before, &now);
	model_sort_runs(m);      /* a key may change the focused tag */
	model_count_findings(m); /* a key may change which runs are drawn */
}
