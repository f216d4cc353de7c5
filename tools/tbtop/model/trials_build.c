/* model: trials: building the table from what was logged, or from the names of runs. */
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/model.h"
#include "tbtop/model/trials_names.h"

/* More columns are left out: no screen shows them, and a hostile log may name millions. */
enum { PARAMS_MOST = 64, METRICS_MOST = 64 };

/* --- columns ---------------------------------------------------------------------------------- */

static bool is_column(const struct trial_column *c, const char *group, const char *name)
{
	bool same_group = group ? c->group && !strcmp(c->group, group) : !c->group;
	return same_group && !strcmp(c->name, name);
}

static size_t find_column(const struct trials *t, const char *group, const char *name)
{
	for (size_t i = group ? t->n_params : 0; i < t->n_columns; i++)
		if (is_column(&t->columns[i], group, name))
			return i;
	return NO_COLUMN;
}

/* Returns the column, which is added if it is new and there is space. `near`: a guess. */
static size_t add_column(struct trials *t, const char *group, const char *name, size_t near)
{
	if (near < t->n_columns && is_column(&t->columns[near], group, name))
		return near;
	size_t found = find_column(t, group, name);
	size_t most = group ? t->n_params + METRICS_MOST : PARAMS_MOST;
	if (found != NO_COLUMN || t->n_columns >= most)
		return found;
	t->columns = need_room(t->columns, t->n_columns, &t->columns_capacity, sizeof *t->columns);
	t->columns[t->n_columns] =
		(struct trial_column){need_copy(name), group ? need_copy(group) : NULL};
	return t->n_columns++;
}

/* --- trials ----------------------------------------------------------------------------------- */

static struct trial *add_trial(struct trials *t, const char *name, const char *group)
{
	t->trials = need_room(t->trials, t->n, &t->capacity, sizeof *t->trials);
	struct trial *trial = &t->trials[t->n++];
	*trial = (struct trial){.name = need_copy(name),
				.group = need_copy(group && *group ? group : name)};
	trial->value = need_zeroed(PARAMS_MOST, sizeof *trial->value);
	return trial;
}

static void set_value(struct trial *trial, size_t column, struct trial_value value)
{
	if (column == NO_COLUMN) {
		free(value.text);
		return;
	}
	free(trial->value[column].text);
	trial->value[column] = value;
}

/* Orders sources by the rank of their runs, so that the table does not depend on the order in which
 * they were read. */
static int by_rank(const void *a, const void *b)
{
	const struct trial_source *x = *(const struct trial_source *const *)a;
	const struct trial_source *y = *(const struct trial_source *const *)b;
	return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank)
				  : (x->series > y->series) - (x->series < y->series);
}

static void add_session(struct trials *t, const struct model *m, const struct trial_source *s)
{
	struct trial *trial = add_trial(t, m->runs[s->run]->name, s->group);
	size_t near = 0;
	for (size_t i = 0; i < s->n_pairs; i++) {
		struct trial_value value = s->pairs[i].value;
		if (value.text)
			value.text = need_copy(value.text);
		near = add_column(t, NULL, s->pairs[i].name, near);
		set_value(trial, near, value);
		near++;
	}
}

static void add_logged(struct trials *t, const struct model *m)
{
	struct trial_source **order = need_zeroed(t->n_sources + 1, sizeof(struct trial_source *));
	for (size_t i = 0; i < t->n_sources; i++) {
		order[i] = t->sources[i];
		order[i]->rank = m->runs[order[i]->run]->rank;
	}
	qsort(order, t->n_sources, sizeof(struct trial_source *), by_rank);
	for (size_t i = 0; i < t->n_sources; i++)
		for (size_t k = 0; k < order[i]->n_domains; k++)
			add_column(t, NULL, order[i]->domains[k], k);
	for (size_t i = 0; i < t->n_sources; i++)
		if (order[i]->is_start)
			add_session(t, m, order[i]);
	t->n_params = t->n_columns;
	for (size_t i = 0; i < t->n_sources; i++)
		for (size_t k = 0; k < order[i]->n_metrics; k++)
			add_column(t, order[i]->metrics[k].group, order[i]->metrics[k].tag,
				   t->n_params + k);
	free(order);
}

static void add_named(struct trials *t, const char *run)
{
	struct name_value values[NAME_VALUES];
	size_t length, n = trial_name_values(run, values, &length);
	if (!n)
		return;
	char *name = need_zeroed(length + 1, 1);
	memcpy(name, run, length);
	/* Runs below one trial are adjacent in the order of ranks. */
	if (!t->n || strcmp(t->trials[t->n - 1].name, name) != 0) {
		struct trial *trial = add_trial(t, name, NULL);
		for (size_t i = 0; i < n; i++) {
			char *key = need_zeroed(values[i].key_length + 1, 1);
			memcpy(key, values[i].key, values[i].key_length);
			set_value(trial, add_column(t, NULL, key, i),
				  trial_parse(values[i].value, values[i].value_length));
			free(key);
		}
	}
	free(name);
}

static void add_from_names(struct trials *t, const struct model *m)
{
	const char **names = need_zeroed(m->n_runs + 1, sizeof(const char *));
	t->from_names = true;
	for (size_t i = 0; i < m->n_runs; i++)
		names[m->runs[i]->rank] = m->runs[i]->name;
	for (size_t i = 0; i < m->n_runs; i++)
		if (names[i])
			add_named(t, names[i]);
	free(names);
	t->n_params = t->n_columns;
}

/* --- rows ------------------------------------------------------------------------------------- */

static int by_group(const void *a, const void *b)
{
	const struct trial *x = a, *y = b;
	int order = strcmp(x->group, y->group);
	order = order ? order : natural_compare(x->name, y->name);
	return order ? order : strcmp(x->name, y->name);
}

struct named_row {
	const char *name;
	struct trial_row row;
};

static int by_first(const void *a, const void *b)
{
	const struct named_row *x = a, *y = b;
	int order = natural_compare(x->name, y->name);
	return order ? order : (x->row.first > y->row.first) - (x->row.first < y->row.first);
}

static void add_rows(struct trials *t)
{
	if (t->n)
		qsort(t->trials, t->n, sizeof *t->trials, by_group);
	struct named_row *order = need_zeroed(t->n + 1, sizeof *order);
	t->rows = need_zeroed(t->n + 1, sizeof *t->rows);
	t->n_rows = 0;
	for (size_t i = 0; i < t->n; i++) {
		if (!i || strcmp(t->trials[i].group, t->trials[i - 1].group) != 0)
			order[t->n_rows++] = (struct named_row){t->trials[i].name, {.first = i}};
		order[t->n_rows - 1].row.n++;
	}
	qsort(order, t->n_rows, sizeof *order, by_first);
	for (size_t i = 0; i < t->n_rows; i++) {
		t->rows[i] = order[i].row;
		for (size_t k = 0; k < t->rows[i].n; k++)
			t->trials[t->rows[i].first + k].row = i;
	}
	free(order);
}

static int by_name(const void *a, const void *b)
{
	const struct trial *x = *(const struct trial *const *)a;
	const struct trial *y = *(const struct trial *const *)b;
	return strcmp(x->name, y->name);
}

/* Returns the trial whose run is the n first bytes of a name, or NULL. */
static const struct trial *find_trial(const struct trial *const *names, size_t n_names,
				      const char *name, size_t n)
{
	char *copy = need_zeroed(n + 1, 1);
	memcpy(copy, name, n);
	const struct trial key = {.name = copy}, *wanted = &key;
	const struct trial *const *found =
		bsearch(&wanted, names, n_names, sizeof(const struct trial *), by_name);
	free(copy);
	return found ? *found : NULL;
}

/* Returns the trial that a run belongs to: that of its name, of the nearest run above it, or of the
 * top folder; or NULL. */
static const struct trial *trial_of(const struct trial *const *names, size_t n, const char *run)
{
	const struct trial *found = find_trial(names, n, run, strlen(run));
	for (size_t k = strlen(run); k > 0 && !found; k--)
		if (run[k] == '/')
			found = find_trial(names, n, run, k);
	return found ? found : find_trial(names, n, ".", 1);
}

/* The run of a trial below its own: "" or "validation". */
static const char *group_of(const struct trial *trial, const char *run)
{
	size_t n = strlen(trial->name);
	if (!strcmp(trial->name, run))
		return "";
	return !strcmp(trial->name, ".") ? run : run + n + 1;
}

/* --- metrics ---------------------------------------------------------------------------------- */

/* Returns the metrics of all tags that runs of trials have, unless experiments name some. */
static void add_metric_columns(struct trials *t, const struct model *m,
			       const struct trial *const *of)
{
	const struct tag_list *list = &m->tags[TAG_SCALARS];
	if (t->n_columns > t->n_params)
		return;
	for (size_t i = 0; i < list->n && t->n_columns < t->n_params + METRICS_MOST; i++) {
		size_t near = NO_COLUMN;
		for (size_t k = 0; k < list->tags[i]->n_curves; k++) {
			size_t run = list->tags[i]->curves[k].run;
			if (of[run])
				near = add_column(t, group_of(of[run], m->runs[run]->name),
						  list->tags[i]->name, near);
		}
	}
}

/* Finds the series of each metric of each trial. */
static void find_series(struct trials *t, const struct model *m, const struct trial *const *of)
{
	for (size_t i = 0; i < t->n; i++)
		t->trials[i].metric =
			need_zeroed(t->n_columns - t->n_params + 1, sizeof *t->trials[i].metric);
	for (size_t c = t->n_params; c < t->n_columns; c++) {
		const struct tag *tag = model_find_tag(m, TAG_SCALARS, t->columns[c].name);
		for (size_t k = 0; tag && k < tag->n_curves; k++) {
			size_t run = tag->curves[k].run;
			if (!of[run] ||
			    strcmp(group_of(of[run], m->runs[run]->name), t->columns[c].group) != 0)
				continue;
			struct trial *trial = &t->trials[of[run] - t->trials];
			trial->metric[c - t->n_params].series = tag->curves[k].series;
		}
	}
}

static void find_runs(struct trials *t, const struct model *m, bool metrics)
{
	const struct trial **names = need_zeroed(t->n + 1, sizeof(const struct trial *));
	const struct trial **of = need_zeroed(m->n_runs + 1, sizeof(const struct trial *));
	for (size_t i = 0; i < t->n; i++)
		names[i] = &t->trials[i];
	qsort(names, t->n, sizeof(const struct trial *), by_name);
	t->row_of = need_resize(t->row_of, m->n_runs + 1, sizeof *t->row_of);
	t->n_row_of = m->n_runs;
	for (size_t i = 0; i < m->n_runs; i++) {
		of[i] = trial_of(names, t->n, m->runs[i]->name);
		t->row_of[i] = of[i] ? of[i]->row : NO_ROW;
	}
	if (metrics)
		add_metric_columns(t, m, of);
	find_series(t, m, of);
	free(names);
	free(of);
}

/* --- the whole -------------------------------------------------------------------------------- */

static size_t same_column(const struct trials *t, const struct trials *old, size_t column)
{
	if (column >= old->n_columns)
		return NO_COLUMN;
	return find_column(t, old->columns[column].group, old->columns[column].name);
}

static size_t same_row(const struct trials *t, const struct trials *old, size_t row)
{
	for (size_t i = 0; row < old->n_rows && i < t->n_rows; i++)
		if (!strcmp(t->trials[t->rows[i].first].group,
			    old->trials[old->rows[row].first].group))
			return i;
	return NO_ROW;
}

void trials_build(struct model *m, bool metrics)
{
	struct trials *t = &m->trials, old = *t;
	bool logged = false;
	t->trials = NULL;
	t->columns = NULL;
	t->rows = NULL;
	t->shown = NULL;
	t->n = t->capacity = t->n_rows = t->n_shown = 0;
	t->n_columns = t->n_params = t->columns_capacity = 0;
	t->from_names = false;
	for (size_t i = 0; i < t->n_sources; i++)
		logged |= t->sources[i]->is_start;
	if (logged)
		add_logged(t, m);
	else
		add_from_names(t, m);
	add_rows(t);
	find_runs(t, m, metrics);
	size_t row = same_row(t, &old, t->row), column = same_column(t, &old, t->column);
	t->row = row == NO_ROW ? 0 : row;
	t->column = column == NO_COLUMN ? 0 : column;
	t->sort = same_column(t, &old, t->sort);
	t->colour = same_column(t, &old, t->colour);
	t->opened = same_row(t, &old, t->opened);
	trials_release_table(&old);
	t->built_for = metrics ? m->curves_added : 0;
}
