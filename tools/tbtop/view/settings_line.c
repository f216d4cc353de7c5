/* view: the settings that the keys of the current view change, right of the tabs. */
#include <math.h>
#include <stdio.h>

#include "common/format.h"
#include "tbtop/model/bindings.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"

enum { SETTING_TEXT = 32 };

static bool zoom_text(const struct model *m, char text[SETTING_TEXT])
{
	bool linked = m->settings.link_zoom, zoomed = zoom_of(m, model_focus(m)) != NULL;
	snprintf(text, SETTING_TEXT, "%s%s", zoomed ? "zoomed" : "",
		 !linked  ? ""
		 : zoomed ? " together"
			  : "zoom together");
	return linked || zoomed;
}

static bool group_text(const struct model *m, char text[SETTING_TEXT])
{
	static const char *const middles[] = {"mean", "median"};
	static const char *const bands[] = {"std", "range", "stderr"};
	const struct grouping *g = &m->grouping;
	snprintf(text, SETTING_TEXT, "%s", "");
	const char *by = g->rule == GROUP_SEEDS ? "seeds" : g->text;
	enum view_id view = model_view(m);
	if (g->on && (view == VIEW_SCALARS || view == VIEW_PR))
		snprintf(text, SETTING_TEXT, "%s\u00b1%s by %.10s", middles[g->middle],
			 bands[g->band], by);
	else if (g->on)
		snprintf(text, SETTING_TEXT, "groups by %.20s", by);
	return g->on;
}

static bool mode_text(const struct model *m, char text[SETTING_TEXT])
{
	static const char *const modes[HIST_MODES] = {"heat map", "bars", "ridge", "overlay"};
	snprintf(text, SETTING_TEXT, "%s", modes[m->hist]);
	return m->hist != HIST_HEAT;
}

static bool smoothing_text(const struct model *m, char text[SETTING_TEXT])
{
	snprintf(text, SETTING_TEXT, "smooth %.3g", m->settings.smoothing);
	return m->settings.smoothing != SMOOTHING_DEFAULT;
}

static bool scale_text(const struct model *m, char text[SETTING_TEXT])
{
	static const char *const scales[Y_SCALES] = {"y linear", "y log", "y symlog"};
	snprintf(text, SETTING_TEXT, "%s", scales[m->settings.y]);
	return m->settings.y != Y_LINEAR;
}

static bool custom_text(const struct model *m, char text[SETTING_TEXT])
{
	snprintf(text, SETTING_TEXT, "%s", m->custom ? "custom charts" : "");
	return m->custom;
}

static bool range_text(const struct model *m, char text[SETTING_TEXT])
{
	static const char *const ranges[Y_RANGES] = {"", "y 0..", "y 0..1", "y same", ""};
	const struct settings *s = &m->settings;
	char lo[FORMAT_TEXT] = "", hi[FORMAT_TEXT] = "";
	snprintf(text, SETTING_TEXT, "%s", ranges[s->range]);
	if (s->range == RANGE_HAND) {
		if (!isnan(s->y_lo))
			format_value(lo, s->y_lo);
		if (!isnan(s->y_hi))
			format_value(hi, s->y_hi);
		snprintf(text, SETTING_TEXT, "y %.12s..%.12s", lo, hi);
	}
	return s->range != RANGE_FIT;
}

static bool axis_text(const struct model *m, char text[SETTING_TEXT])
{
	static const char *const axes[] = {"x step", "x relative", "x wall time"};
	bool log = m->settings.log_x && m->settings.axis == TFE_AXIS_STEP &&
		   model_view(m) == VIEW_SCALARS;
	if (m->x_tag && model_view(m) == VIEW_SCALARS) {
		snprintf(text, SETTING_TEXT, "x %.24s", m->x_tag->name);
		return true;
	}
	snprintf(text, SETTING_TEXT, "%s%s", axes[m->settings.axis], log ? " log" : "");
	return m->settings.axis != TFE_AXIS_STEP || log;
}

static bool outliers_text(const struct model *m, char text[SETTING_TEXT])
{
	bool cut = m->settings.ignore_outliers;
	snprintf(text, SETTING_TEXT, "%s", cut ? "outliers cut" : "outliers shown");
	return !cut;
}

static bool raw_text(const struct model *m, char text[SETTING_TEXT])
{
	snprintf(text, SETTING_TEXT, "%s", m->settings.raw ? "" : "without raw curves");
	return !m->settings.raw;
}

static bool beside_text(const struct model *m, char text[SETTING_TEXT])
{
	bool on = tag_beside(m, model_focus(m));
	snprintf(text, SETTING_TEXT, on ? "beside %.20s" : "%s",
		 on ? m->runs[m->beside.run]->name : "");
	return on;
}

/* A setting is written in the views in which a key changes it, in the order of importance. A
 * function returns whether the setting differs from its default. */
static const struct {
	enum action action;
	unsigned where; /* a set of enum context */
	bool (*text)(const struct model *m, char text[SETTING_TEXT]);
} table[] = {
	{DO_ZOOM_IN, IN_SCALARS | IN_BOTH_HISTOGRAMS | IN_VIEW(VIEW_DISTRIBUTIONS), zoom_text},
	{DO_GROUP, EVERYWHERE, group_text},
	{DO_BESIDE, IN_BOTH_HISTOGRAMS, beside_text},
	{DO_MODE, IN_SCALARS, custom_text},
	{DO_MODE, IN_BOTH_HISTOGRAMS, mode_text},
	{DO_SMOOTHER, EVERYWHERE, smoothing_text},
	{DO_Y_SCALE, EVERYWHERE, scale_text},
	{DO_Y_RANGE, EVERYWHERE, range_text},
	{DO_X_AXIS, EVERYWHERE, axis_text},
	{DO_OUTLIERS, EVERYWHERE, outliers_text},
	{DO_RAW, EVERYWHERE, raw_text},
};

/* Changed settings come first, so that they are shown on narrow screens. */
static void add_settings(const struct model *m, struct pieces *p)
{
	unsigned where = IN_VIEW(model_view(m));
	for (int changed = 1; changed >= 0; changed--)
		for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
			char text[SETTING_TEXT];
			struct style style = {.fg = changed ? ROLE_ACCENT : ROLE_FAINT};
			if (binding_has(table[i].action, where & table[i].where) &&
			    table[i].text(m, text) == changed && *text)
				pieces_add(p, style, text);
		}
}

/* Adds what the user attached to the focused run in the list of runs. */
static void add_note(const struct model *m, struct pieces *p)
{
	char text[96];
	if (m->view >= TABS || m->pane != PANE_RUNS || m->run_focus >= m->n_runs)
		return;
	const struct run *run = m->runs[m->run_focus];
	if (run->title) {
		snprintf(text, sizeof text, "in the log: %.80s", run->name);
		pieces_add(p, (struct style){.fg = ROLE_FAINT}, text);
	}
	if (run->note) {
		snprintf(text, sizeof text, "\"%.90s\"", run->note);
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, text);
	}
}

void settings_add(const struct model *m, const struct geometry *geometry, struct pieces *p)
{
	char text[64];
	add_note(m, p);
	if (geometry->pages > 1) {
		snprintf(text, sizeof text, "%s %zu/%zu", m->focused ? "tag" : "page",
			 geometry->page + 1, geometry->pages);
		pieces_add(p, (struct style){0}, text);
	}
	if (m->view < TABS && m->trials.colour != NO_COLUMN) {
		char title[TRIAL_TEXT_BYTES];
		trial_title(&m->trials.columns[m->trials.colour], title);
		snprintf(text, sizeof text, "colour %.50s", title);
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, text);
	}
	if (view_table[m->view]->settings)
		view_table[m->view]->settings(m, p);
	if (m->view < TABS)
		add_settings(m, p);
}
