/* judge: rule stalled. The time since the last growth is compared with the intervals between the
 * entries of the series that is written most often. These are computed only after a silence of the
 * least duration. */
#include "judge/silence.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <tfevents/series.h>

#include "health/thresholds.h"
#include "judge/finding_list.h"
#include "judge/training.h"

/* The limit is also this multiple of the longest interval. */
static const double LIMIT_OF_LONGEST = 3;
/* Writers, file servers and copies deliver events in batches. A longer interval between the newest
 * events of two batches is a pause of the training. */
static const double LONGEST_BATCH_S = 600;
/* A check that is this late is repeated after the same time: the program was suspended, and events
 * may have come that were not read yet. */
static const double LATE_S = 10;
enum { LEAST_INTERVALS = 10, MOST_INTERVALS = 1024 };

static const char *const causes[] = {
	"the program was killed, or ended without closing its log",
	"it waits: for data, for another process, for a lock or a device",
	"it does something that is not logged: a long evaluation, a large checkpoint",
	"the log no longer arrives: the disk is full, a network drive or a copy has stopped",
	NULL,
};
static const char *const actions[] = {
	"check that the program still runs: ps, nvidia-smi, the queue of the cluster",
	"look at its last messages, and at the stacks of its threads (py-spy dump, gdb)",
	"check the free space of the disk, and the drive or the copy that delivers the log",
	"if it has ended, restart it from the last checkpoint",
	NULL,
};

void tfe__silence_init(struct tfe__silence *s)
{
	*s = (struct tfe__silence){.arrived = NAN, .due = INFINITY};
}

/* The present state of all runs of a training. */
struct growth {
	uint64_t records;
	double wall_time; /* of the newest event */
	bool read;        /* all files were read to their ends */
	bool ended;       /* the run of the newest event reported its end, or was deleted */
};

static struct growth growth_of(const struct tfe__training *t)
{
	struct growth g = {.read = true};
	for (size_t i = 0; i < t->members; i++) {
		const tfe_run *run = t->member[i].run;
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		g.records += info.records;
		g.read &= info.loaded;
		if (i > 0 && info.last_wall_time < g.wall_time)
			continue;
		g.wall_time = info.last_wall_time;
		g.ended = info.finished || info.gone;
	}
	return g;
}

/* --- the rhythm ------------------------------------------------------------------------------- */

/* Finds the series with the most entries among those that are still written. Returns NULL if none
 * has enough of them. */
static const tfe_series *busiest(const struct tfe__training *t, double newest, size_t *member)
{
	const tfe_series *found = NULL;
	uint64_t most = LEAST_INTERVALS;
	for (size_t m = 0; m < t->members; m++)
		for (size_t i = 0; i < tfe_run_series_count(t->member[m].run); i++) {
			const tfe_series *series = tfe_run_series_at(t->member[m].run, i);
			tfe_view view = tfe_series_view(series);
			tfe_series_info info = TFE_SERIES_INFO_INIT;
			if (view.count <= most)
				continue;
			tfe_view_get_info(&view, &info);
			double interval = (info.last_wall_time - info.first_wall_time) /
					  (double)(info.count - 1);
			if (newest - info.last_wall_time > LIMIT_OF_LONGEST * interval)
				continue;
			most = view.count;
			found = series;
			*member = m;
		}
	return found;
}

static int by_size(const void *pa, const void *pb)
{
	const double *a = pa, *b = pb;
	return (*a > *b) - (*a < *b);
}

/* Copies the last intervals between the entries of a view, sorted. Entries at the same time, and
 * after a clock was set back, have none. */
static size_t intervals_of(const tfe_view *view, double *interval)
{
	tfe_point points[128];
	uint64_t at = view->count > MOST_INTERVALS ? view->count - MOST_INTERVALS : 0;
	double before = NAN;
	size_t n = 0, got;
	while ((got = tfe_view_get_points(view, at, points, sizeof points / sizeof *points))) {
		for (size_t i = 0; i < got && n < MOST_INTERVALS; i++) {
			double passed = points[i].wall_time - before;
			if (passed > 0 && isfinite(passed))
				interval[n++] = passed;
			before = points[i].wall_time;
		}
		at += got;
	}
	if (n)
		qsort(interval, n, sizeof *interval, by_size);
	return n;
}

/* Returns false if no rhythm is known. */
static bool find_rhythm(const struct tfe__training *t, struct tfe__rhythm *r)
{
	double interval[MOST_INTERVALS];
	const struct tfe__silence *s = &t->silence;
	const tfe_series *series = busiest(t, s->wall_time, &r->member);
	if (!series)
		return false;
	tfe_view view = tfe_series_view(series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	size_t n = intervals_of(&view, interval);
	if (n < LEAST_INTERVALS)
		return false;
	/* Each further file of the run may belong to a later start of the program: as many of the
	 * longest intervals are pauses between starts. */
	size_t files = tfe_run_file_count(t->member[r->member].run), pauses = files ? files - 1 : 0;
	r->usual = interval[n / 2];
	r->longest = interval[n - 1 - (pauses < n / 2 ? pauses : (n - 1) / 2)];
	r->tag = info.tag;
	r->step = info.last_step;
	r->limit =
		fmax(t->limit[TFE__STALLED_SILENCE], t->limit[TFE__STALLED_INTERVALS] * r->usual);
	r->limit = fmax(r->limit, LIMIT_OF_LONGEST * fmax(r->longest, s->delivery));
	return true;
}

/* --- checks ----------------------------------------------------------------------------------- */

/* Notes that events came. Returns whether that ended a silence. */
static bool note_growth(struct tfe__silence *s, const struct tfe__training *t,
			const struct growth *g, double now)
{
	bool was_active = s->active;
	if (was_active)
		s->duration = now - s->arrived;
	else if (!isnan(s->arrived))
		s->delivery = fmax(s->delivery, now - s->arrived);
	if (!was_active && s->wall_time > 0)
		s->delivery = fmax(s->delivery, fmin(g->wall_time - s->wall_time, LONGEST_BATCH_S));
	s->arrived = now;
	s->active = s->late = false;
	s->due = now + t->limit[TFE__STALLED_SILENCE];
	return was_active;
}

/* Checks a training without growth. Returns whether its silence has become a finding. */
static bool note_silence(struct tfe__silence *s, const struct tfe__training *t, double now)
{
	if (now < s->due)
		return false;
	if (now - s->due > LATE_S && !s->late) {
		s->late = true;
		s->due = now + LATE_S;
		return false;
	}
	s->due = INFINITY;
	struct tfe__rhythm rhythm;
	if (!find_rhythm(t, &rhythm))
		return false;
	double duration = now - s->arrived;
	if (duration < rhythm.limit) {
		s->due = s->arrived + rhythm.limit;
		return false;
	}
	s->rhythm = rhythm;
	s->duration = duration;
	s->active = true;
	return true;
}

bool tfe__silence_check(struct tfe__training *t, double now)
{
	struct tfe__silence *s = &t->silence;
	struct growth g = growth_of(t);
	bool grew = g.records > s->records, was_active = s->active, changed = false;
	if (!s->settled)
		s->settled = g.read;
	else if (grew)
		changed = note_growth(s, t, &g, now);
	else if (!g.ended)
		changed = note_silence(s, t, now);
	if (g.ended) {
		s->due = INFINITY;
		s->active = false;
		changed |= was_active;
	}
	s->records = g.records;
	s->wall_time = g.wall_time;
	return changed;
}

/* --- the finding ------------------------------------------------------------------------------ */

struct duration {
	char text[32];
};

static struct duration duration_of(double seconds)
{
	static const struct {
		double from, seconds;
		const char *unit;
	} units[] = {{2 * 86400, 86400, "days"},
		     {2 * 3600, 3600, "hours"},
		     {2 * 60, 60, "minutes"},
		     {1, 1, "s"},
		     {0, 1e-3, "ms"}};
	struct duration d;
	size_t i = 0;
	while (seconds < units[i].from)
		i++;
	snprintf(d.text, sizeof d.text, "%.3g %s", seconds / units[i].seconds, units[i].unit);
	return d;
}

tfe_status tfe__silence_add(struct tfe__finding_list *list, const struct tfe__training *t)
{
	const struct tfe__silence *s = &t->silence;
	const struct tfe__rhythm *r = &s->rhythm;
	char message[256];
	if (!(s->duration > 0))
		return TFE_OK;
	snprintf(message, sizeof message,
		 "no event %s for %s after step %lld; before, the usual interval was %s, and the "
		 "longest %s%s",
		 s->active ? "has come" : "came", duration_of(s->duration).text, (long long)r->step,
		 duration_of(r->usual).text, duration_of(r->longest).text,
		 s->active ? "" : "; the run goes on");
	const tfe_finding f = {
		.size = sizeof f,
		.rule = "stalled",
		.severity = TFE_SEVERITY_WARNING,
		.step = r->step,
		.last_step = r->step,
		.active = s->active,
		.value = s->duration,
		.limit = r->limit,
		.message = message,
		.causes = causes,
		.actions = actions,
	};
	return tfe__finding_list_add(list, &t->member[r->member], r->tag, &f);
}
