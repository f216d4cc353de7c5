/* model: the values by which runs are sorted, and which of them are drawn. */
#include "tbtop/model/run_scores.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <tfevents/direction.h>

#include "common/format.h"
#include "common/memory.h"

const struct tag *run_sort_tag(const struct model *m)
{
	return m->run_sort.tag ? m->run_sort.tag : m->tag_focus[TAG_SCALARS];
}

void run_score_best(struct run *run, const tfe_series *series, double best)
{
	run->best_of = series;
	run->best = best;
}

double run_score(const struct model *m, const struct tag *tag, size_t run, enum run_order order)
{
	const struct run *r = m->runs[run];
	if (order == RUNS_BY_STEP)
		return r->records ? (double)r->last_step : NAN;
	if (order == RUNS_BY_TIME)
		return r->records ? r->last_wall_time - r->first_wall_time : NAN;
	const struct curve *curve = tag ? tag_curve(tag, run) : NULL;
	if (!curve)
		return NAN;
	if (order == RUNS_BY_BEST)
		return r->best_of == curve->series ? r->best : NAN;
	tfe_view view = tfe_series_view(curve->series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	return order == RUNS_BY_MIN ? info.min : order == RUNS_BY_MAX ? info.max : info.last;
}

/* --- sorting ---------------------------------------------------------------------------------- */

/* Compares values so that NaN is last. */
static int by_value(double x, double y)
{
	if (isnan(x) || isnan(y))
		return isnan(x) - isnan(y);
	return (x > y) - (x < y);
}

static int by_rank(size_t x, size_t y)
{
	return (x > y) - (x < y);
}

/* `way` is 1 for ascending values and -1 for descending ones. */
static int compare(const struct run *x, const struct run *y, int way)
{
	int order = by_value(way * x->group_score, way * y->group_score);
	order = order ? order : by_rank(x->group_rank, y->group_rank);
	order = order ? order : by_value(way * x->score, way * y->score);
	return order ? order : by_rank(x->rank, y->rank);
}

static int ascending(const void *a, const void *b)
{
	return compare(*(struct run *const *)a, *(struct run *const *)b, 1);
}

static int descending(const void *a, const void *b)
{
	return compare(*(struct run *const *)a, *(struct run *const *)b, -1);
}

bool run_order_higher(const struct tag *tag, enum run_order order)
{
	if (order == RUNS_BY_LAST || order == RUNS_BY_BEST)
		return tag && tfe_tag_direction(tag->name) == TFE_DIRECTION_HIGHER;
	return order != RUNS_BY_MIN;
}

/* Sets the score of each group to the mean of those of its runs; a run without a group has its
 * own. */
static void score_groups(const struct model *m, struct run *const *rows)
{
	struct {
		double sum;
		size_t n;
	} *groups = need_zeroed(m->n_runs + 1, sizeof *groups);
	for (size_t i = 0; i < m->n_run_rows; i++) {
		bool is = isfinite(rows[i]->score);
		groups[rows[i]->group].sum += is ? rows[i]->score : 0;
		groups[rows[i]->group].n += is;
	}
	for (size_t i = 0; i < m->n_run_rows; i++) {
		size_t group = rows[i]->group, n = groups[group].n;
		bool alone = !m->grouping.on;
		rows[i]->group_rank = alone ? rows[i]->rank : m->runs[group]->rank;
		rows[i]->group_score = alone ? rows[i]->score
				       : n   ? groups[group].sum / (double)n
					     : NAN;
	}
	free(groups);
}

/* --- the best ones ---------------------------------------------------------------------------- */

/* Returns whether the value of every run with the tag is known. */
static bool all_known(const struct model *m, const struct tag *tag)
{
	for (size_t i = 0; i < m->n_run_rows && m->run_sort.order == RUNS_BY_BEST; i++) {
		const struct curve *curve = tag ? tag_curve(tag, m->run_rows[i]) : NULL;
		if (curve && m->runs[m->run_rows[i]]->best_of != curve->series &&
		    tfe_series_view(curve->series).count)
			return false;
	}
	return true;
}

/* Selects the best runs, or the runs of the best groups, which are the first rows. */
static void select_top(struct model *m)
{
	size_t groups = 0, last = m->n_runs;
	for (size_t i = 0; i < m->n_run_rows; i++) {
		struct run *run = m->runs[m->run_rows[i]];
		groups += run->group != last;
		last = run->group;
		run->selected = groups <= m->top;
	}
	m->top = 0;
}

void model_sort_runs(struct model *m)
{
	const struct run_sort *sort = &m->run_sort;
	const struct tag *tag = run_sort_tag(m);
	if (!sort->order)
		return;
	bool higher = run_order_higher(tag, sort->order) != sort->reversed;
	struct run **rows = need_resize(NULL, m->n_run_rows + 1, sizeof(struct run *));
	for (size_t i = 0; i < m->n_run_rows; i++) {
		rows[i] = m->runs[m->run_rows[i]];
		rows[i]->score = run_score(m, tag, rows[i]->index, sort->order);
	}
	score_groups(m, rows);
	qsort(rows, m->n_run_rows, sizeof(struct run *), higher ? descending : ascending);
	for (size_t i = 0; i < m->n_run_rows; i++)
		m->run_rows[i] = rows[i]->index;
	free(rows);
	if (m->top && all_known(m, tag))
		select_top(m);
}

void model_order_runs(struct model *m, struct run_sort sort)
{
	m->run_sort = sort;
	if (sort.order == RUNS_BY_NAME)
		model_arrange(m);
	else
		model_sort_runs(m);
}

/* --- texts ------------------------------------------------------------------------------------ */

const char *run_order_text(enum run_order order)
{
	static const char *const words[RUN_ORDERS] = {"name",           "last value", "least value",
						      "greatest value", "best value", "last step",
						      "duration"};
	return words[order];
}

/* Returns whether a run has the value, which may be NaN. */
static bool has_score(const struct model *m, const struct run *run)
{
	enum run_order order = m->run_sort.order;
	const struct tag *tag = run_sort_tag(m);
	const struct curve *curve = tag ? tag_curve(tag, run->index) : NULL;
	if (order == RUNS_BY_STEP || order == RUNS_BY_TIME)
		return !isnan(run->score);
	if (!curve || (order == RUNS_BY_BEST && run->best_of != curve->series))
		return false;
	return tfe_series_view(curve->series).count;
}

void run_score_text(const struct model *m, const struct run *run, char text[RUN_SCORE_TEXT])
{
	static_assert((int)RUN_SCORE_TEXT >= (int)FORMAT_TEXT, "a text has space for any value");
	enum run_order order = m->run_sort.order;
	if (!has_score(m, run))
		snprintf(text, RUN_SCORE_TEXT, "-");
	else if (order == RUNS_BY_STEP)
		snprintf(text, RUN_SCORE_TEXT, "%" PRId64, run->last_step);
	else if (order == RUNS_BY_TIME)
		format_span(text, run->score);
	else
		format_value(text, run->score);
}
