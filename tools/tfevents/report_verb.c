/* tfevents report: one page about a log directory: runs, findings, curves, confusion matrices,
 * hyperparameters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/filter.h"
#include "common/memory.h"
#include "common/new_file.h"
#include "tfevents/logs.h"
#include "tfevents/report_contents.h"
#include "tfevents/report_html.h"
#include "tfevents/report_markdown.h"
#include "tfevents/verb.h"

enum { OUTPUT, FORMAT, FORCE, RUNS, TAGS, SMOOTH, TITLE, RESTARTS, PER_FILE, MEMORY };

enum { HTML, MARKDOWN };

static const struct option_word format_words[] = {{"html", HTML}, {"markdown", MARKDOWN}, {0}};

static const struct option options[] = {
	[OUTPUT] = {"output", "FILE", "the file to create; without it, or -, standard output", 'o'},
	[FORMAT] = {"format", "FORMAT", "a page, or the text of a comment", .words = format_words},
	[FORCE] = {"force", NULL, "replace an existing file", 'f'},
	[RUNS] = {"runs", "REGEX",
		  "only runs whose name or alias matches; !REGEX: only the others"},
	[TAGS] = {"tags", "REGEX", "only scalars that match; !REGEX: only the others"},
	[SMOOTH] = {"smooth", "WEIGHT", "smooth the curves, from 0 to below 1 (0)"},
	[TITLE] = {"title", "TEXT", "the title (the names of the log directories)"},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents report";

static bool has_tag(const struct report *r, const char *tag)
{
	for (size_t i = 0; i < r->tags; i++)
		if (!strcmp(r->tag[i], tag))
			return true;
	return false;
}

/* Lists the scalars. Beyond a number that no report shows, tags are only counted, as often as they
 * occur: comparing them all would take too long. */
static void list_tags(struct report *r, struct filter *tags)
{
	enum { COMPARED = 1000 };
	for (size_t i = 0; i < r->n_runs; i++)
		for (size_t k = 0; k < tfe_run_series_count(r->runs[i]); k++) {
			const tfe_series *series = tfe_run_series_at(r->runs[i], k);
			const char *tag = tfe_series_tag(series);
			if (r->tags == COMPARED)
				return;
			if (tfe_series_kind(series) != TFE_KIND_SCALAR ||
			    !filter_matches(tags, tag) || has_tag(r, tag))
				continue;
			r->tag = need_room(r->tag, r->tags, &r->tags_capacity, sizeof *r->tag);
			r->tag[r->tags++] = tag;
		}
}

static bool is_wanted(void *runs, tfe_judge_finding *finding)
{
	return filter_matches(runs, finding->run);
}

/* Judges the runs. Returns NULL, after a message, if that fails. */
static tfe_judge *judge_runs(const tfe_logdir *logdir, struct filter *runs)
{
	tfe_judge *judge;
	tfe_judge_options how = TFE_JUDGE_OPTIONS_INIT;
	how.reread_dropped = true;
	if (tfe_judge_open(logdir, &how, &judge, NULL))
		need(NULL);
	tfe_status status = tfe_judge_run(judge);
	if (!status && runs)
		status = tfe_judge_choose(judge, is_wanted, runs);
	if (!status)
		return judge;
	tfe_error error = TFE_ERROR_INIT;
	tfe_judge_get_error(judge, &error);
	complain(program, NULL, "the runs cannot be judged: %s", error.message);
	tfe_judge_close(judge);
	return NULL;
}

static bool is_standard_output(const char *path)
{
	return !path || !strcmp(path, "-");
}

static bool may_write(const struct arguments *a)
{
	static struct new_file file;
	const char *path = a->option[OUTPUT];
	return is_standard_output(path) ||
	       new_file_may_be(&file, program, path, "--force", a->option[FORCE]);
}

static int write_report(const struct report *r, const struct arguments *a)
{
	static struct new_file file;
	static struct out standard;
	const char *path = a->option[OUTPUT];
	void (*put)(const struct report *, struct out *) =
		a->word[FORMAT] == HTML ? report_html : report_markdown;
	if (is_standard_output(path)) {
		out_init(&standard, STDOUT_FILENO);
		put(r, &standard);
		return out_finish(&standard, program);
	}
	if (!new_file_make_or_replace(&file, program, path, "--force", a->option[FORCE]))
		return 2;
	put(r, &file.out);
	return new_file_finish(&file, true) ? 0 : 2;
}

/* The names of the operands, unless --title is given. Release with free. */
static char *title_of(const struct arguments *a)
{
	if (a->option[TITLE])
		return need_copy(a->option[TITLE]);
	size_t bytes = 1, used = 0;
	for (int i = 0; i < a->operands; i++)
		bytes += strlen(a->operand[i]) + 2;
	char *title = need_zeroed(bytes, 1);
	for (int i = 0; i < a->operands; i++)
		used += (size_t)snprintf(title + used, bytes - used, "%s%s", i ? ", " : "",
					 a->operand[i]);
	return title;
}

static int report_logs(struct report *r, const struct arguments *a, const tfe_logdir *logdir,
		       struct filter *runs, struct filter *tags)
{
	size_t all;
	r->runs = logs_runs(logdir, &all);
	for (size_t i = 0; i < all; i++)
		if (filter_matches_run(runs, r->runs[i]))
			r->runs[r->n_runs++] = r->runs[i];
	bool trouble = logs_tell_damage(logdir, program) || logs_tell_left_out(logdir, program);
	trouble |= logs_tell_filter(runs, "runs", program);
	if (!all && !tfe_logdir_damage_count(logdir))
		return logs_tell_empty(logdir, a, program);
	if (!r->n_runs) {
		complain(program, NULL, "no run matches --runs; tfevents ls lists the runs");
		return 1;
	}
	list_tags(r, tags);
	report_choose_values(r);
	trouble |= logs_tell_filter(tags, "tags", program);
	tfe_judge *judge = judge_runs(logdir, runs);
	if (!judge)
		return 2;
	r->judge = judge;
	hparams_columns_open(&r->hparams, r->runs, r->n_runs, program);
	int status = write_report(r, a);
	trouble |= r->hparams.trouble;
	hparams_columns_close(&r->hparams);
	tfe_judge_close(judge);
	return trouble ? 2 : status;
}

static bool parse_smoothing(const char *text, double *smoothing)
{
	char *end;
	if (!text)
		return true;
	*smoothing = strtod(text, &end);
	if (end > text && !*end && *smoothing >= 0 && *smoothing < 1)
		return true;
	complain(program, NULL, "--smooth is a number from 0 to below 1, not '%s'", text);
	return false;
}

static int run(const struct arguments *a)
{
	struct report r = {0};
	if (!parse_smoothing(a->option[SMOOTH], &r.smoothing) || !may_write(a))
		return 2;
	int status = 2;
	char *title = title_of(a);
	struct filter *runs = filter_compile(a->option[RUNS]);
	struct filter *tags = filter_compile(a->option[TAGS]);
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 1};
	tfe_logdir *logdir = logs_load(a, &how, program);
	r.title = title;
	if (logdir && logs_resolve(runs, tags, &logdir, 1, 1u << TFE_KIND_SCALAR, program))
		status = report_logs(&r, a, logdir, runs, tags);
	free(r.runs);
	free(r.tag);
	free(title);
	tfe_logdir_close(logdir);
	filter_release(runs);
	filter_release(tags);
	return status;
}

const struct verb report_verb = {
	.name = "report",
	.operands = "LOGDIR|FILE... [-o FILE]",
	.summary = "write one page about all runs, as HTML or Markdown",
	.details =
		"Runs, findings with evidence, curves, confusion matrices and hyperparameters. The "
		"HTML is one\n"
		"file without scripts; the Markdown, without figures, is for a comment on a pull "
		"request.\n",
	.options = options,
	.least = 1,
	.run = run,
};
