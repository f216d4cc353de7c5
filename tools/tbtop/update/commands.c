/* update: the commands of the line that ":" opens: a table of words and functions. */
#include "tbtop/update/commands.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/filter.h"
#include "common/memory.h"
#include "common/word_distance.h"
#include "tbtop/model/command_map.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/group_choice.h"
#include "tbtop/update/mouse_command.h"
#include "tbtop/update/notify_command_line.h"
#include "tbtop/update/panes.h"
#include "tbtop/update/run_commands.h"
#include "tbtop/update/settings.h"
#include "tbtop/update/update.h"

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

/* --- settings --------------------------------------------------------------------------------- */

static void say_setting(struct model *m, size_t i)
{
	char text[SETTING_BYTES];
	setting_get(m, i, text);
	say(m, false, "%s is %.200s", setting_at(i)->name, text);
}

static void say_no_setting(struct model *m, const char *name)
{
	struct near_word near = {.given = name};
	for (size_t i = 0; i < n_settings; i++)
		near_word_offer(&near, setting_at(i)->name);
	if (near.word)
		say(m, true, "no setting \"%.40s\"; did you mean %s?", name, near.word);
	else
		say(m, true, "no setting \"%.40s\"; :set Tab lists them", name);
}

/* Sets a setting by its name, and says what is wrong. */
static void set_setting(struct model *m, const char *name, const char *value)
{
	char error[160];
	size_t i = setting_find(name, strlen(name));
	if (i == n_settings) {
		say_no_setting(m, name);
		return;
	}
	const struct setting *s = setting_at(i);
	bool groups = !strcmp(s->name, "group");
	struct grouping before = m->grouping;
	if (!*value && !groups) {
		say_setting(m, i);
	} else if (m->ascii_only && !strcmp(s->name, "glyphs")) {
		say(m, true, "the locale has ASCII only; LC_ALL=C.UTF-8 has more");
	} else if (!setting_set(m, i, value, error)) {
		say(m, true, "%s", error);
	} else if (groups) {
		struct grouping wanted = m->grouping;
		m->grouping = before;
		group_runs(m, wanted.on, wanted.rule, wanted.text);
	} else {
		settings_applied(m);
	}
}

/* Lists the settings that differ from their defaults. */
static void say_settings(struct model *m)
{
	char all[200] = "", is[SETTING_BYTES], was[SETTING_BYTES];
	struct model *fresh = need_zeroed(1, sizeof *fresh);
	size_t n = 0;
	model_init(fresh, "");
	for (size_t i = 0; i < n_settings && n < sizeof all; i++) {
		setting_get(m, i, is);
		setting_get(fresh, i, was);
		if (strcmp(is, was) != 0)
			n += (size_t)snprintf(all + n, sizeof all - n, "%s%s %.40s", n ? ", " : "",
					      setting_at(i)->name, is);
	}
	model_release(fresh);
	free(fresh);
	say(m, false, "%s", *all ? all : "all settings are the usual ones; Tab lists them");
}

static bool is_switch(size_t i)
{
	const char *const *words = i < n_settings ? setting_at(i)->words : NULL;
	return words && words[0] && words[1] && !words[2] && !setting_at(i)->form;
}

/* Sets a switch to its other value. */
static void toggle(struct model *m, size_t i)
{
	char text[SETTING_BYTES];
	setting_get(m, i, text);
	const char *const *words = setting_at(i)->words;
	set_setting(m, setting_at(i)->name, words[!strcmp(text, words[0])]);
	say_setting(m, i);
}

/* Accepts the forms of vim, too: NAME? shows a setting, NAME! changes a switch, noNAME turns it
 * off. */
static void set(struct model *m, const char *argument)
{
	char name[LINE_BYTES];
	size_t n = strcspn(argument, " =?!"), i = setting_find(argument, n);
	size_t off = n > 2 && !strncmp(argument, "no", 2) ? setting_find(argument + 2, n - 2)
							  : n_settings;
	const char *value = argument + n + strspn(argument + n, " =");
	snprintf(name, sizeof name, "%.*s", (int)n, argument);
	if (!n)
		say_settings(m);
	else if (argument[n] == '?' && i < n_settings)
		say_setting(m, i);
	else if (argument[n] == '!' && is_switch(i))
		toggle(m, i);
	else if (!*value && i == n_settings && is_switch(off))
		set_setting(m, setting_at(off)->name, setting_at(off)->words[0]);
	else
		set_setting(m, name, value);
}

static const char *setting_name(const struct model *m, size_t i)
{
	(void)m;
	return i < n_settings ? setting_at(i)->name : NULL;
}

/* --- steps and views -------------------------------------------------------------------------- */

/* Reads a whole number. Returns false for any other text. */
static bool read_step(const char *text, int64_t *step)
{
	char *end;
	errno = 0;
	long long number = strtoll(text, &end, 10);
	*step = number;
	return end != text && !end[strspn(end, " ")] && !errno;
}

static void step(struct model *m, const char *argument)
{
	int64_t number;
	if (read_step(argument, &number))
		go_to_step(m, number);
	else
		say(m, true, "step N goes to a step; so does :N");
}

static const char *view_name(const struct model *m, size_t i)
{
	(void)m;
	return i < TABS ? view_facts[i].name : NULL;
}

static void view(struct model *m, const char *argument)
{
	size_t n = strlen(argument);
	for (int v = 0; v < TABS && n; v++)
		if (!strncmp(view_facts[v].name, argument, n)) {
			view_go(m, (enum view_id)v);
			return;
		}
	struct near_word near = {.given = argument};
	for (int v = 0; v < TABS; v++)
		near_word_offer(&near, view_facts[v].name);
	if (near.word)
		say(m, true, "no view \"%.40s\"; did you mean %s?", argument, near.word);
	else
		say(m, true, "no view \"%.40s\"; v lists them", argument);
}

static const char *scalar_tag(const struct model *m, size_t i)
{
	return i < m->tags[TAG_SCALARS].n ? m->tags[TAG_SCALARS].tags[i]->name : NULL;
}

static void reset(struct model *m, const char *argument)
{
	(void)argument;
	m->forget = true;
	say(m, false, "all settings, filters and charts are as at the first start");
}

/* Shows the help, searched for a text. */
static void help(struct model *m, const char *argument)
{
	if (m->view != VIEW_HELP)
		view_toggle_overlay(m, VIEW_HELP);
	snprintf(m->help_query, sizeof m->help_query, "%s", argument);
}

static void quit(struct model *m, const char *argument)
{
	(void)argument;
	m->quit = true;
}

/* --- figures ---------------------------------------------------------------------------------- */

/* Asks the program for a figure; the argument is read where it is drawn. */
static void ask_figure(struct model *m, const char *argument, bool replaces)
{
	m->wish = (struct wish){
		.kind = WISH_FIGURE, .number = m->wish.number + 1, .replaces = replaces};
	snprintf(m->wish.text, sizeof m->wish.text, "%s", argument);
}

static void export_figure(struct model *m, const char *argument)
{
	ask_figure(m, argument, false);
}

static void export_over(struct model *m, const char *argument)
{
	ask_figure(m, argument, true);
}

/* --- running a command ------------------------------------------------------------------------ */

const struct command commands[] = {
#define COMMAND(word, argument, help, run, candidate) {run, candidate},
	COMMAND_MAP(COMMAND)
#undef COMMAND
};

/* Returns the index of the command that a word names or abbreviates; n_commands without one, or if
 * the word may mean several. */
static size_t find_command(const char *word, size_t n)
{
	size_t found = n_commands, matches = 0;
	for (size_t i = 0; i < n_commands && n; i++) {
		/* An abbreviation never means a command that replaces something. */
		bool strong = strchr(command_words[i].word, '!') && !memchr(word, '!', n);
		if (strong || strncmp(command_words[i].word, word, n))
			continue;
		if (!command_words[i].word[n])
			return i;
		found = i;
		matches++;
	}
	return matches == 1 ? found : n_commands;
}

/* Says that there is no such command, with the nearest one. A word of vim gets what tbtop has
 * instead. */
static void say_unknown(struct model *m, const char *word)
{
	struct near_word near = {.given = word};
	if (!strcmp(word, "w") || !strcmp(word, "write") || !strcmp(word, "wq")) {
		say(m, true, "nothing has to be written; :export FILE saves the chart, :q quits");
		return;
	}
	for (size_t i = 0; i < n_commands; i++)
		near_word_offer(&near, command_words[i].word);
	for (size_t i = 0; i < n_settings; i++)
		near_word_offer(&near, setting_at(i)->name);
	if (near.word)
		say(m, true, "no command \"%.40s\"; did you mean :%s?", word, near.word);
	else
		say(m, true, "no command \"%.40s\"; : Tab lists them", word);
}

/* Returns whether a whole line is the number of a step; "$" is the last one. */
static bool is_step(const char *text, int64_t *step)
{
	*step = LAST_STEP;
	return !strcmp(text, "$") || read_step(text, step);
}

void command_run(struct model *m, const char *text)
{
	char word[LINE_BYTES];
	int64_t number;
	text += strspn(text, " ");
	size_t n = strcspn(text, " ");
	const char *argument = text + n + strspn(text + n, " ");
	snprintf(word, sizeof word, "%.*s", (int)n, text);
	size_t setting = setting_find(text, n);
	size_t command = find_command(text, n);
	if (!n)
		return;
	if (command == n_commands && text[n - 1] == '!') /* as :q! */
		command = find_command(text, n - 1);
	if (is_step(text, &number))
		go_to_step(m, number);
	else if (command < n_commands && (!command_words[command].word[n] || setting == n_settings))
		commands[command].run(m, argument);
	else if (setting < n_settings)
		set_setting(m, word, argument);
	else
		say_unknown(m, word);
}
