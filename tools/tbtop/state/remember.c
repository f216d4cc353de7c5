/* state: what is remembered of a model, as entries. A table has the words of their names, each with
 * the function that applies an entry. */
#include "tbtop/state/remember.h"

#include <stdio.h>
#include <string.h>

#include "common/filter.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/state/entry_names.h"
#include "tbtop/state/remember_history.h"
#include "tbtop/state/remember_tables.h"
#include "tbtop/state/remember_zooms.h"
#include "tbtop/update/settings.h"
#include "tbtop/update/update.h"

/* --- applying --------------------------------------------------------------------------------- */

/* An entry may be applied long after the session began, when its run or chart appears. What there
 * can be only one of (x axis, baseline, sorted column) is then kept as the user chose it. */

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

static enum recall recall_marked(struct model *m, const char *name, const char *value)
{
	(void)value;
	struct run *run = model_find_run(m, name);
	if (run)
		run->marked = true;
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
	struct tag *tag = entry_chart(m, name);
	if (tag)
		tag->pinned = true;
	return tag ? RECALL_DONE : RECALL_LATER;
}

/* One tag of a group is named; model_arrange folds the others. */
static enum recall recall_folded(struct model *m, const char *name, const char *value)
{
	struct tag *tag = entry_chart(m, name);
	if (tag && !tag->group)
		return RECALL_WRONG;
	if (tag)
		fold_group(m, tag, strcmp(value, "no") != 0);
	return tag ? RECALL_DONE : RECALL_LATER;
}

/* The value is the name of the chart that the tag was merged into. */
static enum recall recall_merged(struct model *m, const char *name, const char *value)
{
	struct tag *tag = entry_chart(m, name), *into = entry_chart(m, value);
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
	{"zoom.linked", recall_linked_zoom},
	{"baseline", recall_baseline},
	{"run.hidden", recall_hidden},
	{"run.listed", recall_listed},
	{"run.marked", recall_marked},
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
			return table[i].apply(m, entry_argument(name), value);
	enum recall result = recall_in_tables(m, name, entry_argument(name), value);
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
		m->runs[i]->hidden = m->runs[i]->marked = false;
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
	m->zooms.n = 0;
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
		all &= entry_add(e, "set", "", setting_at(i)->name, value);
	}
	bool chosen = m->view_chosen || model_view(m) != view_first(m);
	all &= entry_add(e, "view", "", "", chosen ? view_facts[model_view(m)].name : "auto");
	all &= entry_add(e, "filter.runs", "", "", m->run_filter);
	all &= entry_add(e, "filter.tags", "", "", m->tag_filter);
	all &= entry_add(e, "filter.trials", "", "", m->trials.filter);
	return all;
}

static bool remember_runs(const struct model *m, struct entries *e)
{
	bool all = true;
	if (m->baseline < m->n_runs)
		all &= entry_add(e, "baseline", "", m->runs[m->baseline]->name, "yes");
	for (size_t i = 0; i < m->n_runs; i++) {
		const struct run *run = m->runs[i];
		if (!run->selected)
			all &= entry_add(e, "run.hidden", "", run->name, "yes");
		if (run->hidden)
			all &= entry_add(e, "run.listed", "", run->name, "no");
		if (run->marked)
			all &= entry_add(e, "run.marked", "", run->name, "yes");
		if (run->title)
			all &= entry_add(e, "run.title", "", run->name, run->title);
		if (run->note)
			all &= entry_add(e, "run.note", "", run->name, run->note);
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
			all &= entry_add(e, "chart.pinned", entry_kind(kind), tag->name, "yes");
		bool differs = tag->group && tag->folded != tag->closed;
		if (differs && !same)
			all &= entry_add(e, "chart.folded", entry_kind(kind), tag->name,
					 tag->folded ? "yes" : "no");
		if (differs)
			folded = tag;
		if (!tag->merged)
			continue;
		int n = snprintf(into, sizeof into, "%s %s", entry_kind(kind), tag->merged->name);
		all &= n < (int)sizeof into &&
		       entry_add(e, "chart.merged", entry_kind(kind), tag->name, into);
	}
	return all;
}

bool remember(const struct model *m, struct entries *e)
{
	bool all = remember_settings(m, e) & remember_zooms(m, e);
	if (m->x_tag)
		all &= entry_add(e, "x", "", m->x_tag->name, "yes");
	for (int k = 0; k < TAG_KINDS; k++)
		all &= remember_charts(m, (enum tag_kind)k, e);
	all &= remember_tables(m, e) & remember_history(m, e);
	return remember_runs(m, e) && all;
}
