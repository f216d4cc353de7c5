/* tfevents export: prints every point of every scalar series exactly, as CSV or JSON lines. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/filter.h"
#include "common/format.h"
#include "common/out.h"
#include "common/point_rows.h"
#include "tfevents/logs.h"
#include "tfevents/named_file.h"
#include "tfevents/verb.h"
#include "tfevents/work.h"

enum { FORMAT, RUNS, TAGS, SPLIT, RESTARTS, PER_FILE, MEMORY };

static const struct option_word format_words[] = {
	{"csv", POINTS_CSV}, {"jsonl", POINTS_JSONL}, {0}};

static const struct option options[] = {
	[FORMAT] = {"format", "FORMAT", "a table, or one JSON object per line",
		    .words = format_words},
	[RUNS] = {"runs", "REGEX",
		  "only runs whose name or alias matches; !REGEX: only the others"},
	[TAGS] = {"tags", "REGEX", "only tags that match; !REGEX: only the others"},
	[SPLIT] = {"split", "DIR",
		   "one file per series in this directory, instead of one table "
		   "on standard output"},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents export";

struct export
{
	const struct point_rows *format;
	struct filter *runs, *tags;
	struct named_files files; /* the directory of --split; NULL without it */
	struct out out;
	size_t series;
	struct work work;
	bool trouble;
};

static tfe_status export_points(struct out *out, const struct point_rows *format, const char *run,
				const char *tag, tfe_cursor *cursor)
{
	enum { POINTS = 1024 };
	tfe_point points[POINTS];
	tfe_number numbers[POINTS];
	size_t n = 1;
	tfe_status status = TFE_OK;
	while (!out->error && n && !status) {
		status = tfe_cursor_next_numbers(cursor, points, numbers, POINTS, &n);
		for (size_t i = 0; i < n; i++)
			format->row(out, run, tag, &points[i], &numbers[i]);
	}
	return status;
}

static tfe_status export_file(struct export *e, const char *run, const char *tag,
			      tfe_cursor *cursor)
{
	static struct out out;
	int fd = named_files_make(&e->files, run, tag, "", e->format->suffix);
	if (fd < 0) {
		complain(program, e->files.directory, "cannot create a file: %s", strerror(errno));
		e->trouble = true;
		return TFE_OK;
	}
	out_init(&out, fd);
	out_text(&out, e->format->series_head);
	tfe_status status = export_points(&out, e->format, NULL, NULL, cursor);
	e->trouble |= out_finish(&out, program) != 0;
	if (close(fd)) {
		complain(program, e->files.path, "%s", strerror(errno));
		e->trouble = true;
	}
	return status;
}

static void export_series(struct export *e, const char *run, const tfe_series *series)
{
	const char *tag = tfe_series_tag(series);
	tfe_cursor *cursor;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_cursor_open(series, NULL, &cursor, &error);
	if (!status) {
		status = e->files.directory ? export_file(e, run, tag, cursor)
					    : export_points(&e->out, e->format, run, tag, cursor);
		tfe_cursor_get_error(cursor, &error);
	}
	tfe_cursor_close(cursor);
	if (status)
		logs_tell_reread(tag, &error, program);
	e->trouble |= status != TFE_OK;
}

static void export_run(struct export *e, const tfe_run *run)
{
	const char *name = logs_run_name(run);
	if (!filter_matches_run(e->runs, run))
		return;
	for (size_t i = 0; i < tfe_run_series_count(run) && !e->out.error && !e->trouble; i++) {
		const tfe_series *series = tfe_run_series_at(run, i);
		work_step(&e->work);
		if (tfe_series_kind(series) != TFE_KIND_SCALAR ||
		    !filter_matches(e->tags, tfe_series_tag(series)))
			continue;
		if (e->files.directory && !e->series &&
		    !named_files_open(&e->files, e->format->suffix)) {
			e->trouble = true;
			return;
		}
		e->series++;
		export_series(e, name, series);
	}
}

static int export_all(struct export *e, const struct arguments *a, const tfe_logdir *logdir)
{
	size_t n;
	const tfe_run **runs = logs_runs(logdir, &n);
	out_init(&e->out, STDOUT_FILENO);
	if (!e->files.directory)
		out_text(&e->out, e->format->head);
	e->work = (struct work){.doing = "exporting", .total = logs_series(logdir)};
	work_begin(&e->work, program, !e->files.directory);
	for (size_t i = 0; i < n; i++)
		export_run(e, runs[i]);
	work_end(&e->work);
	free(runs);
	int status = out_finish(&e->out, program);
	bool partial = logs_tell_damage(logdir, program) != 0;
	struct logs_superseded superseded = {0};
	logs_add_superseded(&superseded, logdir, e->runs, e->tags, true);
	logs_report_superseded(&superseded, program);
	partial |= logs_tell_left_out(logdir, program) != 0;
	e->trouble |= logs_tell_filter(e->runs, "runs", program);
	e->trouble |= logs_tell_filter(e->tags, "tags", program);
	if (partial || status || e->trouble)
		return 2;
	if (!n)
		return logs_tell_empty(logdir, a, program);
	return e->series ? 0
			 : logs_tell_no_series(program, "scalars", a, a->option[RUNS],
					       a->option[TAGS]);
}

static int run(const struct arguments *a)
{
	static struct export e;
	int status = 2;
	e.format = &point_rows[a->word[FORMAT]];
	e.files.program = program;
	e.files.directory = a->option[SPLIT];
	e.runs = filter_compile(a->option[RUNS]);
	e.tags = filter_compile(a->option[TAGS]);
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 1};
	tfe_logdir *logdir = logs_load(a, &how, program);
	if (logdir && logs_resolve(e.runs, e.tags, &logdir, 1, 1u << TFE_KIND_SCALAR, program))
		status = export_all(&e, a, logdir);
	tfe_logdir_close(logdir);
	filter_release(e.runs);
	filter_release(e.tags);
	return status;
}

const struct verb export_verb = {
	.name = "export",
	.operands = "LOGDIR|FILE...",
	.summary = "print every point of the scalars as CSV or JSON lines",
	.details =
		"All points are printed, none sampled, numbers with all their digits. Runs are in "
		"byte order of\n"
		"their names, tags in the order in which they first appear.\n",
	.options = options,
	.least = 1,
	.run = run,
};
