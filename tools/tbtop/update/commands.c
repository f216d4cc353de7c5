/* update: the commands of the line that ":" opens: a table of words and functions. */
#include "tbtop/update/commands.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/filter.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/update/line_edit.h"
#include "tbtop/update/run_commands.h"
#include "tbtop/update/panes.h"
#include "tbtop/update/update.h"

/* --- groups ----------------------------------------------------------------------------------- */

/* Returns whether it is a hyperparameter, or a column in the name of a run. */
static bool is_column(const struct model *m, const char *text)
{
	size_t from, to;
	if (trials_param(&m->trials, text) != NO_COLUMN)
		return true;
	for (size_t i = 0; i < m->n_runs; i++)
		if (run_column(m->runs[i]->name, text, &from, &to))
			return true;
	return false;
}

/* Says how many groups and single runs there are. */
static void say_groups(struct model *m)
{
	size_t groups = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		groups += m->runs[i]->group == i;
	if (groups == m->n_runs)
		say(m, false, "no two runs belong to one group; :group REGEX with ( ) names them");
	else
		say(m, false, "%zu runs in %zu group%s", m->n_runs, groups, groups > 1 ? "s" : "");
}

void group_runs(struct model *m, bool on, enum group_rule rule, const char *text)
{
	struct grouping before = m->grouping;
	struct grouping *g = &m->grouping;
	g->on = on;
	g->rule = rule;
	if (text != g->text)
		snprintf(g->text, sizeof g->text, "%s", text);
	const char *wrong = run_groups_update(m);
	if (wrong) {
		m->grouping = before;
		say(m, true, "%s", wrong);
	} else if (g->on) {
		model_arrange(m);
		say_groups(m);
	} else {
		model_arrange(m);
		say(m, false, "each run has a curve of its own");
	}
}

static void group(struct model *m, const char *argument)
{
	const struct grouping *g = &m->grouping;
	if (!*argument || !strcmp(argument, "on") || !strcmp(argument, "off"))
		group_runs(m, strcmp(argument, "off") != 0, g->rule, g->text);
	else if (!strcmp(argument, "seeds"))
		group_runs(m, true, GROUP_SEEDS, argument);
	else
		group_runs(m, true, is_column(m, argument) ? GROUP_COLUMN : GROUP_PATTERN,
			   argument);
}

static void middle(struct model *m, const char *argument)
{
	static const char *const words[] = {"mean", "median", NULL};
	int i = word_choice(m, words, argument);
	if (i >= 0)
		m->grouping.middle = (enum group_middle)i;
}

static void band(struct model *m, const char *argument)
{
	static const char *const words[] = {"std", "range", "stderr", NULL};
	int i = word_choice(m, words, argument);
	if (i >= 0)
		m->grouping.band = (enum group_band)i;
}

/* --- the y axis ------------------------------------------------------------------------------- */

/* Reads the text of one end; nothing stands for the fitted end. */
static bool read_end(const char *text, size_t n, double *value)
{
	char copy[64], *end;
	*value = NAN;
	if (!n)
		return true;
	if (n >= sizeof copy)
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	*value = strtod(copy, &end);
	return !*end && isfinite(*value);
}

static void y_range(struct model *m, const char *argument)
{
	struct settings *s = &m->settings;
	const char *dots = strstr(argument, "..");
	double lo, hi;
	if (!strcmp(argument, "fit") || !strcmp(argument, "same")) {
		s->range = *argument == 'f' ? RANGE_FIT : RANGE_SAME;
		return;
	}
	if (!dots || !read_end(argument, (size_t)(dots - argument), &lo) ||
	    !read_end(dots + 2, strlen(dots + 2), &hi) || hi <= lo) {
		say(m, true, "y LOW..HIGH sets the range; one of them may be missing: 0..");
		return;
	}
	s->range = RANGE_HAND;
	s->y_lo = lo;
	s->y_hi = hi;
}

/* Chooses a tag as x axis: by its name, or the first one that matches. */
static void x_axis(struct model *m, const char *argument)
{
	const struct tag *tag = model_find_tag(m, TAG_SCALARS, argument);
	struct filter *filter = tag ? NULL : filter_compile(argument);
	const struct tag_list *list = &m->tags[TAG_SCALARS];
	for (size_t i = 0; i < list->n && !tag && *argument; i++)
		if (filter_matches(filter, list->tags[i]->name))
			tag = list->tags[i];
	filter_release(filter);
	bool step = !strcmp(argument, "step");
	if (!tag && !step) {
		say(m, true, "x TAG makes a tag of scalars the x axis, x step the step");
		return;
	}
	m->x_tag = step ? NULL : tag;
	m->settings.axis = TFE_AXIS_STEP;
	m->zoom.on = false;
	say(m, false, "the x axis is %.200s", step ? "the step" : tag->name);
}

/* --- the best runs ---------------------------------------------------------------------------- */

/* Returns the number of groups of visible runs, of which a run alone is one. */
static size_t count_groups(const struct model *m)
{
	size_t *sizes = run_group_sizes(m), n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		n += sizes[i] > 0;
	free(sizes);
	return n;
}

/* Draws the N best of the runs that match the filter, or the N best groups, by the order of the
 * list, or else by the best smoothed value of the focused tag. */
static void top(struct model *m, const char *argument)
{
	char *end;
	unsigned long n = strtoul(argument, &end, 10);
	struct run_sort order = m->run_sort;
	if (!order.order)
		order = (struct run_sort){.order = RUNS_BY_BEST};
	const struct tag *tag = run_sort_tag(m);
	if (!n || *end || argument[0] == '-' || !tag) {
		say(m, true, "top N draws the N best runs of a chart of scalars");
		return;
	}
	size_t all = count_groups(m);
	m->top = n;
	model_order_runs(m, order);
	say(m, false, "%zu of %zu %s, by the %s of %.120s; Tab * draws all",
	    n < all ? (size_t)n : all, all, m->grouping.on ? "groups" : "runs",
	    run_order_text(order.order), tag->name);
}

static void sort(struct model *m, const char *argument)
{
	static const char *const words[] = {"name", "last", "min", "max",
					    "best", "step", "time", NULL};
	int i = word_choice(m, words, argument);
	if (i < 0)
		return;
	model_order_runs(m, (struct run_sort){.order = (enum run_order)i});
}

/* Shows the table of runs, with columns for the tags that match. */
static void runs(struct model *m, const char *argument)
{
	snprintf(m->runs_table.columns, LINE_BYTES, "%s", argument);
	const char *wrong = runs_table_choose(m);
	m->runs_table.column = 0;
	if (wrong) {
		m->runs_table.columns[0] = '\0';
		say(m, true, "%s", wrong);
		return;
	}
	m->runs_table.on = true;
	m->pane = PANE_RUNS;
	focus_a_run(m);
	say(m, false, "T sorts by the column, W chooses the value, Tab or Esc leads back");
}

/* --- the table -------------------------------------------------------------------------------- */

static const struct {
	const char *word, *argument;
	void (*run)(struct model *m, const char *argument);
} table[] = {
	{"group", "seeds, off, a hyperparameter such as lr, or REGEX", group},
	{"middle", "mean or median of a group", middle},
	{"top", "N: draw the N best runs of the focused chart", top},
	{"sort", "runs by name, last, min, max or best value of the chart, step or time", sort},
	{"runs", "the table of runs; REGEX: with columns for the matching tags", runs},
	{"merge", "REGEX: the matching tags in the focused chart", merge_matching},
	{"y", "LOW..HIGH, LOW.., ..HIGH, same or fit", y_range},
	{"x", "TAG, such as epoch or tokens, or step", x_axis},
	{"mouse", "on or off; without it, the other one", command_mouse},
	{"note", "TEXT: a note on the run; nothing removes it", command_note},
	{"name", "TEXT: shown instead of the name of the run; nothing restores it", command_name},
	{"hide", "the marked runs or this one, or REGEX", command_hide},
	{"unhide", "all runs", command_unhide},
	{"mark", "this run or not, REGEX, or none", command_mark},
	{"copy", "path or name of the marked runs or of this one", command_copy},
	{"delete", "shows and copies the rm commands of the marked runs", command_delete},
	{"theme", "auto, dark, light, high-contrast, colour-blind or monochrome", command_theme},
	{"band", "std, range or stderr of a group", band},
};
enum { COMMANDS = sizeof table / sizeof *table };

void command_run(struct model *m, const char *text)
{
	text += strspn(text, " ");
	size_t n = strcspn(text, " ");
	const char *argument = text + n + strspn(text + n, " ");
	for (size_t i = 0; i < COMMANDS; i++)
		if (n && n == strlen(table[i].word) && !strncmp(table[i].word, text, n)) {
			table[i].run(m, argument);
			return;
		}
	if (n)
		say(m, true, "no command \"%.*s\"; : Tab lists them", n < 40 ? (int)n : 40, text);
}

void command_complete(struct model *m, struct line *line)
{
	size_t n = strcspn(line->text, " "), found = 0, last = 0;
	char all[160] = "";
	for (size_t i = 0; i < COMMANDS; i++)
		if (!strncmp(table[i].word, line->text, n)) {
			size_t used = strlen(all);
			snprintf(all + used, sizeof all - used, "%s%s", found ? " " : "",
				 table[i].word);
			found++;
			last = i;
		}
	if (found != 1) {
		say(m, !found, "%s", found ? all : "no such command");
		return;
	}
	if (!line->text[n]) {
		char text[LINE_BYTES];
		snprintf(text, sizeof text, "%s ", table[last].word);
		line_set(line, text);
	}
	say(m, false, "%s: %s", table[last].word, table[last].argument);
}
