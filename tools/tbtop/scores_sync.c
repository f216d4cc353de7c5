/* tbtop: the order of the runs follows values that the reader computes. */
#include "tbtop/scores_sync.h"

#include "tbtop/cache/trial_reads.h"
#include "tbtop/model/run_scores.h"

/* Returns whether the stored value of a run changed. */
static bool sync_run(struct run *run, struct caches *caches, const struct curve *curve,
		     double smoothing, bool higher)
{
	tfe_view view = tfe_series_view(curve->series);
	const struct metric_numbers *n = view.count ? metric_find(caches, &view, smoothing) : NULL;
	double best = !n ? 0 : higher ? n->smooth_max : n->smooth_min;
	if (!n || (run->best_of == curve->series && !(run->best < best) && !(run->best > best)))
		return false;
	run_score_best(run, curve->series, best);
	return true;
}

bool scores_sync(struct model *m, struct caches *caches)
{
	const struct tag *tag = run_sort_tag(m);
	bool changed = false;
	if (m->run_sort.order != RUNS_BY_BEST || !tag)
		return false;
	bool higher = run_order_higher(tag, RUNS_BY_BEST);
	for (size_t i = 0; i < m->n_run_rows; i++) {
		const struct curve *curve = tag_curve(tag, m->run_rows[i]);
		if (curve)
			changed |= sync_run(m->runs[m->run_rows[i]], caches, curve,
					    m->settings.smoothing, higher);
	}
	if (changed)
		model_sort_runs(m);
	return changed;
}
