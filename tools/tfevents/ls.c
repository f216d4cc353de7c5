/* tfevents ls: lists the runs and tags of log directories with their numbers of records and
 * points. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tfevents/cursor.h>

#include "common/colour.h"
#include "common/damage_report.h"
#include "common/format.h"
#include "common/json.h"
#include "common/memory.h"
#include "common/out.h"
#include "common/printable.h"
#include "tfevents/hparams_json.h"
#include "tfevents/hparams_text.h"
#include "tfevents/logs.h"
#include "tfevents/verb.h"
#include "tfevents/work.h"

enum { JSON, RESTARTS, PER_FILE, MEMORY };

static const struct option options[] = {
	[JSON] = {"json", NULL, "one JSON object per line: each run, then its tags"},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents ls";

static int by_tag(const void *a, const void *b)
{
	const tfe_series_info *x = a, *y = b;
	int order = strcmp(x->tag, y->tag);
	return order ? order : (x->kind > y->kind) - (x->kind < y->kind);
}

/* --- JSON ------------------------------------------------------------------------------------- */

/* Opens the hyperparameters of a run; NULL if it has none. If they cannot be read, this is
 * reported, and *good becomes false. */
static tfe_hparams *open_hparams(const tfe_run *run, bool *good)
{
	tfe_hparams *h;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_run_open_hparams(run, &h, &error);
	if (status && status != TFE_E_NOTFOUND) {
		logs_tell_reread("hyperparameters", &error, program);
		*good = false;
	}
	return h;
}

static void hparams_json(struct json *j, const tfe_hparams *h)
{
	tfe_hparams_info info = TFE_HPARAMS_INFO_INIT;
	tfe_hparams_get_info(h, &info);
	if (info.has_start)
		hparams_values_json(j, "hparams", h);
	if (info.has_end)
		json_text(j, "hparams_status", tfe_hparams_status_name(info.status));
	if (info.has_experiment) {
		hparams_domains_json(j, "hparams_domains", h);
		hparams_metrics_json(j, "hparams_metrics", h);
	}
}

static void run_json(struct out *out, const tfe_run *run, const tfe_hparams *h)
{
	struct json j = {.out = out};
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run, &info);
	json_begin(&j, NULL);
	json_bytes(&j, "run", info.name, strlen(info.name));
	json_uint(&j, "files", info.files);
	json_uint(&j, "bytes", info.bytes_total);
	json_uint(&j, "records", info.records);
	json_uint(&j, "tags", tfe_run_series_count(run));
	json_int(&j, "last_step", info.last_step);
	json_double(&j, "first_wall_time", info.first_wall_time);
	json_double(&j, "last_wall_time", info.last_wall_time);
	json_uint(&j, "restarts", info.restarts);
	json_uint(&j, "superseded", info.superseded);
	json_bool(&j, "finished", info.finished);
	json_uint(&j, "damage", info.damaged_places);
	json_begin_array(&j, "aliases");
	for (size_t i = 0, n = tfe_run_alias_count(run); i < n; i++) {
		const char *alias = tfe_run_alias_at(run, i);
		json_bytes(&j, NULL, alias, strlen(alias));
	}
	json_end_array(&j);
	if (h)
		hparams_json(&j, h);
	json_end_line(&j);
}

/* Gets the info of a series and, if `crc` is not NULL, the checksum of scalar values. If dropped
 * data cannot be reread, this is reported, the info describes the data in memory, and the result is
 * false. */
static bool series_info(struct work *work, const tfe_series *series, tfe_series_info *info,
			uint32_t *crc)
{
	tfe_cursor *cursor;
	tfe_error error = TFE_ERROR_INIT;
	work_step(work);
	*info = (tfe_series_info)TFE_SERIES_INFO_INIT;
	tfe_status status = tfe_cursor_open(series, NULL, &cursor, &error);
	if (!status)
		status = tfe_cursor_get_info(cursor, info);
	if (!status && crc && info->kind == TFE_KIND_SCALAR)
		status = tfe_cursor_get_crc32(cursor, crc);
	if (status) {
		tfe_view view = tfe_series_view(series);
		tfe_view_get_info(&view, info);
		if (cursor)
			tfe_cursor_get_error(cursor, &error);
		logs_tell_reread(tfe_series_tag(series), &error, program);
	}
	tfe_cursor_close(cursor);
	return !status;
}

static bool series_json(struct out *out, struct work *work, const char *run,
			const tfe_series *series)
{
	struct json j = {.out = out};
	tfe_series_info s = TFE_SERIES_INFO_INIT;
	uint32_t crc;
	bool good = series_info(work, series, &s, &crc);
	json_begin(&j, NULL);
	json_bytes(&j, "run", run, strlen(run));
	json_bytes(&j, "tag", s.tag, strlen(s.tag));
	json_text(&j, "kind", tfe_kind_name(s.kind));
	json_bytes(&j, "plugin", s.plugin, strlen(s.plugin));
	json_uint(&j, "points", s.count);
	json_uint(&j, "superseded", s.superseded);
	json_int(&j, "first_step", s.first_step);
	json_int(&j, "last_step", s.last_step);
	if (good && s.kind == TFE_KIND_SCALAR) {
		char hex[16];
		snprintf(hex, sizeof hex, "%08" PRIx32, crc);
		json_double(&j, "last", s.last);
		json_double(&j, "min", s.min);
		json_double(&j, "max", s.max);
		json_uint(&j, "nonfinite", s.nonfinite);
		json_text(&j, "crc32", hex);
	}
	json_end_line(&j);
	return good;
}

static bool list_json(struct out *out, struct work *work, const tfe_run *run)
{
	bool good = true;
	tfe_hparams *h = open_hparams(run, &good);
	run_json(out, run, h);
	tfe_hparams_close(h);
	for (size_t i = 0; i < tfe_run_series_count(run); i++)
		good &= series_json(out, work, logs_run_name(run), tfe_run_series_at(run, i));
	return good;
}

/* --- a table ---------------------------------------------------------------------------------- */

enum { TAG_WIDTH_MAX = 60 };

/* The layout and colours of a table. */
struct table {
	struct out *out;
	bool colour;
	int tag_width;
};

static void set_colour(const struct table *t, const char *code)
{
	if (t->colour)
		out_format(t->out, "\033[%sm", code);
}

/* Returns the columns that a name occupies when made safe for a terminal; at most `most`. */
static int width_of(const char *name, int most)
{
	int width = 0;
	size_t n = strlen(name);
	for (size_t at = 0; at < n && width < most;) {
		struct printable p = printable_next(name + at, n - at);
		width += p.width;
		at += p.bytes;
	}
	return width < most ? width : most;
}

/* Prints a name in exactly `width` columns; a longer name is truncated. */
static void put_name(struct out *out, const char *name, int width)
{
	size_t n = strlen(name);
	bool cut = width_of(name, width + 1) > width;
	int left = cut ? width - 1 : width;
	for (size_t at = 0; at < n;) {
		struct printable p = printable_next(name + at, n - at);
		if (p.width > left)
			break;
		if (p.cp)
			out_bytes(out, name + at, p.bytes);
		else
			out_text(out, p.escape);
		left -= p.width;
		at += p.bytes;
	}
	if (cut)
		out_text(out, "…");
	out_format(out, "%*s", left, "");
}

static void put_value(struct out *out, double value)
{
	char text[FORMAT_TEXT];
	format_value(text, value);
	out_format(out, "  %9s", text);
}

static void series_row(const struct table *t, const tfe_series_info *s)
{
	char steps[48] = "-";
	if (s->count && s->first_step == s->last_step)
		snprintf(steps, sizeof steps, "%" PRId64, s->first_step);
	else if (s->count)
		snprintf(steps, sizeof steps, "%" PRId64 "..%" PRId64, s->first_step, s->last_step);
	out_text(t->out, "  ");
	put_name(t->out, s->tag, t->tag_width);
	out_format(t->out, "  %-12s  %9" PRIu64 "  %16s", tfe_kind_name(s->kind), s->count, steps);
	if (s->kind == TFE_KIND_SCALAR && s->count) {
		put_value(t->out, s->last);
		put_value(t->out, s->min);
		put_value(t->out, s->max);
	}
	if ((s->kind == TFE_KIND_TENSOR || s->kind == TFE_KIND_EMPTY) && *s->plugin) {
		out_text(t->out, "  of the plugin ");
		out_visible(t->out, s->plugin, strlen(s->plugin));
	}
	if (s->nonfinite) {
		set_colour(t, "31");
		out_format(t->out, "  %" PRIu64 " of %" PRIu64 " %s not finite", s->nonfinite,
			   s->count, format_noun(s->count, "point", "points"));
		set_colour(t, "0");
	}
	out_text(t->out, "\n");
}

/* Prints the aliases of the run, as many as fit. */
static void put_aliases(const struct table *t, const tfe_run *run)
{
	enum { MOST = 4 };
	size_t n = tfe_run_alias_count(run);
	for (size_t i = 0; i < n && i < MOST; i++) {
		const char *alias = tfe_run_alias_at(run, i);
		out_text(t->out, i ? ", " : " (also ");
		put_name(t->out, alias, width_of(alias, 200));
	}
	if (n > MOST)
		out_format(t->out, " and %zu more", n - MOST);
	if (n)
		out_text(t->out, ")");
}

static void run_row(const struct table *t, const tfe_run *run)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	char size[FORMAT_TEXT];
	tfe_run_get_info(run, &info);
	format_bytes(size, info.bytes_total);
	set_colour(t, "1");
	put_name(t->out, info.name, width_of(info.name, 200));
	set_colour(t, "0");
	put_aliases(t, run);
	out_format(t->out, "  %" PRIu64 " %s, %s, %" PRIu64 " %s", info.files,
		   format_noun(info.files, "file", "files"), size, info.records,
		   format_noun(info.records, "record", "records"));
	if (info.superseded)
		out_format(t->out, ", %" PRIu64 " %s superseded", info.superseded,
			   format_noun(info.superseded, "point", "points"));
	if (info.superseded && info.restarts)
		out_format(t->out, " by %" PRIu64 " %s", info.restarts,
			   format_noun(info.restarts, "restart", "restarts"));
	if (info.damaged_places) {
		set_colour(t, "31");
		out_format(t->out, ", damaged in %" PRIu64 " %s", info.damaged_places,
			   format_noun(info.damaged_places, "place", "places"));
		set_colour(t, "0");
	}
	out_text(t->out, "\n");
}

/* The hyperparameters in one line. */
static void hparams_row(const struct table *t, const tfe_hparams *h)
{
	tfe_hparams_info info = TFE_HPARAMS_INFO_INIT;
	size_t n = tfe_hparams_value_count(h);
	tfe_hparams_get_info(h, &info);
	for (size_t i = 0; i < n; i++) {
		const tfe_hparam *v = tfe_hparams_value_at(h, i);
		char text[HPARAM_TEXT];
		out_text(t->out, "  ");
		out_visible(t->out, v->name.data, v->name.size);
		out_text(t->out, "=");
		hparam_text(text, v);
		out_visible(t->out, text, strlen(text));
	}
	if (info.has_end)
		out_format(t->out, "  (%s)", tfe_hparams_status_name(info.status));
	if (n || info.has_end)
		out_text(t->out, "\n");
}

static void head_row(const struct table *t)
{
	set_colour(t, "2");
	out_format(t->out, "  %-*s  %-12s  %9s  %16s  %9s  %9s  %9s\n", t->tag_width, "tag", "kind",
		   "points", "steps", "last", "min", "max");
	set_colour(t, "0");
}

static bool list_table(struct table *t, struct work *work, const tfe_run *run)
{
	bool good = true;
	size_t n = tfe_run_series_count(run);
	tfe_series_info *series = need_zeroed(n + 1, sizeof *series);
	t->tag_width = 3;
	for (size_t i = 0; i < n; i++) {
		good &= series_info(work, tfe_run_series_at(run, i), &series[i], NULL);
		int width = width_of(series[i].tag, TAG_WIDTH_MAX);
		if (width > t->tag_width)
			t->tag_width = width;
	}
	qsort(series, n, sizeof *series, by_tag);
	run_row(t, run);
	tfe_hparams *h = open_hparams(run, &good);
	if (h)
		hparams_row(t, h);
	tfe_hparams_close(h);
	if (n)
		head_row(t);
	for (size_t i = 0; i < n; i++)
		series_row(t, &series[i]);
	free(series);
	return good;
}

/* --- the verb --------------------------------------------------------------------------------- */

static int list(const struct arguments *a, const tfe_logdir *logdir)
{
	static struct out out;
	size_t n;
	const tfe_run **runs = logs_runs(logdir, &n);
	struct work work = {.doing = "listing", .total = logs_series(logdir)};
	struct table table = {.out = &out, .colour = colour_on_stdout()};
	bool good = true;
	out_init(&out, STDOUT_FILENO);
	work_begin(&work, program, true);
	for (size_t i = 0; i < n; i++) {
		if (a->option[JSON]) {
			good &= list_json(&out, &work, runs[i]);
			continue;
		}
		if (i)
			out_text(&out, "\n");
		good &= list_table(&table, &work, runs[i]);
	}
	work_end(&work);
	int status = out_finish(&out, program);
	if (logs_tell_damage(logdir, program))
		status = 2;
	if (logs_tell_left_out(logdir, program) || !good)
		status = 2;
	free(runs);
	return n || status ? status : logs_tell_empty(logdir, a, program);
}

static int run(const struct arguments *a)
{
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 1};
	tfe_logdir *logdir = logs_load(a, &how, program);
	if (!logdir)
		return 2;
	int status = list(a, logdir);
	tfe_logdir_close(logdir);
	return status;
}

const struct verb ls_verb = {
	.name = "ls",
	.operands = "LOGDIR|FILE...",
	.summary = "list runs and tags: points, steps, values, damage",
	.details = "name:LOGDIR puts name/ before the names of the runs of a directory.\n",
	.options = options,
	.least = 1,
	.run = run,
};
