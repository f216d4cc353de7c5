/* tools: judging the runs of a log directory. */
#include "common/judge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tfevents/series.h>

#include "common/memory.h"

/* Between two looks at the clock. */
enum { SLICE_POINTS = 2048, SLICE_HISTOGRAMS = 32 };

/* How far a series has been fed. */
struct feed {
	const void *version; /* of the view; another one means that a restart took points back */
	uint64_t fed;
	char *tag; /* as the health knows it; NULL where it is the series' own */
};

struct member {
	const tfe_run *run;
	const char *name;
	char *prefix; /* "train/", before its tags; NULL for a run that is judged alone */
	struct feed *feed;
	size_t feeds, capacity;
};

/* Runs judged as one. */
struct group {
	char *name; /* what their names have in common, "x/" of "x/train"; of a run judged alone its own */
	size_t length;
	struct member *member;
	size_t members, capacity;
	tfe_health *health;
	bool stale;                 /* fed since it was judged */
	const tfe_finding *finding; /* when it was last judged */
	size_t findings;
};

struct judge {
	const tfe_logdir *logdir;
	struct group *group;
	size_t groups, capacity;
	size_t runs; /* of the log directory, put into groups so far */
	size_t at_group, at_member, at_series;
	struct judged *list;
	size_t listed, list_capacity;
	bool list_stale;
	unsigned long generation;
	uint64_t seen; /* generation of the log directory when all was judged */
	bool through;
	bool exact, missed;
};

/* --- groups ----------------------------------------------------------------------------------- */

static bool is_data_set(const char *name)
{
	static const char *const sets[] = {"train",      "training", "validation", "valid", "val",
					   "evaluation", "eval",     "test",       "dev"};
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
		if (!strcmp(name, sets[i]))
			return true;
	return false;
}

/* PyTorch's add_scalars("Loss", {"val": ...}) writes the tag Loss into a run Loss_val, slashes of the tag as underscores.
 * What comes after the tag; NULL for any other name. */
static const char *behind_tag(const char *name, const char *tag)
{
	for (; *tag; name++, tag++)
		if (*name != (*tag == '/' ? '_' : *tag))
			return NULL;
	return *name == '_' && name[1] ? name + 1 : NULL;
}

/* Where in a run's name the part begins that only says whose values these are; NULL where there is none. */
static const char *part_of(const tfe_run *run, const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *last = slash ? slash + 1 : name;
	if (is_data_set(last))
		return last;
	if (tfe_run_series(run) != 1)
		return NULL;
	return behind_tag(last, tfe_series_tag(tfe_run_series_at(run, 0)));
}

static tfe_health *open_health(void)
{
	tfe_health *health;
	if (tfe_health_open(NULL, &health)) {
		fputs("out of memory\n", stderr);
		exit(2);
	}
	return health;
}

static struct group *new_group(struct judge *j, const char *name, size_t length)
{
	j->group = need_room(j->group, j->groups, &j->capacity, sizeof(*j->group));
	struct group *g = &j->group[j->groups++];
	memset(g, 0, sizeof(*g));
	g->name = need_zeroed(length + 1, 1);
	memcpy(g->name, name, length);
	g->length = length;
	g->health = open_health();
	return g;
}

/* The one whose runs lie in the same directory; the newest are the likeliest. */
static struct group *group_beside(struct judge *j, const char *name, size_t length)
{
	for (size_t i = j->groups; i-- > 0;) {
		struct group *g = &j->group[i];
		if (g->length == length && g->member[0].prefix && !memcmp(g->name, name, length))
			return g;
	}
	return new_group(j, name, length);
}

/* False where it is too early to tell what the run is. */
static bool take_run(struct judge *j, const tfe_run *run)
{
	tfe_run_info info;
	tfe_run_get_info(run, &info);
	if (!info.loaded && tfe_run_series(run) == 0)
		return false;
	const char *part = part_of(run, info.name);
	struct group *g = part ? group_beside(j, info.name, (size_t)(part - info.name))
			       : new_group(j, info.name, strlen(info.name));
	g->member = need_room(g->member, g->members, &g->capacity, sizeof(*g->member));
	struct member *m = &g->member[g->members++];
	memset(m, 0, sizeof(*m));
	m->run = run;
	m->name = info.name;
	if (part) {
		size_t bytes = strlen(part) + 2;
		m->prefix = need_zeroed(bytes, 1);
		snprintf(m->prefix, bytes, "%s/", part);
	}
	return true;
}

/* Takes the runs that are new, in their order. Returns whether that was all. */
static bool take_runs(struct judge *j)
{
	for (size_t n = tfe_logdir_runs(j->logdir); j->runs < n; j->runs++)
		if (!take_run(j, tfe_logdir_run(j->logdir, j->runs)))
			return false;
	return true;
}

static void free_group(struct group *g)
{
	for (size_t i = 0; i < g->members; i++) {
		for (size_t k = 0; k < g->member[i].feeds; k++)
			free(g->member[i].feed[k].tag);
		free(g->member[i].feed);
		free(g->member[i].prefix);
	}
	free(g->member);
	free(g->name);
	tfe_health_close(g->health);
}

/* Points were taken back: what the rules remember cannot be, so all is fed again. */
static void start_again(struct judge *j, struct group *g)
{
	tfe_health_close(g->health);
	g->health = open_health();
	g->stale = true;
	g->finding = NULL;
	g->findings = 0;
	j->list_stale = true;
	for (size_t i = 0; i < g->members; i++)
		for (size_t k = 0; k < g->member[i].feeds; k++)
			g->member[i].feed[k].fed = 0;
}

/* --- feeding ---------------------------------------------------------------------------------- */

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
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
	size_t n = tfe_view_values(view, f->fed, steps, values, SLICE_POINTS);
	tfe_status status = tfe_health_add_scalars(health, tag, steps, values, n);
	(void)status;
	f->fed += n ? n : view->count - f->fed;
}

/* One that cannot be read (its file was replaced since) is left out. */
static void feed_histograms(tfe_health *health, const char *tag, const tfe_view *view,
			    struct feed *f)
{
	tfe_point point[SLICE_HISTOGRAMS];
	tfe_histogram h[SLICE_HISTOGRAMS];
	size_t n = tfe_view_points(view, f->fed, point, SLICE_HISTOGRAMS), read = 0;
	for (size_t i = 0; i < n; i++)
		tfe_histogram_init(&h[i], NULL);
	tfe_status status = tfe_view_histograms(view, f->fed, h, n, &read);
	f->fed += read + (status != TFE_OK);
	for (size_t i = 0; i < n; i++) {
		if (i < read)
			status = tfe_health_add_histogram(health, tag, point[i].step,
							  point[i].wall_time, &h[i]);
		tfe_histogram_release(&h[i]);
	}
}

/* Makes the next entry of a series one that is there; false when there is none. */
static bool reach(struct judge *j, const struct member *m, size_t i, struct feed *f, tfe_view *view)
{
	if (!j->exact) {
		f->fed = tfe_view_held(view, f->fed);
	} else if (tfe_series_exact(tfe_run_series_at(m->run, i), f->fed, view)) {
		j->missed = true;
		return false;
	}
	return f->fed < view->count;
}

enum fed { FED_ALL, FED_SOME, FED_AGAIN };

/* Feeds what is new in series i of a member, until the deadline. */
static enum fed feed_series(struct judge *j, struct group *g, struct member *m, size_t i,
			    double deadline)
{
	const tfe_series *series = tfe_run_series_at(m->run, i);
	tfe_kind kind = tfe_series_kind(series);
	if (kind != TFE_KIND_SCALAR && kind != TFE_KIND_HISTOGRAM)
		return FED_ALL;
	tfe_view view = tfe_series_view(series);
	struct feed *f = feed_of(m, i, tfe_series_tag(series));
	bool again =
		f->fed > 0 && (f->version != view.version || (!j->exact && f->fed > view.count));
	f->version = view.version;
	if (again) {
		start_again(j, g);
		return FED_AGAIN;
	}
	const char *tag = f->tag ? f->tag : tfe_series_tag(series);
	while (reach(j, m, i, f, &view)) {
		g->stale = true;
		if (kind == TFE_KIND_SCALAR)
			feed_scalars(g->health, tag, &view, f);
		else
			feed_histograms(g->health, tag, &view, f);
		if (now_s() > deadline)
			return FED_SOME;
	}
	return FED_ALL;
}

/* Goes on where the last slice ended. Returns whether the group is through. */
static bool feed_group(struct judge *j, struct group *g, double deadline)
{
	while (j->at_member < g->members) {
		struct member *m = &g->member[j->at_member];
		for (; j->at_series < tfe_run_series(m->run); j->at_series++) {
			enum fed fed = feed_series(j, g, m, j->at_series, deadline);
			if (fed == FED_AGAIN)
				j->at_member = j->at_series = 0;
			if (fed != FED_ALL)
				return false;
		}
		j->at_member++;
		j->at_series = 0;
		if (now_s() > deadline && j->at_member < g->members)
			return false;
	}
	j->at_member = 0;
	return true;
}

static void judge_group(struct judge *j, struct group *g)
{
	if (!g->stale)
		return;
	g->finding = NULL;
	g->findings = 0;
	/* Where memory is short it has no findings now, and is judged again next time. */
	g->stale = tfe_health_judge(g->health, &g->finding, &g->findings) != TFE_OK;
	j->list_stale = true;
}

bool judge_step(struct judge *j, double budget_s)
{
	double deadline = now_s() + budget_s;
	tfe_progress progress;
	tfe_logdir_progress(j->logdir, &progress);
	if (j->through && j->seen == progress.generation)
		return true;
	j->through = false;
	bool all = take_runs(j);
	for (; j->at_group < j->groups; j->at_group++) {
		struct group *g = &j->group[j->at_group];
		while (!feed_group(j, g, deadline))
			if (now_s() > deadline)
				return false;
		judge_group(j, g);
	}
	j->at_group = 0;
	j->seen = progress.generation;
	j->through = all;
	return true;
}

/* --- findings --------------------------------------------------------------------------------- */

static void list_finding(struct judge *j, const struct group *g, const tfe_finding *f)
{
	struct judged judged = {.run = g->member[0].name, .tag = f->tag, .finding = f};
	for (size_t i = 0; i < g->members; i++) {
		const struct member *m = &g->member[i];
		size_t length = m->prefix ? strlen(m->prefix) : 0;
		if (m->prefix && !strncmp(f->tag, m->prefix, length)) {
			judged.run = m->name;
			judged.tag = f->tag + length;
		}
	}
	j->list = need_room(j->list, j->listed, &j->list_capacity, sizeof(*j->list));
	j->list[j->listed++] = judged;
}

static int by_severity(const void *pa, const void *pb)
{
	const struct judged *a = pa, *b = pb;
	if (a->finding->severity != b->finding->severity)
		return a->finding->severity > b->finding->severity ? -1 : 1;
	int runs = strcmp(a->run, b->run);
	if (runs)
		return runs;
	if (a->finding->step != b->finding->step)
		return a->finding->step < b->finding->step ? -1 : 1;
	int rules = strcmp(a->finding->rule, b->finding->rule);
	return rules ? rules : strcmp(a->tag, b->tag);
}

static void list_all(struct judge *j)
{
	j->listed = 0;
	for (size_t i = 0; i < j->groups; i++) {
		const struct group *g = &j->group[i];
		for (size_t k = 0; k < g->findings; k++)
			list_finding(j, g, &g->finding[k]);
	}
	if (j->listed)
		qsort(j->list, j->listed, sizeof(*j->list), by_severity);
	j->list_stale = false;
	j->generation++;
}

const struct judged *judge_findings(struct judge *j, size_t *n, unsigned long *generation)
{
	if (j->list_stale)
		list_all(j);
	*n = j->listed;
	if (generation)
		*generation = j->generation;
	return j->list;
}

bool judge_missed(const struct judge *j)
{
	return j->missed;
}

struct judge *judge_open(const tfe_logdir *logdir, bool exact)
{
	struct judge *j = need_zeroed(1, sizeof(*j));
	j->logdir = logdir;
	j->exact = exact;
	return j;
}

void judge_close(struct judge *j)
{
	if (!j)
		return;
	for (size_t i = 0; i < j->groups; i++)
		free_group(&j->group[i]);
	free(j->group);
	free(j->list);
	free(j);
}
