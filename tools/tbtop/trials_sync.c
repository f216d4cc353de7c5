/* tbtop: the table of trials follows what the reader has read of the log. */
#include "tbtop/trials_sync.h"

#include <stdlib.h>
#include <string.h>

#include <tfevents/direction.h>

#include "common/memory.h"
#include "tbtop/cache/trial_reads.h"
#include "tbtop/model/run_colours.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/update.h"

/* --- hyperparameters -------------------------------------------------------------------------- */

/* Returns the text up to a NUL. */
static char *copy_text(tfe_bytes bytes)
{
	char *text = need_zeroed(bytes.size + 1, 1);
	if (bytes.size)
		memcpy(text, bytes.data, bytes.size);
	return text;
}

static struct trial_value value_of(const tfe_hparam *v)
{
	switch (v->type) {
	case TFE_HPARAM_TYPE_NUMBER:
		return (struct trial_value){TRIAL_NUMBER, v->number, NULL};
	case TFE_HPARAM_TYPE_BOOL:
		return (struct trial_value){TRIAL_BOOL, v->number, NULL};
	case TFE_HPARAM_TYPE_TEXT:
		return (struct trial_value){TRIAL_TEXT, 0, copy_text(v->text)};
	default:
		return (struct trial_value){0};
	}
}

static void copy_pairs(struct trial_source *s, const tfe_hparams *h)
{
	size_t n = tfe_hparams_value_count(h);
	s->pairs = need_zeroed(n + 1, sizeof *s->pairs);
	for (; s->n_pairs < n; s->n_pairs++) {
		const tfe_hparam *v = tfe_hparams_value_at(h, s->n_pairs);
		s->pairs[s->n_pairs] = (struct trial_pair){copy_text(v->name), value_of(v)};
	}
}

static void copy_experiment(struct trial_source *s, const tfe_hparams *h)
{
	size_t n = tfe_hparams_metric_count(h), k = tfe_hparams_domain_count(h);
	s->metrics = need_zeroed(n + 1, sizeof *s->metrics);
	s->domains = need_zeroed(k + 1, sizeof *s->domains);
	for (; s->n_metrics < n; s->n_metrics++) {
		const tfe_hparam_metric *metric = tfe_hparams_metric_at(h, s->n_metrics);
		s->metrics[s->n_metrics] =
			(struct trial_metric){copy_text(metric->group), copy_text(metric->tag)};
	}
	for (; s->n_domains < k; s->n_domains++)
		s->domains[s->n_domains] = copy_text(tfe_hparams_domain_at(h, s->n_domains)->name);
}

static struct trial_source *copy_source(const tfe_hparams *h)
{
	struct trial_source *s = need_zeroed(1, sizeof *s);
	tfe_hparams_info info = TFE_HPARAMS_INFO_INIT;
	if (!h)
		return s;
	tfe_hparams_get_info(h, &info);
	s->is_start = info.has_start;
	s->group = copy_text(info.group);
	copy_pairs(s, h);
	copy_experiment(s, h);
	return s;
}

/* Copies the content of a series if it was read since, or requests it. */
static bool sync_source(struct model *m, struct caches *caches, const struct curve *curve)
{
	const struct trial_source *now = trials_source(&m->trials, curve->series);
	tfe_view view = tfe_series_view(curve->series);
	if (!view.count || (now && now->entries == view.count))
		return false;
	const struct hparams_content *content = hparams_find(caches, &view);
	if (!content)
		return false;
	struct trial_source *s = copy_source(content->hparams);
	s->series = curve->series;
	s->entries = view.count;
	s->run = curve->run;
	trials_put(&m->trials, s);
	return true;
}

static bool sync_sources(struct model *m, struct caches *caches)
{
	const struct tag_list *list = &m->tags[TAG_HPARAMS];
	bool changed = false;
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->tags[i]->n_curves; k++)
			changed |= sync_source(m, caches, &list->tags[i]->curves[k]);
	return changed;
}

/* --- metrics ---------------------------------------------------------------------------------- */

static bool sync_metric(struct metric_value *v, struct caches *caches, const char *tag,
			double smoothing)
{
	if (!v->series)
		return false;
	tfe_view view = tfe_series_view(v->series);
	if (!view.count || (v->entries == view.count && v->smoothing == smoothing))
		return false;
	const struct metric_numbers *n = metric_find(caches, &view, smoothing);
	if (!n)
		return false;
	bool lower = tfe_tag_direction(tag) == TFE_DIRECTION_LOWER;
	v->entries = view.count;
	v->smoothing = smoothing;
	v->number[METRIC_LAST] = n->last;
	v->number[METRIC_MIN] = n->min;
	v->number[METRIC_MAX] = n->max;
	v->number[METRIC_BEST] = lower ? n->smooth_min : n->smooth_max;
	return true;
}

static bool sync_metrics(struct model *m, struct caches *caches)
{
	struct trials *t = &m->trials;
	bool changed = false;
	for (size_t c = t->n_params; c < t->n_columns; c++)
		for (size_t i = 0; i < t->n; i++)
			changed |= sync_metric(&t->trials[i].metric[c - t->n_params], caches,
					       t->columns[c].name, m->settings.smoothing);
	return changed;
}

/* Returns whether something that is drawn depends on metrics. */
static bool needs_metrics(const struct model *m)
{
	const struct trials *t = &m->trials;
	return model_view(m) == VIEW_HPARAMS || *t->filter || t->colour != NO_COLUMN;
}

/* --- the whole -------------------------------------------------------------------------------- */

bool trials_sync(struct model *m, struct caches *caches)
{
	struct trials *t = &m->trials;
	bool metrics = needs_metrics(m) || t->built_for, changed = sync_sources(m, caches);
	changed |= t->n_row_of != m->n_runs || (metrics && t->built_for != m->curves_added);
	bool selects = *t->filter || t->opened != NO_ROW; /* it decides which runs are drawn */
	if (changed)
		trials_build(m, metrics);
	if (needs_metrics(m))
		changed |= sync_metrics(m, caches);
	if (!changed)
		return false;
	char error[160];
	trials_filter(t, error);
	if (m->grouping.on && m->grouping.rule == GROUP_COLUMN) {
		run_groups_update(m);
		model_arrange(m);
	}
	model_colour_runs(m);
	if (selects)
		update_filters(m);
	else
		trials_arrange(m);
	return true;
}
