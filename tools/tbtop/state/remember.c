/* state: what is remembered of a model, as entries. The name of an entry is a word, and for runs
 * and charts their name after a blank: "run.hidden lr=0.1", "chart.pinned scalars train/loss". A
 * table has the words, each with the function that applies an entry. */
#include "tbtop/state/remember.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/filter.h"
#include "common/memory.h"
#include "common/number.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/state/remember_history.h"
#include "tbtop/state/remember_tables.h"
#include "tbtop/update/settings.h"
#include "tbtop/update/update.h"

/* The kinds of tags whose charts are arranged; the order is that of enum tag_kind. */
static const char *const kinds[TAG_KINDS] = {
	"scalars", "histograms", "images",  "audio",   "text",   "graphs",
	"pr",      "confusion",  "hparams", "layouts", "charts",
};

/* --- names of entries ------------------------------------------------------------------------- */

/* Adds WORD, or WORD NAME, or WORD KIND NAME. */
static bool add(struct entries *e, const char *word, const char *kind, const char *name,
		const char *value)
{
	size_t size = strlen(word) + strlen(kind) + strlen(name) + 3;
	char *whole = need_zeroed(size, 1);
	snprintf(whole, size, "%s%s%s%s%s", word, *kind ? " " : "", kind, *name ? " " : "", name);
	bool added = entries_put(e, whole, value);
	free(whole);
	return added;
}

/* Returns the text after the first blank, or "". */
static const char *after_blank(const char *text)
{
	const char *blank = strchr(text, ' ');
	return blank ? blank + 1 : "";
}

/* Finds the chart that "KIND NAME" means, or NULL. */
static struct tag *chart_of(const struct model *m, const char *text)
{
	size_t n = strcspn(text, " ");
	for (int k = 0; k < TAG_KINDS; k++)
		if (strlen(kinds[k]) == n && !memcmp(kinds[k], text, n))
			return model_find_tag(m, (enum tag_kind)k, after_blank(text));
	return NULL;
}

/* --- applying --------------------------------------------------------------------------------- */

/* An entry may be applied long after the session began, when its run or chart appears. What there
 * can be only one of (x axis, zoom, baseline, sorted column) is then kept as the user chose it. */

static enum recall recall_view(struct model *m, const char *name, const char *value)
{
	(void)name;
	for (int v = 0; v < TABS; v++)
		if (!strcmp(view_facts[v].name, value)) {
			m->view_wished = (enum view_id)v;
			m->view = (enum view_id)v;
			return RECALL_DONE;
		}
	return strcmp(value, "auto") ? RECALL_WRONG : RECALL_DONE;
}

static enum recall recall_setting(struct model *m, const char *name, const char *value)
{
	char error[160];
	size_t i = setting_find(name, strlen(name));
	return i < n_settings && setting_set(m, i, value, error) ? RECALL_DONE : RECALL_WRONG;
}

static enum recall recall_filter(char filter[LINE_BYTES], const char *value)
{
	struct filter *compiled = filter_compile(value);
	bool good = strlen(value) < LINE_BYTES && !*filter_error(compiled);
	/* An expression that is wrong may be a name. */
	if (strlen(value) < LINE_BYTES)
		snprintf(filter, LINE_BYTES, "%s", value);
	filter_release(compiled);
	return good ? RECALL_DONE : RECALL_WRONG;
}

static enum recall recall_runs(struct model *m, const char *name, const char *value)
{
	(void)name;
	return recall_filter(m->run_filter, value);
}

static enum recall recall_tags(struct model *m, const char *name, const char *value)
{
	(void)name;
	return recall_filter(m->tag_filter, value);
}

/* The expression names columns, which are known once the table is there. */
static enum recall recall_trials(struct model *m, const char *name, const char *value)
{
	char error[160], before[TRIALS_FILTER];
	(void)name;
	if (!*value || *m->trials.filter)
		return RECALL_DONE;
	if (!m->trials.n_rows)
		return RECALL_LATER;
	memcpy(before, m->trials.filter, sizeof before);
	snprintf(m->trials.filter, sizeof m->trials.filter, "%s", value);
	if (trials_filter(&m->trials, error))
		return RECALL_DONE;
	memcpy(m->trials.filter, before, sizeof before);
	return RECALL_LATER;
}

/* The value is "AXIS FROM TO": an axis of the settings, and two numbers. */
static enum recall recall_zoom(struct model *m, const char *name, const char *value)
{
	char *end, *last;
	struct tag *tag = chart_of(m, name);
	long axis = strtol(value, &end, 10);
	double x0 = strtod(end, &last), x1 = strtod(last, &last);
	if (*last || !isfinite(x0) || !isfinite(x1) || !(x1 > x0) || axis < 0 ||
	    axis > TFE_AXIS_WALL)
		return RECALL_WRONG;
	if (!tag || !tag->n_curves)
		return RECALL_LATER;
	if (m->settings.axis == (tfe_axis)axis && !m->zoom.on)
		m->zoom = (struct zoom){true, x0, x1, tag};
	return RECALL_DONE;
}

static enum recall recall_x(struct model *m, const char *name, const char *value)
{
	(void)value;
	const struct tag *tag = model_find_tag(m, TAG_SCALARS, name);
	if (tag && !m->x_tag)
		m->x_tag = tag;
	return tag ? RECALL_DONE : RECALL_LATER;
}

static enum recall recall_baseline(struct model *m, const char *name, const char *value)
{
	(void)value;
	const struct run *run = model_find_run(m, name);
	if (run && m->baseline == NO_RUN)
		m->baseline = run->index;
	return run ? RECALL_DONE : RECALL_LATER;
}

static enum recall recall_hidden(struct model *m, const char *name, const char *value)
{
	(void)value;
	struct run *run = model_find_run(m, name);
	if (run)
		run->selected = false;
	return run ? RECALL_DONE : RECALL_LATER;
}

static enum recall recall_listed(struct model *m, const char *name, const char *value)
{
	struct run *run = model_find_run(m, name);
	if (run)
		run->hidden = !strcmp(value, "no");
	return run ? RECALL_DONE : RECALL_LATER;
}

static enum recall recall_title(struct model *m, const char *name, const char *value)
{
	struct run *run = model_find_run(m, name);
	if (run)
		run_set_title(run, value);
	return run ? RECALL_DONE : RECALL_LATER;
}

static enum recall recall_note(struct model *m, const char *name, const char *value)
{
	struct run *run = model_find_run(m, name);
	if (run)
		run_set_note(run, value);
	return run ? RECALL_DONE : RECALL_LATER;
}

static enum recall recall_pinned(struct model *m, const char *name, const char *value)
{
	(void)value;
	struct tag *tag = chart_of(m, name);
	if (tag)
		tag->pinned = true;
	return tag ? RECALL_DONE : RECALL_LATER;
}

/* One tag of a group is named; model_arrange folds the others. */
static enum recall recall_folded(struct model *m, const char *name, const char *value)
{
	struct tag *tag = chart_of(m, name);
	if (tag && !tag->group)
		return RECALL_WRONG;
	if (tag)
		fold_group(m, tag, strcmp(value, "no") != 0);
	return tag ? RECALL_DONE : RECALL_LATER;
}

/* The value is the name of the chart that the tag was merged into. */
static enum recall recall_merged(struct model *m, const char *name, const char *value)
{
	struct tag *tag = chart_of(m, name), *into = chart_of(m, value);
	if (!tag || !into)
		return RECALL_LATER;
	if (tag == into || tag->merged || into->merged)
		return RECALL_WRONG;
	merge_charts(into, tag);
	return RECALL_DONE;
}

static const struct {
	const char *word;
	enum recall (*apply)(struct model *m, const char *name, const char *value);
} table[] = {
	{"view", recall_view},
	{"set", recall_setting},
	{"filter.runs", recall_runs},
	{"filter.tags", recall_tags},
	{"filter.trials", recall_trials},
	{"x", recall_x},
	{"zoom", recall_zoom},
	{"baseline", recall_baseline},
	{"run.hidden", recall_hidden},
	{"run.listed", recall_listed},
	{"run.title", recall_title},
	{"run.note", recall_note},
	{"chart.pinned", recall_pinned},
	{"chart.folded", recall_folded},
	{"chart.merged", recall_merged},
};

enum recall recall_entry(struct model *m, const char *name, const char *value)
{
	size_t n = strcspn(name, " ");
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strlen(table[i].word) == n && !memcmp(table[i].word, name, n))
			return table[i].apply(m, after_blank(name), value);
	enum recall result = recall_in_tables(m, name, after_blank(name), value);
	return result == RECALL_WRONG ? recall_history(m, name, value) : result;
}

void recall_finish(struct model *m)
{
	settings_applied(m);
	if (!update_filters(m)) { /* it takes too long, or is no expression of this version */
		m->run_filter[0] = m->tag_filter[0] = '\0';
		update_filters(m);
	}
	if (runs_table_choose(m))
		m->runs_table.columns[0] = '\0';
	model_count_findings(m);
}

void recall_nothing(struct model *m)
{
	for (size_t i = 0; i < m->n_runs; i++) {
		m->runs[i]->selected = true;
		m->runs[i]->hidden = false;
		run_set_title(m->runs[i], "");
		run_set_note(m->runs[i], "");
	}
	for (int k = 0; k < TAG_KINDS; k++)
		for (size_t i = 0; i < m->tags[k].n; i++) {
			struct tag *tag = m->tags[k].tags[i];
			tag->pinned = false;
			tag->folded = tag->closed;
			tag->merged = NULL;
			tag->n_parts = 0;
		}
	recall_no_tables(m);
	m->zoom.on = false;
	m->x_tag = NULL;
	m->baseline = NO_RUN;
	m->run_filter[0] = m->tag_filter[0] = m->trials.filter[0] = '\0';
}

/* --- remembering ------------------------------------------------------------------------------ */

static bool remember_settings(const struct model *m, struct entries *e)
{
	char value[SETTING_BYTES];
	bool all = true;
	for (size_t i = 0; i < n_settings; i++) {
		if (!strcmp(setting_at(i)->name, "glyphs")) /* it depends on the terminal */
			continue;
		setting_get(m, i, value);
		all &= add(e, "set", "", setting_at(i)->name, value);
	}
	bool chosen = m->view_chosen || model_view(m) != view_first(m);
	all &= add(e, "view", "", "", chosen ? view_facts[model_view(m)].name : "auto");
	all &= add(e, "filter.runs", "", "", m->run_filter);
	all &= add(e, "filter.tags", "", "", m->tag_filter);
	all &= add(e, "filter.trials", "", "", m->trials.filter);
	return all;
}

/* Returns the kind of a tag by its address; TAG_KINDS for none. */
static enum tag_kind kind_of(const struct model *m, const struct tag *tag)
{
	for (int k = 0; tag && k < TAG_KINDS; k++)
		if (model_find_tag(m, (enum tag_kind)k, tag->name) == tag)
			return (enum tag_kind)k;
	return TAG_KINDS;
}

static bool remember_zoom(const struct model *m, struct entries *e)
{
	char x0[NUMBER_BYTES], x1[NUMBER_BYTES], value[2 * NUMBER_BYTES + 8];
	enum tag_kind kind = kind_of(m, m->zoom.home);
	if (!m->zoom.on || kind == TAG_KINDS)
		return true;
	number_exact(x0, m->zoom.x0);
	number_exact(x1, m->zoom.x1);
	snprintf(value, sizeof value, "%d %s %s", (int)m->settings.axis, x0, x1);
	return add(e, "zoom", kinds[kind], m->zoom.home->name, value);
}

static bool remember_runs(const struct model *m, struct entries *e)
{
	bool all = true;
	if (m->baseline < m->n_runs)
		all &= add(e, "baseline", "", m->runs[m->baseline]->name, "yes");
	for (size_t i = 0; i < m->n_runs; i++) {
		const struct run *run = m->runs[i];
		if (!run->selected)
			all &= add(e, "run.hidden", "", run->name, "yes");
		if (run->hidden)
			all &= add(e, "run.listed", "", run->name, "no");
		if (run->title)
			all &= add(e, "run.title", "", run->name, run->title);
		if (run->note)
			all &= add(e, "run.note", "", run->name, run->note);
	}
	return all;
}

/* Of a group that was folded or unfolded, the first tag is remembered. */
static bool remember_charts(const struct model *m, enum tag_kind kind, struct entries *e)
{
	const struct tag_list *list = &m->tags[kind];
	const struct tag *folded = NULL;
	char into[LINE_BYTES * 4];
	bool all = true;
	for (size_t i = 0; i < list->n; i++) {
		const struct tag *tag = list->tags[i];
		bool same = folded && folded->group == tag->group &&
			    !memcmp(folded->name, tag->name, tag->group);
		if (tag->pinned)
			all &= add(e, "chart.pinned", kinds[kind], tag->name, "yes");
		bool differs = tag->group && tag->folded != tag->closed;
		if (differs && !same)
			all &= add(e, "chart.folded", kinds[kind], tag->name,
				   tag->folded ? "yes" : "no");
		if (differs)
			folded = tag;
		if (!tag->merged)
			continue;
		int n = snprintf(into, sizeof into, "%s %s", kinds[kind], tag->merged->name);
		all &= n < (int)sizeof into && add(e, "chart.merged", kinds[kind], tag->name, into);
	}
	return all;
}

bool remember(const struct model *m, struct entries *e)
{
	bool all = remember_settings(m, e) & remember_zoom(m, e);
	if (m->x_tag)
		all &= add(e, "x", "", m->x_tag->name, "yes");
	for (int k = 0; k < TAG_KINDS; k++)
		all &= remember_charts(m, (enum tag_kind)k, e);
	all &= remember_tables(m, e) & remember_history(m, e);
	return remember_runs(m, e) && all;
}
