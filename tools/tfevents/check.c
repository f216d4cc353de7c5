/* tfevents check: what is wrong with the files and with the training they tell of. */
#include "tfevents/check.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/colour.h"
#include "common/judge.h"
#include "common/memory.h"
#include "tfevents/logs.h"
#include "tfevents/verb.h"
#include "tfevents/work.h"

enum { JSON, FAIL_ON, MEMORY };

enum { NEVER = TFE_SEVERITY_ERROR + 1 };

static const struct option_word fail_on_words[] = {
	{"error", TFE_SEVERITY_ERROR},
	{"warning", TFE_SEVERITY_WARNING},
	{"info", TFE_SEVERITY_INFO},
	{"never", NEVER},
	{0},
};

static const struct option options[] = {
	[JSON] = {"json", NULL, "one JSON object per line, one line per finding"},
	[FAIL_ON] = {"fail-on", "LEVEL", "the lowest severity that makes the exit status 1",
		     .words = fail_on_words},
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents check";

static int in_order(const void *pa, const void *pb)
{
	const struct trouble *a = pa, *b = pb;
	int order = strcmp(a->run, b->run);
	if (order)
		return order;
	if (a->finding->severity != b->finding->severity)
		return a->finding->severity > b->finding->severity ? -1 : 1;
	order = strcmp(a->finding->rule, b->finding->rule);
	if (order)
		return order;
	if (a->finding->step != b->finding->step)
		return a->finding->step < b->finding->step ? -1 : 1;
	order = strcmp(a->tag, b->tag);
	return order ? order : strcmp(a->finding->message, b->finding->message);
}

static void look(const void *judge, struct progress_now *now)
{
	size_t done, total;
	judge_progress(judge, &done, &total);
	*now = (struct progress_now){"judging", done, total, false};
}

static void take_findings(struct check *c, struct judge *judge)
{
	size_t n;
	struct progress *progress = work_watch(program, look, judge);
	judge_step(judge, INFINITY);
	progress_end(progress);
	const struct judged *judged = judge_findings(judge, &n, NULL);
	for (size_t i = 0; i < n; i++) {
		c->trouble = need_room(c->trouble, c->troubles, &c->capacity, sizeof *c->trouble);
		c->trouble[c->troubles++] =
			(struct trouble){judged[i].run, judged[i].tag, judged[i].finding};
	}
	if (c->troubles)
		qsort(c->trouble, c->troubles, sizeof *c->trouble, in_order);
}

static void put_summary(struct out *out, const struct check *c)
{
	static const char *const names[] = {"info", "warning", "error"};
	size_t count[TFE_SEVERITY_ERROR + 1] = {0}, runs = tfe_logdir_run_count(c->logdir);
	for (size_t i = 0; i < c->troubles; i++)
		count[c->trouble[i].finding->severity]++;
	if (c->troubles)
		out_text(out, "\n");
	out_format(out, "%zu %s checked: ", runs, runs == 1 ? "run" : "runs");
	const char *between = "";
	for (int s = TFE_SEVERITY_ERROR; s >= TFE_SEVERITY_INFO; s--) {
		if (!count[s])
			continue;
		out_format(out, "%s%zu %s%s", between, count[s], names[s],
			   s > TFE_SEVERITY_INFO && count[s] > 1 ? "s" : "");
		between = ", ";
	}
	out_text(out, c->troubles ? "\n" : "nothing found\n");
}

static int report(const struct check *c, bool json, int level)
{
	static struct out out;
	out_init(&out, STDOUT_FILENO);
	if (json) {
		check_json(&out, c);
	} else {
		check_text(&out, c, colour_on_stdout());
		put_summary(&out, c);
	}
	int status = out_finish(&out, program);
	for (size_t i = 0; i < c->troubles && !status; i++)
		status = (int)c->trouble[i].finding->severity >= level;
	return status;
}

static int check(const struct arguments *a, const tfe_logdir *logdir, int level)
{
	struct check c = {.logdir = logdir};
	struct damage_findings *damage = damage_find(&c);
	if (!tfe_logdir_run_count(logdir) && !c.troubles) {
		damage_release(damage);
		return logs_tell_empty(logdir, a, program);
	}
	struct judge *judge = judge_open(logdir, true);
	take_findings(&c, judge);
	int status = report(&c, a->option[JSON] != NULL, level);
	if (judge_missed(judge)) {
		fprintf(stderr,
			"%s: some series could not be reread and judged (use a larger "
			"--memory)\n",
			program);
		status = 2;
	}
	if (logs_tell_left_out(logdir, program) || c.unread)
		status = 2;
	judge_close(judge);
	damage_release(damage);
	free(c.trouble);
	return status;
}

static int run(const struct arguments *a)
{
	tfe_logdir *logdir = logs_load(a, TFE_RESTARTS_SUPERSEDE, a->option[MEMORY], program);
	if (!logdir)
		return 2;
	int result = check(a, logdir, a->word[FAIL_ON]);
	tfe_logdir_close(logdir);
	return result;
}

const struct verb check_verb = {
	.name = "check",
	.operands = "LOGDIR|FILE...",
	.summary = "find damaged files and unhealthy trainings, with evidence and remedies",
	.details = "tfevents(1) lists the rules, docs/health.md of the sources describes them. "
		   "Runs named train and\n"
		   "validation in one directory are judged as one training. Exit status 1: there "
		   "are findings of the\n"
		   "severity of --fail-on or above.\n",
	.options = options,
	.least = 1,
	.run = run,
};
