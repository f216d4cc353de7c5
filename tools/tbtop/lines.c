/* tbtop: --lines: the state of the log directory, and then its changes, as lines of plain text. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/memory.h"
#include "common/out.h"
#include "common/stop.h"
#include "common/timer.h"
#include "tbtop/app.h"
#include "tbtop/facts.h"
#include "tbtop/finding_changes.h"
#include "tbtop/update/findings_sync.h"
#include "tbtop/update/load.h"

/* The minimum time between two checks for changes. */
static const double check_gap_s = 0.1;
/* The time that the judge may work before a request to end is noticed. */
static const double judge_slice_s = 0.1;

/* What was printed of a series. */
struct said_series {
	uint64_t count;
	const void *version; /* of the view: a restart changes it */
	double at;           /* monotonic time; 0: never */
};

/* What was printed of a run. */
struct said_run {
	struct said_series *series; /* by index in the run */
	size_t n, capacity;
	bool introduced;
	enum run_state state;
};

struct lines {
	const struct options *options;
	tfe_logdir *logdir;
	struct model *m;
	struct loader loader;
	tfe_judge *judge;
	struct findings_seen seen;
	struct finding_changes findings;
	struct said_run *runs; /* by index in the model */
	size_t n_runs, capacity;
	struct out out;
	bool begun; /* the first line was printed */
	double due; /* monotonic time of the next line of a series that changed; INFINITY */
};

static void print_run(struct lines *l, struct said_run *said, const struct run *run)
{
	if (said->introduced && said->state == run->state)
		return;
	facts_run(&l->out, l->m, run, !said->introduced);
	said->introduced = true;
	said->state = run->state;
}

/* Prints a series that changed, unless it was printed a moment ago. */
static void print_series(struct lines *l, struct said_series *said, const struct run *run,
			 const tfe_series *series, double now)
{
	const tfe_view view = tfe_series_view(series);
	double due = said->at + l->options->every_s;
	if (said->at && said->count == view.count && said->version == view.version)
		return;
	if (said->at && now < due) {
		l->due = fmin(l->due, due);
		return;
	}
	if (view.count)
		facts_series(&l->out, run, series);
	*said = (struct said_series){view.count, view.version, now};
}

/* Returns whether a tag of this name matches the filter. Values that no view shows have no tag. */
static bool tag_matches(const struct model *m, const char *name)
{
	for (int k = 0; k < TAG_KINDS; k++) {
		const struct tag *tag = model_find_tag(m, k, name);
		if (tag && tag->matches)
			return true;
	}
	return false;
}

static void print_all_series(struct lines *l, struct said_run *said, const struct run *run,
			     double now)
{
	size_t n = tfe_run_series_count(run->data);
	for (size_t i = 0; i < n; i++) {
		const tfe_series *series = tfe_run_series_at(run->data, i);
		if (i == said->n) {
			said->series =
				need_room(said->series, i, &said->capacity, sizeof *said->series);
			said->series[said->n++] = (struct said_series){0};
		}
		/* A value without content only marks its run, as those of hparams do. */
		if (tfe_series_kind(series) != TFE_KIND_EMPTY &&
		    tag_matches(l->m, tfe_series_tag(series)))
			print_series(l, &said->series[i], run, series, now);
	}
}

/* Prints what changed since the last call. */
static void print_changes(struct lines *l)
{
	if (!l->begun)
		facts_logdir(&l->out, l->m);
	l->begun = true;
	double now = clock_monotonic_s();
	struct run **runs = model_sorted_runs(l->m);
	l->due = INFINITY;
	for (; l->n_runs < l->m->n_runs; l->n_runs++) {
		l->runs = need_room(l->runs, l->n_runs, &l->capacity, sizeof *l->runs);
		l->runs[l->n_runs] = (struct said_run){0};
	}
	for (size_t i = 0; i < l->m->n_runs && !l->out.error; i++) {
		struct said_run *said = &l->runs[runs[i]->index];
		if (!runs[i]->matches || runs[i]->moved)
			continue;
		print_run(l, said, runs[i]);
		print_all_series(l, said, runs[i], now);
	}
	free(runs);
	finding_changes_print(&l->findings, l->m, &l->out);
	out_flush(&l->out);
}

/* Judges what is loaded. Returns false if the user asks for the end. */
static bool judge(struct lines *l)
{
	bool done = false;
	while (!done && !stop_asked())
		if (tfe_judge_step(l->judge, judge_slice_s, &done))
			need(NULL);
	if (done)
		findings_sync(l->judge, l->m, &l->seen);
	return done;
}

/* Waits for new data, for the time of the next line, or for the end of the reader of the output. */
static bool wait_for_changes(struct lines *l)
{
	struct pollfd fds[] = {{.fd = tfe_logdir_fd(l->logdir), .events = POLLIN},
			       {.fd = STDOUT_FILENO}};
	double next = loader_next_change(&l->loader, l->m) - app_now(l->options);
	next = fmin(next, l->due - clock_monotonic_s());
	next = fmin(next, tfe_judge_due_s(l->judge));
	stop_poll(fds, 2, fmax(next, check_gap_s));
	if (fds[0].revents)
		tfe_logdir_acknowledge(l->logdir);
	stop_wait(-1, check_gap_s); /* several changes are one */
	return !stop_asked() && !(fds[1].revents & (POLLERR | POLLHUP | POLLNVAL));
}

static void follow(struct lines *l)
{
	do {
		l->m->now = app_now(l->options);
		loader_sync(&l->loader, l->m);
		if (!l->m->progress.loaded && !l->loader.settled)
			continue;
		if (!judge(l))
			return;
		print_changes(l);
	} while (!l->out.error && wait_for_changes(l));
}

static void print_once(struct lines *l)
{
	l->m->now = app_now(l->options);
	loader_sync(&l->loader, l->m);
	if (judge(l))
		print_changes(l);
}

int app_lines(const struct options *o, tfe_logdir *logdir, struct model *m)
{
	static struct lines l;
	if (!o->once)
		stop_begin();
	tfe_status status = o->once ? tfe_logdir_load(logdir) : tfe_logdir_watch(logdir);
	if (status) {
		app_complain(logdir, o->once ? "loading failed" : "watching failed");
		if (!o->once || status != TFE_E_NOMEM)
			return 2;
	}
	l = (struct lines){.options = o, .logdir = logdir, .m = m};
	out_init(&l.out, STDOUT_FILENO);
	loader_init(&l.loader, logdir);
	l.judge = findings_open(logdir, m);
	if (o->once)
		print_once(&l);
	else
		follow(&l);
	int result = out_finish(&l.out, "tbtop");
	if (!result && o->once)
		result = status || app_is_partial(logdir, m) ? 2 : !l.n_runs;
	finding_changes_release(&l.findings);
	for (size_t i = 0; i < l.n_runs; i++)
		free(l.runs[i].series);
	free(l.runs);
	tfe_judge_close(l.judge);
	loader_release(&l.loader);
	return result;
}
