/* model: groups of runs, by their names or their hyperparameters. */
#include "tbtop/model/run_groups.h"

#include <ctype.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/filter.h"
#include "common/memory.h"
#include "common/run_stem.h"
#include "tbtop/model/run_colours.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* --- columns ---------------------------------------------------------------------------------- */

bool run_column(const char *name, const char *column, size_t *from, size_t *to)
{
	size_t n = strlen(column);
	for (const char *at = name; n && (at = strstr(at, column)); at++) {
		bool begins = at == name || !isalnum((unsigned char)at[-1]);
		size_t i = (size_t)(at - name) + n;
		bool named = name[i] == '=' || name[i] == ':';
		bool sign = name[i] == '_' || name[i] == '-';
		bool joined = digit(name[i]) || (sign && digit(name[i + 1]));
		if (!begins || (!named && !joined))
			continue;
		*from = i + !digit(name[i]);
		for (i = *from; name[i] && !strchr("_,;/ ", name[i]); i++)
			if (name[i] == '-' && i > *from && !run_has_exponent(name, i + 1))
				break;
		*to = i;
		if (*to > *from)
			return true;
	}
	return false;
}

/* --- all -------------------------------------------------------------------------------------- */

/* Returns the name of a run's group; NULL: it is alone. `column`: of the hyperparameter, or
 * NO_COLUMN: the values are in the names. */
static char *group_of(const struct model *m, struct filter *pattern, size_t column, size_t index)
{
	const struct grouping *g = &m->grouping;
	const char *run = m->runs[index]->name;
	size_t from, to;
	if (g->rule == GROUP_SEEDS)
		return run_stem(run);
	if (column != NO_COLUMN)
		return trials_group_name(&m->trials, index, column);
	bool found = g->rule == GROUP_COLUMN ? run_column(run, g->text, &from, &to)
					     : filter_capture(pattern, run, &from, &to);
	if (!found || from == to)
		return NULL;
	size_t label = g->rule == GROUP_COLUMN ? strlen(g->text) + 1 : 0;
	char *name = need_zeroed(label + to - from + 1, 1);
	if (label)
		snprintf(name, label + 1, "%s=", g->text);
	memcpy(name + label, run + from, to - from);
	return name;
}

static int by_group(const void *a, const void *b)
{
	const struct run *x = *(struct run *const *)a, *y = *(struct run *const *)b;
	int order = strcmp(x->group_name ? x->group_name : "", y->group_name ? y->group_name : "");
	if (order)
		return order;
	int names = natural_compare(x->name, y->name);
	return names ? names : (x->index > y->index) - (x->index < y->index);
}

/* Sets the group of each run to its first run, in natural order of the names. */
static void join(struct model *m)
{
	struct run **runs = need_resize(NULL, m->n_runs + 1, sizeof(struct run *));
	for (size_t i = 0; i < m->n_runs; i++)
		runs[i] = m->runs[i];
	qsort(runs, m->n_runs, sizeof(struct run *), by_group);
	for (size_t i = 0; i < m->n_runs; i++) {
		const struct run *before = i ? runs[i - 1] : NULL;
		bool same = before && before->group_name && runs[i]->group_name &&
			    !strcmp(before->group_name, runs[i]->group_name);
		runs[i]->group = same ? before->group : runs[i]->index;
	}
	free(runs);
}

struct group_place run_group_place(const struct model *m, const struct run *run)
{
	struct group_place place = {0, 1};
	for (size_t i = 0; i < m->n_runs; i++) {
		const struct run *other = m->runs[i];
		bool member = other->matches && other->group == run->group;
		place.n += member;
		place.at += member && other->rank < run->rank;
	}
	return place;
}

size_t *run_group_sizes(const struct model *m)
{
	size_t *sizes = need_zeroed(m->n_runs + 1, sizeof *sizes);
	for (size_t i = 0; i < m->n_run_rows; i++)
		sizes[m->runs[m->run_rows[i]]->group]++;
	return sizes;
}

const char *run_groups_update(struct model *m)
{
	static char error[200];
	const struct grouping *g = &m->grouping;
	bool by_pattern = g->on && g->rule == GROUP_PATTERN;
	struct filter *pattern = by_pattern ? filter_compile(g->text) : NULL;
	snprintf(error, sizeof error, "%s", filter_error(pattern));
	size_t column = NO_COLUMN;
	if (g->on && g->rule == GROUP_COLUMN)
		column = trials_param(&m->trials, g->text);
	char **names = need_zeroed(m->n_runs + 1, sizeof(char *));
	for (size_t i = 0; i < m->n_runs && !*error && g->on; i++)
		names[i] = group_of(m, pattern, column, i);
	if (filter_gave_up(pattern))
		snprintf(error, sizeof error, "%s", filter_gave_up_text);
	filter_release(pattern);
	for (size_t i = 0; i < m->n_runs; i++) {
		char **unused = *error ? &names[i] : &m->runs[i]->group_name;
		free(*unused);
		if (!*error)
			m->runs[i]->group_name = names[i];
	}
	free(names);
	if (!*error) {
		join(m);
		model_colour_runs(m);
	}
	return *error ? error : NULL;
}
