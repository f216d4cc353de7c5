/* tools: judging one training: feeding what is new in its runs to the health rules. */
#include "common/judge_group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/series.h>

#include "common/timer.h"
#include "common/memory.h"

/* Between two looks at the clock. */
enum { SLICE_POINTS = 2048, SLICE_HISTOGRAMS = 32 };

static tfe_health *open_health(void)
{
	tfe_health *health;
	if (tfe_health_open(NULL, &health)) {
		fputs("out of memory\n", stderr);
		exit(2);
	}
	return health;
}

void group_init(struct group *g, const char *name, size_t length)
{
	memset(g, 0, sizeof(*g));
	g->name = need_zeroed(length + 1, 1);
	memcpy(g->name, name, length);
	g->length = length;
	g->health = open_health();
}

void group_free(struct group *g)
{
	for (size_t i = 0; i < g->members; i++) {
		for (size_t k = 0; k < g->member[i].feeds; k++)
			free(g->member[i].feed[k].tag);
		free(g->member[i].feed);
		free(g->member[i].prefix);
	}
	free(g->member);
	free(g->finding);
	free(g->name);
	tfe_health_close(g->health);
}

/* Points were taken back: what the rules remember cannot be, so all is fed again. */
static void start_again(struct group *g)
{
	tfe_health_close(g->health);
	g->health = open_health();
	g->stale = true;
	g->findings = 0;
	g->changed = true;
	for (size_t i = 0; i < g->members; i++)
		for (size_t k = 0; k < g->member[i].feeds; k++)
			g->member[i].feed[k].fed = 0;
}

static struct feed *feed_of(struct member *m, size_t i, const char *tag)
{
	while (m->feeds <= i) {
		m->feed = need_room(m->feed, m->feeds, &m->capacity, sizeof(*m->feed));
		memset(&m->feed[m->feeds++], 0, sizeof(*m->feed));
	}
	struct feed *f = &m->feed[i];
	if (m->prefix && !f->tag) {
		size_t bytes = strlen(m->prefix) + strlen(tag) + 1;
		f->tag = need_zeroed(bytes, 1);
		snprintf(f->tag, bytes, "%s%s", m->prefix, tag);
	}
	return f;
}

/* Memory that runs out costs points here, not the program. */
static void feed_scalars(tfe_health *health, const char *tag, const tfe_view *view, struct feed *f)
{
	int64_t steps[SLICE_POINTS];
	double values[SLICE_POINTS];
	size_t n = tfe_view_get_values(view, f->fed, steps, values, SLICE_POINTS);
	tfe_status status = tfe_health_add_scalars(health, tag, steps, values, n);
	(void)status;
	f->fed += n ? n : view->count - f->fed;
}

/* One that is no histogram is left out. */
static void feed_histograms(tfe_health *health, const char *tag, const tfe_view *view,
			    struct feed *f)
{
	tfe_point point[SLICE_HISTOGRAMS];
	size_t n = tfe_view_get_points(view, f->fed, point, SLICE_HISTOGRAMS);
	for (size_t i = 0; i < n; i++) {
		tfe_moments moments = TFE_MOMENTS_INIT;
		tfe_status status = tfe_view_get_moments(view, f->fed + i, &moments);
		if (!status)
			status = tfe_health_add_moments(health, tag, point[i].step, &moments);
		(void)status;
	}
	f->fed += n;
}

/* Makes the next entry of a series one that is there; false when there is none. */
static bool reach(struct group *g, const struct member *m, size_t i, struct feed *f, tfe_view *view)
{
	if (!g->exact) {
		f->fed = tfe_view_held(view, f->fed);
	} else if (tfe_series_exact(tfe_run_series_at(m->run, i), f->fed, view)) {
		g->missed = true;
		return false;
	}
	return f->fed < view->count;
}

enum fed { FED_ALL, FED_SOME, FED_AGAIN };

/* Feeds what is new in series i of a member, until the deadline. */
static enum fed feed_series(struct group *g, struct member *m, size_t i, double deadline)
{
	const tfe_series *series = tfe_run_series_at(m->run, i);
	tfe_kind kind = tfe_series_kind(series);
	if (kind != TFE_KIND_SCALAR && kind != TFE_KIND_HISTOGRAM)
		return FED_ALL;
	tfe_view view = tfe_series_view(series);
	struct feed *f = feed_of(m, i, tfe_series_tag(series));
	bool again =
		f->fed > 0 && (f->version != view.version || (!g->exact && f->fed > view.count));
	f->version = view.version;
	if (again) {
		start_again(g);
		return FED_AGAIN;
	}
	const char *tag = f->tag ? f->tag : tfe_series_tag(series);
	while (reach(g, m, i, f, &view)) {
		g->stale = true;
		if (kind == TFE_KIND_SCALAR)
			feed_scalars(g->health, tag, &view, f);
		else
			feed_histograms(g->health, tag, &view, f);
		if (clock_monotonic_s() > deadline)
			return FED_SOME;
	}
	return FED_ALL;
}

/* Goes on where the last slice ended. Returns whether the group is through. */
static bool feed_group(struct group *g, double deadline)
{
	while (g->at_member < g->members) {
		struct member *m = &g->member[g->at_member];
		for (; g->at_series < tfe_run_series(m->run); g->at_series++) {
			enum fed fed = feed_series(g, m, g->at_series, deadline);
			if (fed == FED_AGAIN)
				g->at_member = g->at_series = 0;
			if (fed != FED_ALL)
				return false;
		}
		g->at_member++;
		g->at_series = 0;
		if (clock_monotonic_s() > deadline && g->at_member < g->members)
			return false;
	}
	g->at_member = 0;
	return true;
}

static void judge_group(struct group *g)
{
	if (!g->stale)
		return;
	g->findings = 0;
	/* Where memory is short it has no findings now, and is judged again next time. */
	g->stale = tfe_health_judge(g->health) != TFE_OK;
	for (size_t i = 0; !g->stale && i < tfe_health_finding_count(g->health); i++) {
		g->finding = need_room(g->finding, i, &g->finding_capacity, sizeof(*g->finding));
		g->finding[i] = (tfe_finding)TFE_FINDING_INIT;
		g->stale = tfe_health_get_finding(g->health, i, &g->finding[i]) != TFE_OK;
		g->findings = i + 1;
	}
	g->changed = true;
}

bool group_step(struct group *g, double deadline)
{
	while (!feed_group(g, deadline))
		if (clock_monotonic_s() > deadline)
			return false;
	judge_group(g);
	return true;
}
