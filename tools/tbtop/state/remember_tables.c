/* state: what is remembered of tables: acknowledged findings, the table of runs, trials. */
#include "tbtop/state/remember_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

/* --- applying --------------------------------------------------------------------------------- */

/* The name is "RULE RUN", a line end, and a tag or a message. */
static enum recall recall_acknowledged(struct model *m, const char *name, const char *value)
{
	(void)value;
	const char *run = strchr(name, ' '), *what = strchr(name, '\n');
	if (!what || !run || run > what)
		return RECALL_WRONG;
	char *text = need_copy(name);
	text[run - name] = text[what - name] = '\0';
	acknowledged_add(m, text + (run + 1 - name), text, text + (what + 1 - name));
	free(text);
	return RECALL_DONE;
}

/* The value is the expression for the tags that have a column. */
static enum recall recall_runs_table(struct model *m, const char *name, const char *value)
{
	(void)name;
	if (strlen(value) >= sizeof m->runs_table.columns)
		return RECALL_WRONG;
	memcpy(m->runs_table.columns, value, strlen(value) + 1);
	m->runs_table.on = true;
	return RECALL_DONE;
}

/* Returns the column of the trials with a title, or NO_COLUMN. */
static size_t column_titled(const struct trials *t, const char *title)
{
	char text[TRIAL_TEXT_BYTES];
	for (size_t i = 0; i < t->n_columns; i++) {
		trial_title(&t->columns[i], text);
		if (!strcmp(text, title))
			return i;
	}
	return NO_COLUMN;
}

/* The value is "up TITLE" or "down TITLE". */
static enum recall recall_sort(struct model *m, const char *name, const char *value)
{
	static const char up[] = "up ", down[] = "down ";
	(void)name;
	bool descending = !strncmp(value, down, sizeof down - 1);
	if (!descending && strncmp(value, up, sizeof up - 1) != 0)
		return RECALL_WRONG;
	const char *title = value + (descending ? sizeof down : sizeof up) - 1;
	size_t column = column_titled(&m->trials, title);
	if (column == NO_COLUMN)
		return RECALL_LATER;
	if (m->trials.sort == NO_COLUMN) { /* otherwise the user has sorted */
		m->trials.sort = column;
		m->trials.descending = descending;
	}
	return RECALL_DONE;
}

static enum recall recall_colour(struct model *m, const char *name, const char *value)
{
	(void)name;
	size_t column = column_titled(&m->trials, value);
	if (column == NO_COLUMN)
		return RECALL_LATER;
	if (m->trials.colour == NO_COLUMN)
		m->trials.colour = column;
	return RECALL_DONE;
}

static const struct {
	const char *word;
	enum recall (*apply)(struct model *m, const char *name, const char *value);
} table[] = {
	{"finding.acknowledged", recall_acknowledged},
	{"runs.table", recall_runs_table},
	{"trials.sort", recall_sort},
	{"trials.colour", recall_colour},
};

enum recall recall_in_tables(struct model *m, const char *word, const char *name, const char *value)
{
	size_t n = strcspn(word, " ");
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strlen(table[i].word) == n && !memcmp(table[i].word, word, n))
			return table[i].apply(m, name, value);
	return RECALL_WRONG;
}

void recall_no_tables(struct model *m)
{
	acknowledged_clear(m);
	m->runs_table.on = false;
	m->runs_table.columns[0] = '\0';
	m->trials.sort = m->trials.colour = NO_COLUMN;
}

/* --- remembering ------------------------------------------------------------------------------ */

static bool remember_acknowledged(const struct acknowledged *a, struct entries *e)
{
	static const char form[] = "finding.acknowledged %s %s\n%s";
	size_t size = sizeof form + strlen(a->rule) + strlen(a->run) + strlen(a->what);
	char *name = need_zeroed(size, 1);
	snprintf(name, size, form, a->rule, a->run, a->what);
	bool added = entries_put(e, name, "yes");
	free(name);
	return added;
}

bool remember_tables(const struct model *m, struct entries *e)
{
	const struct trials *t = &m->trials;
	char title[TRIAL_TEXT_BYTES], value[TRIAL_TEXT_BYTES + 8];
	bool all = true;
	for (size_t i = 0; i < m->acknowledged.n; i++)
		all &= remember_acknowledged(&m->acknowledged.items[i], e);
	if (m->runs_table.on)
		all &= entries_put(e, "runs.table", m->runs_table.columns);
	if (t->colour < t->n_columns) {
		trial_title(&t->columns[t->colour], title);
		all &= entries_put(e, "trials.colour", title);
	}
	if (t->sort < t->n_columns) {
		trial_title(&t->columns[t->sort], title);
		snprintf(value, sizeof value, "%s %s", t->descending ? "down" : "up", title);
		all &= entries_put(e, "trials.sort", value);
	}
	return all;
}
