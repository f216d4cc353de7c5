/* tfevents stats: prints one line per scalar series (last and best value, trend, noise) and one
 * line per histogram series (its last histogram). */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tfevents/cursor.h>
#include <tfevents/direction.h>

#include "common/complain.h"
#include "common/filter.h"
#include "common/format.h"
#include "common/json.h"
#include "common/out.h"
#include "common/spread.h"
#include "tfevents/hparams_columns.h"
#include "tfevents/hparams_json.h"
#include "tfevents/logs.h"
#include "tfevents/verb.h"
#include "tfevents/work.h"

enum { JSON, RUNS, TAGS, BEST, RESTARTS, PER_FILE, MEMORY };

static const struct option_word best_words[] = {
	{"min", TFE_DIRECTION_LOWER}, {"max", TFE_DIRECTION_HIGHER}, {0}};

static const struct option options[] = {
	[JSON] = {"json", NULL, "one JSON object per line"},
	[RUNS] = {"runs", "REGEX",
		  "only runs whose name or alias matches; !REGEX: only the others"},
	[TAGS] = {"tags", "REGEX", "only tags that match; !REGEX: only the others"},
	[BEST] = {"best", "WHICH",
		  "the better value of all tags (default: by the words of each tag)",
		  .words = best_words, .no_default = true},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents stats";

struct stats {
	const struct arguments *arguments;
	struct filter *runs, *tags;
	struct out out;
	size_t series;     /* the number of scalar series */
	size_t histograms; /* the number of histogram series */
	bool headed;       /* the head of the histogram table is printed */
	struct work work;
	struct hparams_columns columns;
	const tfe_hparams *hparams; /* of the run that is summarised; NULL: it has none */
	bool trouble;
};

/* The trend is the slope over the last quarter of the points: the present direction of the
 * curve. */
static tfe_status measure(tfe_cursor *cursor, uint64_t count, struct spread *all,
			  struct spread *tail)
{
	tfe_point points[1024];
	uint64_t tail_begins = count - count / 4, at = 0;
	if (count < 8)
		tail_begins = 0;
	size_t n;
	tfe_status status;
	for (; !(status = tfe_cursor_next(cursor, points, 1024, &n)) && n; at += n)
		for (size_t i = 0; i < n; i++) {
			spread_add(all, (double)points[i].step, points[i].value);
			if (at + i >= tail_begins)
				spread_add(tail, (double)points[i].step, points[i].value);
		}
	return status;
}

/* Gets the info of a series whose points cannot be read, and reports the failure. */
static void report_unread(struct stats *s, const tfe_series *series, const tfe_cursor *cursor,
			  tfe_error *error, tfe_series_info *info)
{
	tfe_view view = tfe_series_view(series);
	tfe_view_get_info(&view, info);
	if (cursor)
		tfe_cursor_get_error(cursor, error);
	logs_tell_reread(tfe_series_tag(series), error, program);
	s->trouble = true;
}

static tfe_direction direction_of(const struct stats *s, const char *tag)
{
	return s->arguments->option[BEST] ? (tfe_direction)s->arguments->word[BEST]
					  : tfe_tag_direction(tag);
}

static void print_json(struct stats *s, const char *run, const tfe_series_info *info, double slope,
		       double smoothness)
{
	struct json j = {.out = &s->out};
	tfe_direction direction = direction_of(s, info->tag);
	bool max = direction == TFE_DIRECTION_HIGHER;
	json_begin(&j, NULL);
	json_text(&j, "run", run);
	json_text(&j, "tag", info->tag);
	json_text(&j, "kind", "scalar");
	json_uint(&j, "points", info->count);
	json_int(&j, "last_step", info->last_step);
	json_double(&j, "last", info->last);
	json_double(&j, "min", info->min);
	json_int(&j, "min_step", info->min_step);
	json_double(&j, "max", info->max);
	json_int(&j, "max_step", info->max_step);
	if (direction == TFE_DIRECTION_UNKNOWN) {
		json_null(&j, "best_is");
	} else {
		json_text(&j, "best_is", max ? "max" : "min");
		json_double(&j, "best", max ? info->max : info->min);
		json_int(&j, "best_step", max ? info->max_step : info->min_step);
	}
	json_double(&j, "slope", slope);
	json_double(&j, "smoothness", smoothness);
	json_uint(&j, "nonfinite", info->nonfinite);
	if (s->hparams)
		hparams_values_json(&j, "hparams", s->hparams);
	json_end_line(&j);
}

static void put(struct out *out, double value)
{
	char text[FORMAT_TEXT];
	format_value(text, value);
	out_format(out, "  %9s", text);
}

/* A value that is not known, because there are too few points, is printed as a dash. */
static void put_known(struct out *out, double value)
{
	if (isnan(value))
		out_format(out, "  %9s", "-");
	else
		put(out, value);
}

/* The better one of the least and the greatest value, and its step. */
static void put_best(struct stats *s, const tfe_series_info *info)
{
	tfe_direction direction = direction_of(s, info->tag);
	if (direction == TFE_DIRECTION_UNKNOWN) {
		out_format(&s->out, "  %9s %-12s", "-", "-");
		return;
	}
	bool max = direction == TFE_DIRECTION_HIGHER;
	put(&s->out, max ? info->max : info->min);
	out_format(&s->out, " %-12" PRId64, max ? info->max_step : info->min_step);
}

static void print_row(struct stats *s, const char *run, const tfe_series_info *info, double slope,
		      double smoothness)
{
	if (s->series == 1) {
		out_format(&s->out, "%9s  %9s  %9s %-12s  %9s  %9s", "points", "last", "best",
			   "at step", "slope", "smooth");
		hparams_columns_head(&s->columns, &s->out);
		out_text(&s->out, "  run and tag\n");
	}
	out_format(&s->out, "%9" PRIu64, info->count);
	put(&s->out, info->last);
	put_best(s, info);
	put_known(&s->out, slope);
	put_known(&s->out, smoothness);
	hparams_columns_row(&s->columns, &s->out, s->hparams);
	out_text(&s->out, "  ");
	out_visible(&s->out, run, strlen(run));
	out_text(&s->out, "  ");
	out_visible(&s->out, info->tag, strlen(info->tag));
	if (info->nonfinite)
		out_format(&s->out, "  (%" PRIu64 " of %" PRIu64 " %s not finite)", info->nonfinite,
			   info->count, format_noun(info->count, "point", "points"));
	out_text(&s->out, "\n");
}

static void print_scalar(struct stats *s, const char *name, const tfe_series *series)
{
	struct spread all, tail;
	tfe_cursor *cursor;
	tfe_error error = TFE_ERROR_INIT;
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_status status = tfe_cursor_open(series, NULL, &cursor, &error);
	if (!status)
		status = tfe_cursor_get_info(cursor, &info);
	if (status)
		report_unread(s, series, cursor, &error, &info);
	spread_init(&all, fmax(fabs(info.min), fabs(info.max)));
	spread_init(&tail, fmax(fabs(info.min), fabs(info.max)));
	if (!status && measure(cursor, info.count, &all, &tail))
		report_unread(s, series, cursor, &error, &info);
	tfe_cursor_close(cursor);
	s->series++;
	(s->arguments->option[JSON] ? print_json : print_row)(s, name, &info, spread_slope(&tail),
							      spread_smoothness(&all));
}

static void print_histogram_json(struct stats *s, const char *run, const tfe_series_info *info,
				 const tfe_moments *m)
{
	struct json j = {.out = &s->out};
	json_begin(&j, NULL);
	json_text(&j, "run", run);
	json_text(&j, "tag", info->tag);
	json_text(&j, "kind", "histogram");
	json_uint(&j, "points", info->count);
	json_int(&j, "last_step", info->last_step);
	json_double(&j, "num", m->num);
	json_double(&j, "mean", m->mean);
	json_double(&j, "stddev", m->stddev);
	json_double(&j, "min", m->min);
	json_double(&j, "max", m->max);
	json_double(&j, "zeros", m->zeros);
	json_begin_array(&j, "quantiles");
	for (size_t i = 0; i < TFE_MOMENTS_QUANTILES; i++)
		json_double(&j, NULL, m->quantile[i]);
	json_end_array(&j);
	if (s->hparams)
		hparams_values_json(&j, "hparams", s->hparams);
	json_end_line(&j);
}

static void print_histogram_row(struct stats *s, const char *run, const tfe_series_info *info,
				const tfe_moments *m)
{
	if (!s->headed)
		out_format(&s->out, "%s%9s  %9s  %9s  %9s  %9s  %9s  %9s  %s\n",
			   s->series ? "\n" : "", "points", "mean", "std", "min", "median", "max",
			   "zeros", "run and tag");
	s->headed = true;
	out_format(&s->out, "%9" PRIu64, info->count);
	put(&s->out, m->mean);
	put_known(&s->out, m->stddev);
	put(&s->out, m->min);
	put(&s->out, m->quantile[TFE_MOMENTS_QUANTILES / 2]);
	put(&s->out, m->max);
	out_format(&s->out, "  %8.1f%%  ", m->zeros * 100);
	out_visible(&s->out, run, strlen(run));
	out_text(&s->out, "  ");
	out_visible(&s->out, info->tag, strlen(info->tag));
	if (isnan(m->stddev))
		out_text(&s->out, "  (not finite)");
	out_text(&s->out, "\n");
}

/* Prints the properties of the last histogram. */
static void print_histogram(struct stats *s, const char *name, const tfe_series *series)
{
	tfe_cursor *cursor;
	tfe_view view = tfe_series_view(series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_moments moments = TFE_MOMENTS_INIT;
	tfe_view_get_info(&view, &info);
	tfe_status status = tfe_cursor_open(series, NULL, &cursor, NULL);
	if (!status)
		status = tfe_cursor_get_info(cursor, &info);
	if (!status && info.count)
		status = tfe_cursor_get_moments(cursor, info.count - 1, &moments);
	tfe_cursor_close(cursor);
	if (!status && !info.count)
		return;
	s->histograms++;
	s->trouble |= status && status != TFE_E_DAMAGED;
	if (status)
		complain(program, name, "%s: cannot summarise the last histogram: %s", info.tag,
			 tfe_status_text(status));
	else if (s->arguments->option[JSON])
		print_histogram_json(s, name, &info, &moments);
	else
		print_histogram_row(s, name, &info, &moments);
}

/* Prints the series of one kind of all runs. */
static void print_kind(struct stats *s, const tfe_run *const *runs, size_t n, tfe_kind kind,
		       void (*print)(struct stats *, const char *, const tfe_series *))
{
	for (size_t r = 0; r < n; r++) {
		const char *name = logs_run_name(runs[r]);
		if (!filter_matches_run(s->runs, runs[r]))
			continue;
		s->hparams = hparams_columns_of(&s->columns, runs, r);
		for (size_t i = 0; i < tfe_run_series_count(runs[r]) && !s->out.error; i++) {
			const tfe_series *series = tfe_run_series_at(runs[r], i);
			work_step(&s->work);
			if (tfe_series_kind(series) == kind &&
			    filter_matches(s->tags, tfe_series_tag(series)))
				print(s, name, series);
		}
	}
}

static int print_all(struct stats *s, const tfe_logdir *logdir)
{
	size_t n;
	const tfe_run **runs = logs_runs(logdir, &n);
	out_init(&s->out, STDOUT_FILENO);
	s->work = (struct work){.doing = "summing up", .total = 2 * logs_series(logdir)};
	work_begin(&s->work, program, true);
	hparams_columns_open(&s->columns, runs, n, program);
	s->trouble |= s->columns.trouble;
	print_kind(s, runs, n, TFE_KIND_SCALAR, print_scalar);
	print_kind(s, runs, n, TFE_KIND_HISTOGRAM, print_histogram);
	work_end(&s->work);
	hparams_columns_close(&s->columns);
	free(runs);
	int status = out_finish(&s->out, program);
	bool partial = logs_tell_damage(logdir, program) != 0;
	struct logs_superseded superseded = {0};
	logs_add_superseded(&superseded, logdir, s->runs, s->tags, false);
	logs_report_superseded(&superseded, program);
	partial |= logs_tell_left_out(logdir, program) != 0;
	s->trouble |= logs_tell_filter(s->runs, "runs", program);
	s->trouble |= logs_tell_filter(s->tags, "tags", program);
	if (partial || status || s->trouble)
		return 2;
	if (!n)
		return logs_tell_empty(logdir, s->arguments, program);
	if (s->series || s->histograms)
		return 0;
	return logs_tell_no_series(program, "scalars or histograms", s->arguments,
				   s->arguments->option[RUNS], s->arguments->option[TAGS]);
}

static int run(const struct arguments *a)
{
	static struct stats s;
	s.arguments = a;
	int status = 2;
	s.runs = filter_compile(a->option[RUNS]);
	s.tags = filter_compile(a->option[TAGS]);
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 1};
	tfe_logdir *logdir = logs_load(a, &how, program);
	if (logdir && logs_resolve(s.runs, s.tags, &logdir, 1,
				   1u << TFE_KIND_SCALAR | 1u << TFE_KIND_HISTOGRAM, program))
		status = print_all(&s, logdir);
	tfe_logdir_close(logdir);
	filter_release(s.runs);
	filter_release(s.tags);
	return status;
}

const struct verb stats_verb = {
	.name = "stats",
	.operands = "LOGDIR|FILE...",
	.summary = "summarise each scalar (last, best, slope, smoothness) and each last histogram",
	.details =
		"best: the greatest or the least value, depending on the words of the tag: "
		"accuracies, scores and\n"
		"rewards are better higher, losses, errors and times lower; a dash for a tag "
		"that does not show it.\n"
		"slope: per step, of the least-squares line through the last quarter of the "
		"points. smoothness: 1\n"
		"for a smooth curve, 0 for white noise (1 - half of von Neumann's ratio). zeros: "
		"the share of a\n"
		"histogram's values that are 0. The hyperparameters of a run (plugin hparams) are "
		"columns.\n",
	.options = options,
	.least = 1,
	.run = run,
};
