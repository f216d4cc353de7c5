/* tfevents check: reports damaged files and unhealthy trainings. */
#include "tfevents/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/colour.h"
#include "common/complain.h"
#include "common/memory.h"
#include "tfevents/check_baseline.h"
#include "tfevents/check_choice.h"
#include "tfevents/check_config.h"
#include "tfevents/check_hook.h"
#include "tfevents/check_junit.h"
#include "tfevents/logs.h"
#include "common/stop.h"
#include "tfevents/verb.h"
#include "tfevents/work.h"

enum {
	JSON,
	FORMAT,
	FAIL_ON,
	FOLLOW,
	JUNIT,
	RULES,
	BASELINE,
	CONFIG,
	PENDING,
	EXEC,
	EXEC_ARG,
	WEBHOOK,
	ALLOW_EMPTY,
	EXPLAIN,
	RESTARTS,
	PER_FILE,
	MEMORY
};

enum { NEVER = TFE_SEVERITY_ERROR + 1 };

static const struct option_word fail_on_words[] = {
	{"error", TFE_SEVERITY_ERROR},
	{"warning", TFE_SEVERITY_WARNING},
	{"info", TFE_SEVERITY_INFO},
	{"never", NEVER},
	{0},
};

enum { TEXT, GITHUB };

static const struct option_word format_words[] = {{"text", TEXT}, {"github", GITHUB}, {0}};

static const struct option options[] = {
	[JSON] = {"json", NULL, "one JSON object per line, one line per finding"},
	[FORMAT] = {"format", "FORMAT", "text for people, or annotations of GitHub",
		    .words = format_words},
	[FAIL_ON] = {"fail-on", "LEVEL", "the lowest severity that makes the exit status 1",
		     .words = fail_on_words},
	[FOLLOW] = {"follow", NULL,
		    "wait until a finding of the level of --fail-on fires, or for Ctrl-C"},
	[JUNIT] = {"junit", "FILE", "also write a JUnit report: a suite per run, a case per rule"},
	[RULES] = {"rules", "RULE,...", "only the findings of these rules"},
	[BASELINE] = {"baseline", "FILE",
		      "known findings, as --json prints them: only others count"},
	[CONFIG] = {"config", "FILE", "a rules file: own rules, thresholds, severities, mutes"},
	[PENDING] = {"pending", NULL, "also list what may become a finding with the next points"},
	[EXEC] = {"exec", "PROGRAM", "run a program once for each finding, without a shell"},
	[EXEC_ARG] = {"exec-arg", "ARG", "an argument of that program; may be repeated",
		      .repeats = true},
	[WEBHOOK] = {"webhook", "URL", "post each finding once as JSON, for Slack and others"},
	[ALLOW_EMPTY] = {"allow-empty", NULL, "a log directory without event files is no error"},
	[EXPLAIN] = {"explain", "RULE", "print all about a rule; needs no LOGDIR", .alone = true},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents check";

static void look(const void *judge, struct progress_now *now)
{
	tfe_judge_progress progress = TFE_JUDGE_PROGRESS_INIT;
	tfe_judge_get_progress(judge, &progress);
	*now = (struct progress_now){"judging", progress.done, progress.total, false};
}

/* Judges everything. Returns whether all data could be judged; a failure is reported. */
static bool judge_all(tfe_judge *judge)
{
	tfe_judge_progress now = TFE_JUDGE_PROGRESS_INIT;
	struct progress *progress = work_watch(program, look, judge);
	tfe_status status = tfe_judge_run(judge);
	progress_end(progress);
	tfe_judge_get_progress(judge, &now);
	if (status && !now.unread_series) {
		tfe_error error = TFE_ERROR_INIT;
		tfe_judge_get_error(judge, &error);
		complain(program, NULL, "%s", error.message);
	}
	return !status;
}

static bool fires(const struct check *c)
{
	for (size_t i = 0; i < c->findings; i++)
		if (check_counts(c, &c->finding[i]))
			return true;
	return false;
}

/* Starts to follow the log directory. Returns false after a message. */
static bool watch(const struct check *c)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_logdir_watch(c->logdir);
	tfe_logdir_get_error(c->logdir, &error);
	if (status)
		complain(program, *error.path ? error.path : NULL, "%s", error.message);
	return !status;
}

/* Judges after every change, and when a training may have become silent, until a finding fires or
 * the user asks to end. A log that changes all the time is judged a few times a second. Returns
 * false, after a message, if the log directory cannot be followed. */
static bool follow(struct check *c)
{
	static const double pause_s = 0.25;
	tfe_error error = TFE_ERROR_INIT;
	if (fires(c))
		return true;
	check_hooks_send(c->hooks, c->finding, c->findings);
	stop_begin();
	if (!watch(c))
		return false;
	while (!fires(c) && !stop_asked()) {
		stop_wait(tfe_logdir_fd(c->logdir), tfe_judge_due_s(c->judge));
		tfe_logdir_acknowledge(c->logdir);
		tfe_status status = tfe_judge_run(c->judge);
		if (status) {
			tfe_judge_get_error(c->judge, &error);
			complain(program, NULL, "%s", error.message);
			return false;
		}
		check_take_findings(c);
		if (fires(c))
			break;
		check_hooks_send(c->hooks, c->finding, c->findings);
		stop_wait(-1, pause_s);
	}
	return true;
}

static int report(const struct arguments *a, const struct check *c)
{
	static struct out out;
	out_init(&out, STDOUT_FILENO);
	if (a->option[JSON])
		check_json(&out, c);
	else if (a->word[FORMAT] == GITHUB)
		check_github(&out, c);
	else
		check_text(&out, c, colour_on_stdout());
	if (!a->option[JSON])
		check_summary(&out, c);
	int status = out_finish(&out, program);
	for (size_t i = 0; i < c->findings && !status; i++)
		status = check_counts(c, &c->finding[i]);
	return status;
}

/* Reports data that could not be judged on standard error. Returns whether there are any. */
static bool tell_unjudged(const struct check *c)
{
	tfe_judge_progress progress = TFE_JUDGE_PROGRESS_INIT;
	tfe_judge_get_progress(c->judge, &progress);
	if (progress.unread_series)
		fprintf(stderr,
			"%s: some data could not be reread and judged; a larger --memory avoids "
			"rereading\n",
			program);
	return logs_tell_left_out(c->logdir, program) || c->unread;
}

static bool is_empty(const tfe_logdir *logdir)
{
	return !tfe_logdir_run_count(logdir) && !tfe_logdir_damage_count(logdir);
}

/* Judges the log directory and reports the findings. Returns the exit status. */
static int judge_and_report(const struct arguments *a, struct check *c)
{
	bool judged = judge_all(c->judge);
	check_take_findings(c);
	if (judged && a->option[FOLLOW])
		judged = follow(c);
	if (judged && is_empty(c->logdir)) {
		logs_tell_empty(c->logdir, a, program);
		if (!a->option[ALLOW_EMPTY]) {
			c->problem = "there are no event files";
			return 2;
		}
	}
	int status = report(a, c);
	check_hooks_send(c->hooks, c->finding, c->findings);
	if (c->config && check_config_tell_slow(c->config, program)) {
		c->problem = "the mutes took too long and were not applied";
		status = 2;
	}
	if (tell_unjudged(c) || !judged) {
		c->problem = "some data could not be read or judged";
		status = 2;
	} else if (c->baseline) {
		check_baseline_tell_stale(c->baseline, &c->names, program);
	}
	if (c->config && a->option[CONFIG])
		check_config_tell_unjudged(c->config, c->judge);
	struct logs_superseded superseded = {0};
	logs_add_superseded(&superseded, c->logdir, NULL, NULL, false);
	logs_report_superseded(&superseded, program);
	return status;
}

/* Reads the rules file of --config, or without that option the user's. Returns false after a
 * message. */
static bool read_config(const char *given, struct check *c)
{
	c->config_of_user = given ? NULL : check_config_of_user();
	const char *path = given ? given : c->config_of_user;
	if (!path || !*path)
		return true;
	c->config = check_config_read(path, &c->names, program);
	return c->config;
}

static int check(const struct arguments *a, struct check *c)
{
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 1};
	tfe_judge_options options_of_judge = TFE_JUDGE_OPTIONS_INIT;
	const char *baseline = a->option[BASELINE];
	c->problem = "the rules file cannot be used";
	if (!read_config(a->option[CONFIG], c))
		return 2;
	c->problem = "a rule of --rules is unknown";
	if (!check_names_choose(&c->names, a->option[RULES], program))
		return 2;
	c->problem = "the baseline cannot be used";
	if (baseline && !(c->baseline = check_baseline_read(baseline, program)))
		return 2;
	c->problem = "the logs cannot be read";
	c->logdir = logs_load(a, &how, program);
	if (!c->logdir)
		return 2;
	c->problem = NULL;
	options_of_judge.reread_dropped = !a->option[FOLLOW];
	options_of_judge.list_pending = a->option[PENDING] != NULL;
	if (tfe_judge_open(c->logdir, &options_of_judge, &c->judge, NULL))
		need(NULL);
	if (c->config)
		check_config_set(c->config, c->judge);
	return judge_and_report(a, c);
}

static int check_and_write(const struct arguments *a, struct check *c)
{
	const char *path = a->option[JUNIT];
	int junit = path ? check_junit_create(path, program) : -1;
	if (path && junit < 0)
		return 2;
	int status = check(a, c);
	return path && check_junit_write(junit, path, c, program) ? 2 : status;
}

static int run(const struct arguments *a)
{
	if (a->option[EXPLAIN])
		return check_rule_explain(a->option[EXPLAIN], program);
	if (a->option[JSON] && a->option[FORMAT]) {
		fprintf(stderr, "%s: --json and --format exclude each other\n", program);
		return 2;
	}
	if (a->option[EXEC_ARG] && !a->option[EXEC]) {
		fprintf(stderr, "%s: --exec-arg needs --exec\n", program);
		return 2;
	}
	struct check c = {.level = a->word[FAIL_ON]};
	check_names_init(&c.names);
	int status = check_hooks_open(a->option[EXEC], a->option[WEBHOOK], a, program, &c.hooks)
			     ? check_and_write(a, &c)
			     : 2;
	tfe_judge_close(c.judge);
	tfe_logdir_close(c.logdir);
	check_baseline_free(c.baseline);
	check_config_free(c.config);
	check_hooks_free(c.hooks);
	free(c.config_of_user);
	free(c.finding);
	check_names_release(&c.names);
	return status;
}

const struct verb check_verb = {
	.name = "check",
	.operands = "LOGDIR|FILE...",
	.summary = "find damaged files and unhealthy trainings, with evidence and remedies",
	.details = "tfevents(1) lists the rules, docs/health.md of the sources describes them. "
		   "Runs named train and\n"
		   "validation in one directory are judged as one training. Exit status 1: there "
		   "are findings of the\n"
		   "severity of --fail-on or above; 2: something could not be read, or there are "
		   "no event files.\n",
	.options = options,
	.least = 1,
	.run = run,
};
