/* update: copies what the library has loaded into the model's runs and tags. */
#include "tbtop/update/load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/confusion_counts.h"
#include "common/damage_report.h"
#include "common/memory.h"
#include "tbtop/model/run_pace.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/rhythm.h"
#include "tbtop/update/update.h"

enum { RATE_S = 4 };

void loader_init(struct loader *l, const tfe_logdir *logdir)
{
	*l = (struct loader){.logdir = logdir};
}

void loader_release(struct loader *l)
{
	free(l->series_seen);
	*l = (struct loader){0};
}

/* --- runs and tags ---------------------------------------------------------------------------- */

static tfe_series_info info_of(const tfe_series *series)
{
	tfe_view view = tfe_series_view(series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	return info;
}

/* The kinds of tensors whose plugin has a view of its own. */
static enum tag_kind kind_of_tensor(const tfe_series *series)
{
	static const struct {
		const char *plugin;
		enum tag_kind kind;
	} plugins[] = {
		{"pr_curves", TAG_PR_CURVES},
		{"tfe_confusion_matrix", TAG_CONFUSION},
		{"hparams", TAG_HPARAMS},
		{"custom_scalars", TAG_LAYOUTS},
		{"graph_keras_model", TAG_GRAPHS},
		{"graph_run_metadata", TAG_GRAPHS},
		{"graph_run_metadata_graph", TAG_GRAPHS},
	};
	tfe_series_info info = info_of(series);
	for (size_t i = 0; i < sizeof plugins / sizeof *plugins; i++)
		if (!strcmp(info.plugin, plugins[i].plugin))
			return plugins[i].kind;
	return TAG_TEXTS;
}

/* Returns TAG_KINDS for values that no view shows. */
static enum tag_kind kind_of(const tfe_series *series)
{
	switch (tfe_series_kind(series)) {
	case TFE_KIND_SCALAR:
		return TAG_SCALARS;
	case TFE_KIND_HISTOGRAM:
		return TAG_HISTOGRAMS;
	case TFE_KIND_IMAGE:
		return TAG_IMAGES;
	case TFE_KIND_AUDIO:
		return TAG_AUDIO;
	case TFE_KIND_TEXT:
		return TAG_TEXTS;
	case TFE_KIND_GRAPH:
	case TFE_KIND_META_GRAPH:
	case TFE_KIND_RUN_METADATA:
		return TAG_GRAPHS;
	case TFE_KIND_TENSOR:
	case TFE_KIND_EMPTY: /* values of hparams and layouts may have no content of their own */
		return kind_of_tensor(series);
	default:
		return TAG_KINDS;
	}
}

/* Returns whether a tensor of another plugin may be a confusion matrix, which then is shown both as
 * one and among the tensors. */
static bool is_matrix(const tfe_series *series)
{
	tfe_series_info info = info_of(series);
	return info.square >= CLASSES_LEAST && info.square <= CLASSES_MOST;
}

static bool add_series(struct loader *l, struct model *m, size_t run)
{
	size_t n = tfe_run_series_count(m->runs[run]->data);
	bool added = false;
	for (size_t *seen = &l->series_seen[run]; *seen < n; ++*seen) {
		const tfe_series *series = tfe_run_series_at(m->runs[run]->data, *seen);
		enum tag_kind kind = kind_of(series);
		if (kind == TAG_KINDS)
			continue;
		model_add_curve(m, kind, tfe_series_tag(series), run, series);
		if (kind == TAG_TEXTS && is_matrix(series))
			model_add_curve(m, TAG_CONFUSION, tfe_series_tag(series), run, series);
		added = true;
	}
	return added;
}

static bool add_runs(struct loader *l, struct model *m)
{
	size_t n = tfe_logdir_run_count(l->logdir);
	bool added = l->runs_seen < n;
	for (; l->runs_seen < n; l->runs_seen++) {
		const tfe_run *run = tfe_logdir_run_at(l->logdir, l->runs_seen);
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		l->series_seen =
			need_room(l->series_seen, m->n_runs, &l->capacity, sizeof *l->series_seen);
		l->series_seen[m->n_runs] = 0;
		model_add_run(m, info.name, run);
	}
	if (added && !l->settled)
		model_restyle(m);
	return added;
}

/* --- states ----------------------------------------------------------------------------------- */

/* Returns whether one of its files exists but cannot be read at all. */
static bool has_unread(const tfe_run *run)
{
	tfe_damage damage = TFE_DAMAGE_INIT;
	for (size_t i = 0; i < tfe_run_damage_count(run); i++) {
		tfe_run_get_damage(run, i, &damage);
		if (damage.kind == TFE_DAMAGE_KIND_UNREADABLE ||
		    damage.kind == TFE_DAMAGE_KIND_NO_EVENT_FILE)
			return true;
	}
	return false;
}

static void update_run(const struct loader *l, struct model *m, struct run *run)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run->data, &info);
	bool changed = info.records != run->records || info.last_wall_time != run->last_wall_time;
	if (l->settled && info.records != run->records)
		run->grown_at = m->now;
	run->records = info.records;
	if (changed || !run->patience_s)
		rhythm_measure(run);
	run->last_step = info.last_step;
	run->first_wall_time = info.first_wall_time;
	run->last_wall_time = info.last_wall_time;
	run->damages = info.damaged_places;
	run->moved = info.moved;
	if (info.gone)
		run->state = has_unread(run->data) ? RUN_UNREADABLE : RUN_GONE;
	else if (info.finished)
		run->state = RUN_DONE;
	else if (!info.loaded && !m->progress.loaded)
		run->state = RUN_LOADING;
	else
		run->state = run_state_by_silence(run, m->now);
	m->damages += run->damages;
}

/* --- the rate --------------------------------------------------------------------------------- */

/* Computes the rate over the last seconds, once the initial load is complete. */
static void measure_rate(struct loader *l, struct model *m)
{
	uint64_t points = m->progress.points;
	if (!m->progress.loaded || m->now < l->newer.at) {
		l->newer.at = 0;
		m->points_per_s = 0;
		return;
	}
	if (!l->newer.at || m->now - l->newer.at >= RATE_S) {
		l->older = l->newer;
		l->newer.at = m->now;
		l->newer.points = points;
		if (!l->older.at || l->older.at < m->now - 2 * RATE_S) {
			l->older = l->newer;
			m->points_per_s = 0;
			return;
		}
	}
	double span = m->now - l->older.at;
	/* A run that is read from its beginning has fewer points for a while. */
	uint64_t more = points > l->older.points ? points - l->older.points : 0;
	if (span >= 0.5)
		m->points_per_s = (double)more / span;
}

/* Selects the wished view if it has data, otherwise the first one that has. */
static void choose_view(struct model *m)
{
	bool wished = m->view_wished < VIEWS && view_present(m, m->view_wished);
	enum view_id view = wished ? m->view_wished : view_first(m);
	if (!m->view_chosen)
		*(m->view < TABS ? &m->view : &m->view_before) = view;
}

void loader_sync(struct loader *l, struct model *m)
{
	m->progress.size = sizeof m->progress;
	tfe_logdir_get_progress(l->logdir, &m->progress);
	bool changed = add_runs(l, m);
	m->damages = tfe_logdir_damage_count(l->logdir);
	for (size_t i = 0; i < m->n_runs; i++) {
		changed |= add_series(l, m, i);
		update_run(l, m, m->runs[i]);
	}
	measure_rate(l, m);
	/* Until the user moves the focus, tags found during the initial load do not move it away
	 * from the first one. */
	if (changed && !l->settled && !m->touched)
		memset(m->tag_focus, 0, sizeof m->tag_focus);
	changed |= l->names_seen != m->progress.names;
	l->names_seen = m->progress.names;
	if (changed) {
		if (!update_filters(m)) { /* they take too long: show everything */
			m->run_filter[0] = m->tag_filter[0] = '\0';
			update_filters(m);
		}
		model_count_findings(m);
	}
	model_sort_runs(m);
	if (!l->settled && m->progress.loaded && !m->touched)
		choose_view(m);
	l->settled |= m->progress.loaded;
}

/* Returns the time when the text of the run's state changes without new data. */
static double next_words(const struct run *run, double now)
{
	double seen = run_seen_at(run, now), age = now - seen;
	double next = run_state_changes(run, now);
	if ((run->state != RUN_QUIET && run->state != RUN_STALE) || !(seen > 0))
		return next;
	double unit = age < 3600 ? 60 : age < 86400 ? 3600 : 86400;
	return fmin(next, seen + (floor(age / unit) + 1) * unit);
}

double loader_next_change(const struct loader *l, const struct model *m)
{
	double next = INFINITY;
	for (size_t i = 0; i < m->n_runs; i++)
		next = fmin(next, next_words(m->runs[i], m->now));
	const struct run *paced = run_with_pace(m);
	if (paced)
		next = fmin(next, run_pace_changes(m, paced));
	if (m->points_per_s > 0)
		next = fmin(next, l->newer.at + RATE_S);
	return next;
}
