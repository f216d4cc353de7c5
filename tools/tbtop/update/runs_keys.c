/* update: keys of the table of runs that concern its columns. */
#include <stdlib.h>

#include "tbtop/model/run_scores.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/update/update.h"

static enum run_order order_of(const struct model *m, size_t column)
{
	static const enum run_order fixed[RUN_COLUMNS] = {RUNS_BY_NAME, RUNS_BY_STEP, RUNS_BY_TIME};
	return column < RUN_COLUMNS ? fixed[column] : m->runs_table.way;
}

void say_run_order(struct model *m)
{
	const struct run_sort *sort = &m->run_sort;
	bool by_value = sort->order >= RUNS_BY_LAST && sort->order <= RUNS_BY_BEST;
	const struct tag *tag = by_value ? run_sort_tag(m) : NULL;
	say(m, false, "sorted by the %s%s%.120s%s", run_order_text(sort->order), tag ? " of " : "",
	    tag ? tag->name : "", sort->reversed ? ", reversed" : "");
}

/* Sorts by the focused column; a second time in the other direction. */
static void sort_by_column(struct model *m, const struct run_columns *c)
{
	size_t column = m->runs_table.column;
	struct run_sort sort = {.order = order_of(m, column)};
	if (column >= RUN_COLUMNS && column - RUN_COLUMNS < c->n)
		sort.tag = c->tags[column - RUN_COLUMNS];
	bool same = m->run_sort.order == sort.order && m->run_sort.tag == sort.tag;
	sort.reversed = same && sort.order && !m->run_sort.reversed;
	model_order_runs(m, sort);
	if (column == RUN_COLUMN_NAME)
		say(m, false, "sorted by the name; h and l choose another column");
	else
		say_run_order(m);
}

/* Shows other values of the tags, and sorts by them if values sort the rows. */
static void next_way(struct model *m)
{
	struct runs_table *t = &m->runs_table;
	struct run_sort sort = m->run_sort;
	bool by_values = sort.order >= RUNS_BY_LAST && sort.order <= RUNS_BY_BEST;
	t->way = t->way < RUNS_BY_BEST ? t->way + 1 : RUNS_BY_LAST;
	sort.order = t->way;
	if (by_values)
		model_order_runs(m, sort);
	say(m, false, "the columns of tags have the %s", run_order_text(t->way));
}

void update_runs_table(struct model *m, enum action action)
{
	struct runs_table *t = &m->runs_table;
	struct run_columns c = run_columns_of(m);
	if (action == DO_RIGHT && t->column + 1 < RUN_COLUMNS + c.n)
		t->column++;
	else if (action == DO_LEFT && t->column)
		t->column--;
	else if (action == DO_SORT)
		sort_by_column(m, &c);
	else if (action == DO_WAY)
		next_way(m);
	free(c.tags);
}
