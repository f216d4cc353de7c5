/* tools: judging the runs of a log directory. */
#include "common/judge.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tfevents/series.h>

#include "common/timer.h"
#include "common/judge_group.h"
#include "common/memory.h"

struct judge {
	const tfe_logdir *logdir;
	struct group *group;
	size_t groups, capacity;
	size_t runs; /* of the log directory, put into groups so far */
	size_t at_group;
	struct judged *list;
	size_t listed, list_capacity;
	unsigned long generation;
	uint64_t seen; /* generation of the log directory when all was judged */
	bool through;
	bool exact;
	/* Of a step to the end: groups are taken by whoever is free. */
	_Atomic(size_t) next, total;
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

static struct group *new_group(struct judge *j, const char *name, size_t length)
{
	j->group = need_room(j->group, j->groups, &j->capacity, sizeof(*j->group));
	struct group *g = &j->group[j->groups++];
	group_init(g, name, length);
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
	tfe_run_info info = TFE_RUN_INFO_INIT;
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
	for (size_t n = tfe_logdir_run_count(j->logdir); j->runs < n; j->runs++)
		if (!take_run(j, tfe_logdir_run_at(j->logdir, j->runs)))
			return false;
	return true;
}

/* --- working ---------------------------------------------------------------------------------- */

static void *work(void *context)
{
	struct judge *j = context;
	for (size_t i; (i = atomic_fetch_add(&j->next, 1)) < j->groups;)
		while (!group_step(&j->group[i], INFINITY))
			continue;
	return NULL;
}

/* All groups, on all processors; on this one where points are read again, which one must do at a time. */
static void step_all(struct judge *j, bool again)
{
	enum { THREADS_MAX = 16 };
	pthread_t thread[THREADS_MAX];
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t want = 1, n = 0;
	if (!again && processors > 1)
		want = processors < THREADS_MAX ? (size_t)processors : THREADS_MAX;
	atomic_store(&j->next, 0);
	atomic_store(&j->total, j->groups);
	/* This one is the first. */
	while (n + 1 < want && n + 1 < j->groups && !pthread_create(&thread[n], NULL, work, j))
		n++;
	work(j);
	while (n > 0)
		pthread_join(thread[--n], NULL);
}

bool judge_step(struct judge *j, double budget_s)
{
	double deadline = clock_monotonic_s() + budget_s;
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(j->logdir, &progress);
	if (j->through && j->seen == progress.generation)
		return true;
	j->through = false;
	bool all = take_runs(j), again = j->exact && (progress.dropped || progress.left_out);
	for (size_t i = 0; i < j->groups; i++)
		j->group[i].exact = again;
	if (isinf(budget_s))
		step_all(j, again);
	else
		for (; j->at_group < j->groups; j->at_group++)
			if (!group_step(&j->group[j->at_group], deadline))
				return false;
	j->at_group = 0;
	j->seen = progress.generation;
	j->through = all;
	return true;
}

void judge_progress(const struct judge *j, size_t *done, size_t *total)
{
	*done = atomic_load(&j->next);
	*total = atomic_load(&j->total);
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
	j->generation++;
}

/* Whether there are other findings than are listed. */
static bool take_changes(struct judge *j)
{
	bool changed = false;
	for (size_t i = 0; i < j->groups; i++) {
		changed |= j->group[i].changed;
		j->group[i].changed = false;
	}
	return changed;
}

const struct judged *judge_findings(struct judge *j, size_t *n, unsigned long *generation)
{
	if (take_changes(j))
		list_all(j);
	*n = j->listed;
	if (generation)
		*generation = j->generation;
	return j->list;
}

bool judge_missed(const struct judge *j)
{
	bool missed = false;
	for (size_t i = 0; i < j->groups; i++)
		missed |= j->group[i].missed;
	return missed;
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
		group_free(&j->group[i]);
	free(j->group);
	free(j->list);
	free(j);
}
