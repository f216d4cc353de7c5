/* judge: the public handle, which judges the trainings of a log directory in passes. */
#include <tfevents/judge.h>

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/options.h"
#include "base/sized.h"
#include "base/thread_start.h"
#include "health/thresholds.h"
#include "judge/class_rules.h"
#include "judge/finding_list.h"
#include "judge/grouping.h"
#include "judge/silence.h"
#include "judge/similar_runs.h"
#include "judge/user_findings.h"
#include "judge/user_rules.h"

struct tfe_judge {
	tfe_allocator allocator;
	tfe_judge_options options;
	const tfe_logdir *logdir;
	double limit[TFE__THRESHOLD_COUNT];
	struct tfe__user_rules rules;
	struct tfe__grouping grouping;
	struct tfe__finding_list list;
	uint64_t generation;
	uint64_t damage; /* the fingerprint of the listed damage */
	bool listed;     /* the list was built, and no training has changed since */
	/* The generation of the log directory at the start of the last pass. */
	uint64_t seen_generation;
	double due;      /* the time of its clock at which a training may have become silent */
	bool complete;   /* the last pass left nothing to do unless the generation changes */
	bool begun;      /* a pass has begun */
	bool in_pass;    /* a pass has begun and has not ended */
	bool all_runs;   /* the pass has all runs that existed when it began */
	bool reread;     /* the pass rereads dropped points */
	size_t at;       /* with tfe_judge_step: the current training of the pass */
	tfe_error error; /* of the last call */
	/* The next training of the pass for any free thread, and their number. */
	_Atomic(size_t) next, total;
	_Atomic(uint64_t) unread_series;
};

static const tfe_error no_error = {.size = sizeof no_error, .offset = -1};

tfe_status tfe_judge_open(const tfe_logdir *logdir, const tfe_judge_options *options,
			  tfe_judge **out, tfe_error *error)
{
	tfe_judge_options own;
	if (!out)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the result pointer is missing");
	*out = NULL;
	if (!logdir)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the log directory is missing");
	tfe_status status =
		tfe__options_copy(&own, sizeof own, options, "tfe_judge_options", error);
	if (status)
		return status;
	tfe_allocator a = tfe__allocator_or_default(own.allocator);
	tfe_judge *judge = tfe__alloc_zeroed(&a, 1, sizeof *judge);
	if (!judge)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	judge->allocator = a;
	judge->options = own;
	judge->due = INFINITY;
	judge->logdir = logdir;
	judge->error = no_error;
	tfe__thresholds_init(judge->limit);
	tfe__user_rules_init(&judge->rules, &judge->allocator);
	tfe__grouping_init(&judge->grouping, &judge->allocator, judge->limit, &judge->rules);
	tfe__finding_list_init(&judge->list, &judge->allocator);
	*out = judge;
	return TFE_OK;
}

void tfe_judge_close(tfe_judge *judge)
{
	if (!judge)
		return;
	tfe__grouping_release(&judge->grouping);
	tfe__user_rules_release(&judge->rules);
	tfe__finding_list_release(&judge->list);
	tfe__free(&judge->allocator, judge);
}

tfe_status tfe_judge_set_threshold(tfe_judge *judge, const char *name, double value)
{
	if (!judge)
		return TFE_E_ARG;
	if (judge->begun)
		return tfe__error(&judge->error, TFE_E_ARG, 0, NULL, -1,
				  "thresholds are set before the first pass");
	return tfe__threshold_set(judge->limit, name, value, &judge->error);
}

static double now_of(const tfe_judge *judge)
{
	const tfe_judge_options *o = &judge->options;
	return o->clock ? o->clock(o->clock_context) : tfe__monotonic_seconds();
}

tfe_status tfe_judge_add_rule(tfe_judge *judge, const tfe_user_rule *rule, tfe_error *error)
{
	if (!judge || !rule)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
				  "the judge or the rule is missing");
	if (judge->begun)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
				  "a rule is added before the judge first judges");
	return tfe__user_rules_add(&judge->rules, rule, error);
}

/* --- passes ----------------------------------------------------------------------------------- */

static tfe_status begin_pass(tfe_judge *judge, const tfe_progress *progress)
{
	struct tfe__grouping *grouping = &judge->grouping;
	judge->complete = false;
	judge->reread = judge->options.reread_dropped && (progress->dropped || progress->left_out);
	tfe_status status = tfe__grouping_add_runs(grouping, judge->logdir, &judge->all_runs);
	if (status)
		return status;
	for (size_t i = 0; i < grouping->trainings; i++)
		tfe__training_begin_pass(&grouping->training[i], judge->reread);
	judge->seen_generation = progress->generation;
	judge->begun = judge->in_pass = true;
	judge->at = 0;
	atomic_store(&judge->next, 0);
	atomic_store(&judge->total, grouping->trainings);
	return TFE_OK;
}

static void *judge_trainings(void *context)
{
	tfe_judge *judge = context;
	for (size_t i; (i = atomic_fetch_add(&judge->next, 1)) < judge->grouping.trainings;)
		while (!tfe__training_step(&judge->grouping.training[i], INFINITY))
			continue;
	return NULL;
}

/* Judges all trainings in threads on all processors. If points are reread, the calling thread does
 * all work, because only one thread at a time may reread. */
static void judge_in_threads(tfe_judge *judge)
{
	enum { THREADS_MAX = 16 };
	pthread_t thread[THREADS_MAX];
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t want = 1, n = 0;
	if (!judge->reread && processors > 1)
		want = processors < THREADS_MAX ? (size_t)processors : THREADS_MAX;
	/* The calling thread is one of the wanted threads. */
	while (n + 1 < want && n + 1 < judge->grouping.trainings &&
	       !tfe__thread_start(&thread[n], judge_trainings, judge))
		n++;
	judge_trainings(judge);
	while (n > 0)
		pthread_join(thread[--n], NULL);
}

static tfe_status merge_findings(const tfe_judge *judge, struct tfe__finding_list *list,
				 bool (*wanted)(void *context, tfe_judge_finding *finding),
				 void *context)
{
	const struct tfe__choice choice = {judge->options.list_pending, wanted, context};
	return tfe__public_list_build(&list->listed, list->single, list->singles, &choice);
}

static tfe_status add_findings(const tfe_judge *judge, struct tfe__finding_list *list)
{
	const struct tfe__grouping *grouping = &judge->grouping;
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < grouping->trainings && !status; i++) {
		status = tfe__finding_list_add_training(list, &grouping->training[i]);
		if (!status)
			status = tfe__class_rules(list, &grouping->training[i]);
		if (!status)
			status = tfe__silence_add(list, &grouping->training[i]);
		if (!status)
			status = tfe__user_findings(list, &grouping->training[i]);
	}
	if (!status)
		status = tfe__similar_runs(list, grouping->training, grouping->trainings);
	if (!status)
		status = tfe__finding_list_add_damage(list, judge->logdir,
						      judge->options.damages_per_run_max);
	return status ? status : merge_findings(judge, list, NULL, NULL);
}

/* Builds the list of findings, if it would differ from the present one. */
static tfe_status list_findings(tfe_judge *judge)
{
	struct tfe__grouping *grouping = &judge->grouping;
	uint64_t damage = tfe__damage_fingerprint(judge->logdir);
	for (size_t i = 0; i < grouping->trainings; i++) {
		judge->listed &= !grouping->training[i].changed;
		grouping->training[i].changed = false;
	}
	if (judge->listed && damage == judge->damage)
		return TFE_OK;
	struct tfe__finding_list list;
	tfe__finding_list_init(&list, &judge->allocator);
	tfe_status status = add_findings(judge, &list);
	if (status) {
		tfe__finding_list_release(&list);
		return status;
	}
	if (list.listed.n || judge->list.listed.n)
		judge->generation++;
	tfe__finding_list_release(&judge->list);
	judge->list = list;
	judge->damage = damage;
	judge->listed = true;
	return TFE_OK;
}

/* Stores the detail of a failure. Returns its status. */
static tfe_status fail(tfe_judge *judge, tfe_status status)
{
	if (status == TFE_E_NOMEM)
		return tfe__error(&judge->error, status, 0, NULL, -1, "out of memory");
	return tfe__error(&judge->error, status, 0, NULL, -1,
			  "points that the memory budget had dropped cannot be read again: %s",
			  tfe_status_text(status));
}

/* Checks which trainings are silent. */
static void check_silence(tfe_judge *judge)
{
	double now = now_of(judge);
	judge->due = INFINITY;
	for (size_t i = 0; i < judge->grouping.trainings; i++) {
		struct tfe__training *t = &judge->grouping.training[i];
		t->changed |= tfe__silence_check(t, now);
		judge->due = fmin(judge->due, t->silence.due);
	}
}

/* Ends a pass after all trainings were judged, and updates the list of findings. */
static tfe_status end_pass(tfe_judge *judge)
{
	const struct tfe__grouping *grouping = &judge->grouping;
	tfe_status first = TFE_OK;
	uint64_t unread = 0;
	for (size_t i = 0; i < grouping->trainings; i++) {
		first = first ? first : grouping->training[i].status;
		unread += grouping->training[i].unread_series;
	}
	atomic_store(&judge->unread_series, unread);
	atomic_store(&judge->next, grouping->trainings);
	check_silence(judge);
	tfe_status status = list_findings(judge);
	first = first ? first : status;
	judge->in_pass = false;
	judge->complete = judge->all_runs && !first;
	return first ? fail(judge, first) : TFE_OK;
}

/* Whether nothing has changed since the last pass. */
static bool is_up_to_date(const tfe_judge *judge, const tfe_progress *progress)
{
	return judge->complete && judge->seen_generation == progress->generation &&
	       tfe_judge_due_s(judge) > 0;
}

double tfe_judge_due_s(const tfe_judge *judge)
{
	double due = fmin(judge->due - now_of(judge), judge->list.due - tfe__wall_seconds());
	return fmax(due, 0);
}

tfe_status tfe_judge_run(tfe_judge *judge)
{
	tfe_progress progress = TFE_PROGRESS_INIT;
	if (!judge)
		return TFE_E_ARG;
	judge->error = no_error;
	tfe_logdir_get_progress(judge->logdir, &progress);
	if (is_up_to_date(judge, &progress))
		return TFE_OK;
	tfe_status status = begin_pass(judge, &progress);
	if (status)
		return fail(judge, status);
	judge_in_threads(judge);
	return end_pass(judge);
}

tfe_status tfe_judge_step(tfe_judge *judge, double budget_s, bool *done)
{
	double deadline = tfe__monotonic_seconds() + budget_s;
	tfe_progress progress = TFE_PROGRESS_INIT;
	if (!judge || !done)
		return TFE_E_ARG;
	*done = true;
	judge->error = no_error;
	if (!judge->in_pass) {
		tfe_logdir_get_progress(judge->logdir, &progress);
		if (is_up_to_date(judge, &progress))
			return TFE_OK;
		tfe_status status = begin_pass(judge, &progress);
		if (status)
			return fail(judge, status);
	}
	for (; judge->at < judge->grouping.trainings; judge->at++) {
		atomic_store(&judge->next, judge->at);
		if (!tfe__training_step(&judge->grouping.training[judge->at], deadline)) {
			*done = false;
			return TFE_OK;
		}
	}
	return end_pass(judge);
}

/* --- queries ---------------------------------------------------------------------------------- */

void tfe_judge_get_error(const tfe_judge *judge, tfe_error *error)
{
	tfe__result_copy(error, &judge->error, sizeof judge->error);
}

void tfe_judge_get_progress(const tfe_judge *judge, tfe_judge_progress *progress)
{
	size_t done = atomic_load(&judge->next), total = atomic_load(&judge->total);
	const tfe_judge_progress own = {.done = done < total ? done : total,
					.total = total,
					.unread_series = atomic_load(&judge->unread_series)};
	tfe__result_copy(progress, &own, sizeof own);
}

size_t tfe_judge_finding_count(const tfe_judge *judge)
{
	return judge->list.listed.n;
}

tfe_status tfe_judge_get_finding(const tfe_judge *judge, size_t i, tfe_judge_finding *finding)
{
	if (!judge || i >= judge->list.listed.n)
		return TFE_E_ARG;
	return tfe__result_copy(finding, &judge->list.listed.item[i].finding, sizeof *finding);
}

tfe_status tfe_judge_check_stop(const tfe_judge *judge, tfe_severity level, bool *stop,
				tfe_judge_finding *reason)
{
	if (!judge || !stop)
		return TFE_E_ARG;
	const struct tfe__public_list *list = &judge->list.listed;
	const struct tfe__listed *found = NULL;
	for (size_t i = 0; i < list->n && !found; i++) {
		const struct tfe__listed *one = &list->item[i];
		if (one->finding.active && one->finding.severity >= level && !one->is_file)
			found = one;
	}
	*stop = found;
	return found && reason ? tfe__result_copy(reason, &found->finding, sizeof *reason) : TFE_OK;
}

tfe_status tfe_judge_choose(tfe_judge *judge,
			    bool (*wanted)(void *context, tfe_judge_finding *finding),
			    void *context)
{
	if (!judge)
		return TFE_E_ARG;
	judge->generation++;
	tfe_status status = merge_findings(judge, &judge->list, wanted, context);
	return status ? fail(judge, status) : TFE_OK;
}

uint64_t tfe_judge_rule_points(const tfe_judge *judge, const char *rule)
{
	uint64_t points = 0;
	for (size_t i = 0; i < judge->grouping.trainings; i++)
		points += tfe__user_rule_points(&judge->grouping.training[i], rule);
	return points;
}

uint64_t tfe_judge_generation(const tfe_judge *judge)
{
	return judge->generation;
}
