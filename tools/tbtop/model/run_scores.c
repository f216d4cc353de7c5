/* model: the values by which the list of runs is sorted. */
#include "tbtop/model/run_scores.h"

#include <math.h>
#include <stdlib.h>

#include <tfevents/direction.h>

#include "common/memory.h"

/* Returns the greatest or the least smoothed value. Columns have exact extremes at a cost that does
 * not grow with the number of points. */
static double best_smoothed(const tfe_view *view, double smoothing, bool higher)
{
	enum { N = 32 };
	tfe_column columns[N];
	double x0, x1, best = NAN;
	if (!tfe_view_get_extent(view, TFE_AXIS_STEP, &x0, &x1))
		return NAN;
	x1 = x1 > x0 ? x1 : x0 + fabs(x0) / 2 + 1;
	if (tfe_view_get_columns(view, TFE_AXIS_STEP, x0, x1, smoothing, columns, N))
		return NAN;
	for (int i = 0; i < N; i++)
		if (columns[i].count)
			best = higher ? fmax(best, columns[i].max) : fmin(best, columns[i].min);
	return best;
}

double run_score(const struct model *m, const struct tag *tag, size_t run, enum run_order order)
{
	const struct curve *curve = tag ? tag_curve(tag, run) : NULL;
	if (!curve)
		return NAN;
	tfe_view view = tfe_series_view(curve->series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	bool higher = tfe_tag_direction(tag->name) == TFE_DIRECTION_HIGHER;
	if (order == RUNS_BY_BEST)
		return best_smoothed(&view, m->settings.smoothing, higher);
	tfe_view_get_info(&view, &info);
	return order == RUNS_BY_MIN ? info.min : order == RUNS_BY_MAX ? info.max : info.last;
}

static int ascending(const void *a, const void *b)
{
	const struct run *x = *(struct run *const *)a, *y = *(struct run *const *)b;
	if (isnan(x->score) != isnan(y->score))
		return isnan(x->score) ? 1 : -1;
	if (x->score != y->score && !isnan(x->score))
		return x->score < y->score ? -1 : 1;
	return (x->rank > y->rank) - (x->rank < y->rank);
}

static int descending(const void *a, const void *b)
{
	const struct run *x = *(struct run *const *)a, *y = *(struct run *const *)b;
	bool swap = !isnan(x->score) && !isnan(y->score) && x->score != y->score;
	return swap ? ascending(b, a) : ascending(a, b);
}

void model_sort_runs(struct model *m)
{
	const struct tag *tag = m->tag_focus[TAG_SCALARS];
	if (!m->run_order)
		return;
	bool higher = tag && tfe_tag_direction(tag->name) == TFE_DIRECTION_HIGHER;
	if (m->run_order == RUNS_BY_MIN || m->run_order == RUNS_BY_MAX)
		higher = m->run_order == RUNS_BY_MAX;
	struct run **rows = need_resize(NULL, m->n_run_rows + 1, sizeof(struct run *));
	for (size_t i = 0; i < m->n_run_rows; i++) {
		rows[i] = m->runs[m->run_rows[i]];
		rows[i]->score = run_score(m, tag, rows[i]->index, m->run_order);
	}
	qsort(rows, m->n_run_rows, sizeof(struct run *), higher ? descending : ascending);
	for (size_t i = 0; i < m->n_run_rows; i++)
		m->run_rows[i] = rows[i]->index;
	free(rows);
}

void model_order_runs(struct model *m, enum run_order order)
{
	m->run_order = order;
	if (order == RUNS_BY_NAME)
		model_arrange(m);
	else
		model_sort_runs(m);
}

const char *run_order_text(enum run_order order)
{
	static const char *const words[RUN_ORDERS] = {"name", "last value", "least value",
						      "greatest value", "best value"};
	return words[order];
}
