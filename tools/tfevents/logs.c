/* tfevents: opens and loads the log directories of a verb, and reports their errors on standard
 * error. */
#include "tfevents/logs.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <tfevents/series.h>

#include "common/complain.h"
#include "common/damage_report.h"
#include "common/files.h"
#include "common/format.h"
#include "common/memory.h"
#include "common/size.h"
#include "tfevents/work.h"

tfe_logdir *logs_load(const struct arguments *arguments, const struct logs_options *how,
		      const char *program)
{
	tfe_logdir_options options = {
		.size = sizeof options, .restarts = how->restarts, .per_file = how->per_file};
	tfe_logdir *logdir = NULL;
	tfe_error error = TFE_ERROR_INIT;
	if (how->memory && !size_parse(how->memory, &options.memory_bytes)) {
		fprintf(stderr, "%s: --memory must be 1M or more, such as 64M or 2G\n", program);
		return NULL;
	}
	if (!how->memory)
		options.memory_bytes = tfe_logdir_default_memory_bytes();
	options.memory_bytes /= how->shares;
	tfe_status status = tfe_logdir_open((const char *const *)arguments->operand,
					    (size_t)arguments->operands, &options, &logdir, &error);
	if (!status) {
		struct progress *progress = work_watch(program, work_of_loading, logdir);
		status = tfe_logdir_load(logdir);
		progress_end(progress);
		tfe_logdir_get_error(logdir, &error);
	}
	if (!status)
		return logdir;
	complain(program, *error.path ? error.path : NULL, "%s",
		 *error.message ? error.message : tfe_status_text(status));
	/* The data that were read before are shown. */
	if (logdir && status == TFE_E_NOMEM)
		return logdir;
	tfe_logdir_close(logdir);
	return NULL;
}

bool logs_tell_filter(const struct filter *filter, const char *option, const char *program)
{
	if (filter_gave_up(filter))
		fprintf(stderr, "%s: --%s: %s\n", program, option, filter_gave_up_text);
	return filter_gave_up(filter);
}

const char *logs_run_name(const tfe_run *run)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run, &info);
	return info.name;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(logs_run_name(*(const tfe_run *const *)a),
		      logs_run_name(*(const tfe_run *const *)b));
}

uint64_t logs_series(const tfe_logdir *logdir)
{
	uint64_t n = 0;
	for (size_t i = 0; i < tfe_logdir_run_count(logdir); i++)
		n += tfe_run_series_count(tfe_logdir_run_at(logdir, i));
	return n;
}

const tfe_run **logs_runs(const tfe_logdir *logdir, size_t *n)
{
	size_t found = tfe_logdir_run_count(logdir);
	const tfe_run **runs = need_zeroed(found + 1, sizeof *runs);
	*n = 0;
	for (size_t i = 0; i < found; i++) {
		tfe_run_info info = TFE_RUN_INFO_INIT;
		runs[*n] = tfe_logdir_run_at(logdir, i);
		tfe_run_get_info(runs[*n], &info);
		*n += !info.moved;
	}
	qsort(runs, *n, sizeof *runs, by_name);
	return runs;
}

/* Returns the number of superseded points of the selected series of a run. */
static uint64_t superseded_in(const tfe_run *run, struct filter *tags, bool scalars_only)
{
	uint64_t points = 0;
	for (size_t i = 0; i < tfe_run_series_count(run); i++) {
		const tfe_series *series = tfe_run_series_at(run, i);
		tfe_kind kind = tfe_series_kind(series);
		tfe_series_info info = TFE_SERIES_INFO_INIT;
		if ((scalars_only && kind != TFE_KIND_SCALAR) ||
		    !filter_matches(tags, tfe_series_tag(series)))
			continue;
		tfe_view view = tfe_series_view(series);
		tfe_view_get_info(&view, &info);
		points += info.superseded;
	}
	return points;
}

void logs_add_superseded(struct logs_superseded *sum, const tfe_logdir *logdir, struct filter *runs,
			 struct filter *tags, bool scalars_only)
{
	for (size_t i = 0; i < tfe_logdir_run_count(logdir); i++) {
		const tfe_run *run = tfe_logdir_run_at(logdir, i);
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		if (!info.superseded || !filter_matches_run(runs, run))
			continue;
		uint64_t points = superseded_in(run, tags, scalars_only);
		sum->points += points;
		sum->restarts += points ? info.restarts : 0;
	}
}

void logs_report_superseded(const struct logs_superseded *sum, const char *program)
{
	if (!sum->points)
		return;
	char by[64] = "";
	/* As TensorBoard reads a run, points are superseded without a restart. */
	if (sum->restarts)
		snprintf(by, sizeof by, " by %" PRIu64 " %s", sum->restarts,
			 format_noun(sum->restarts, "restart", "restarts"));
	complain(program, NULL, "%" PRIu64 " %s superseded%s (--restarts=keep shows %s)",
		 sum->points, format_noun(sum->points, "point", "points"), by,
		 format_noun(sum->points, "it", "them"));
}

static void offer_runs(struct filter *filter, const tfe_logdir *logdir)
{
	size_t n;
	const tfe_run **runs = logs_runs(logdir, &n);
	for (size_t i = 0; i < n; i++)
		filter_offer_run(filter, runs[i]);
	free(runs);
}

/* Offers the tags of these kinds of the runs that `chosen` chooses. */
static void offer_tags(struct filter *filter, const tfe_logdir *logdir, struct filter *chosen,
		       unsigned kinds)
{
	size_t n;
	const tfe_run **runs = logs_runs(logdir, &n);
	for (size_t r = 0; r < n; r++) {
		if (!filter_matches_run(chosen, runs[r]))
			continue;
		for (size_t i = 0; i < tfe_run_series_count(runs[r]); i++) {
			const tfe_series *series = tfe_run_series_at(runs[r], i);
			if (kinds >> tfe_series_kind(series) & 1)
				filter_offer(filter, tfe_series_tag(series));
		}
	}
	free(runs);
}

/* Returns false, after a message, if the filter cannot be used. */
static bool resolve(struct filter *filter, const char *option, const char *program)
{
	filter_resolve(filter);
	if (*filter_error(filter))
		fprintf(stderr, "%s: --%s: %s\n", program, option, filter_error(filter));
	else if (filter_is_name(filter))
		fprintf(stderr,
			"%s: --%s: nothing matches this regular expression, so it is used as a "
			"name\n",
			program, option);
	return !*filter_error(filter);
}

bool logs_resolve(struct filter *runs, struct filter *tags, tfe_logdir *const *logdirs, size_t n,
		  unsigned kinds, const char *program)
{
	bool good = true;
	if (filter_needs_names(runs)) {
		for (size_t i = 0; i < n; i++)
			offer_runs(runs, logdirs[i]);
		good = resolve(runs, "runs", program);
	}
	if (good && filter_needs_names(tags)) {
		for (size_t i = 0; i < n; i++)
			offer_tags(tags, logdirs[i], runs, kinds);
		good = resolve(tags, "tags", program);
	}
	return good;
}

/* Reports the number of damaged places of a run if not all of them are listed. */
static void report_number(const tfe_run *run, size_t listed, const char *program)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run, &info);
	for (size_t i = 0; i < listed; i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_run_get_damage(run, i, &damage);
		if (!damage.count)
			continue;
		complain(program, info.name,
			 "%" PRIu64 " damaged places; the first of each file are listed",
			 info.damaged_places);
		return;
	}
}

/* Reports the damage of a run. Returns whether something was not read. */
static bool report_run(const tfe_run *run, const char *program)
{
	size_t n = tfe_run_damage_count(run);
	const char *wrong = "";
	bool unread = false;
	report_number(run, n, program);
	for (size_t i = 0; i < n; i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_run_get_damage(run, i, &damage);
		if (damage.kind == TFE_DAMAGE_KIND_CHECKSUM && strcmp(wrong, damage.path)) {
			wrong = damage.path;
			complain(program, wrong,
				 "every record fails its data checksum and is a valid event: the "
				 "program that wrote the file computes it wrongly; tfevents repair "
				 "--fix-checksums copies the records");
		}
		damage_report(&damage, program);
		unread |= tfe_damage_is_unread(&damage);
	}
	return unread;
}

int logs_tell_damage(const tfe_logdir *logdir, const char *program)
{
	tfe_damage damage = TFE_DAMAGE_INIT;
	bool unread = false;
	size_t n;
	const tfe_run **runs = logs_runs(logdir, &n);
	for (size_t i = 0; i < tfe_logdir_damage_count(logdir); i++) {
		tfe_logdir_get_damage(logdir, i, &damage);
		damage_report(&damage, program);
		unread |= tfe_damage_is_unread(&damage);
	}
	for (size_t r = 0; r < n; r++)
		unread |= report_run(runs[r], program);
	free(runs);
	return unread ? 2 : 0;
}

/* Returns whether directories or files were not read, because memory ran out or a limit was
 * reached. That has been reported already. */
static bool is_partial(const tfe_logdir *logdir)
{
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_error error = TFE_ERROR_INIT;
	bool partial = false;
	for (size_t i = 0; i < tfe_logdir_damage_count(logdir) && !partial; i++) {
		tfe_logdir_get_damage(logdir, i, &damage);
		partial = damage.count > 0;
	}
	tfe_logdir_get_error(logdir, &error);
	return partial || error.status;
}

int logs_tell_left_out(const tfe_logdir *logdir, const char *program)
{
	uint64_t left_out = 0;
	for (size_t i = 0; i < tfe_logdir_run_count(logdir); i++) {
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(tfe_logdir_run_at(logdir, i), &info);
		left_out += info.left_out;
	}
	if (!left_out)
		return is_partial(logdir) ? 2 : 0;
	fprintf(stderr,
		"%s: %" PRIu64 " %s skipped: the memory limit left no space for %s "
		"(use a larger --memory)\n",
		program, left_out, format_noun(left_out, "value", "values"),
		format_noun(left_out, "its tag", "their tags"));
	return 2;
}

int logs_tell_empty(const tfe_logdir *logdir, const struct arguments *arguments,
		    const char *program)
{
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(logdir, &progress);
	struct stat st;
	/* A file operand without events has been reported as damaged. */
	for (int i = 0; i < arguments->operands; i++)
		if (stat(arguments->operand[i], &st) || S_ISDIR(st.st_mode))
			files_report_none(program, arguments->operand[i], progress.directories);
	return 1;
}

int logs_tell_no_series(const char *program, const char *kinds, const struct arguments *arguments,
			const char *runs, const char *tags)
{
	const char *const *path = (const char *const *)arguments->operand;
	const char *which = runs && tags ? " match --runs and --tags"
			    : runs       ? " match --runs"
			    : tags       ? " match --tags"
					 : "";
	char more[40] = "";
	if (arguments->operands > 2)
		snprintf(more, sizeof more, "%d more", arguments->operands - 1);
	complain(program, NULL, "no %s in %s%s%s%s; tfevents ls lists the runs and tags", kinds,
		 path[0], arguments->operands > 1 ? " and " : "",
		 arguments->operands == 2 ? path[1] : more, which);
	return 1;
}

void logs_tell_reread(const char *tag, const tfe_error *error, const char *program)
{
	complain(program, tag, "cannot be reread: %s%s%s; a larger --memory avoids rereading",
		 error->path, *error->path ? ": " : "", error->message);
}
