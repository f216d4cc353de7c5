/* common: writes the rows of logs into the event files of runs: one writer for each run. */
#include "common/metric_runs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/complain.h"
#include "common/memory.h"

/* Returns whether a name stays below the directory: "a/b", not "/a", "a//b" or "a/../../b". */
static bool is_safe(const char *name)
{
	if (!*name || strlen(name) > 1024)
		return false;
	for (const char *p = name; *p;) {
		size_t n = strcspn(p, "/");
		if (!n || n > 200 || (n == 2 && !memcmp(p, "..", 2)))
			return false;
		p += n;
		if (*p && !*++p)
			return false;
	}
	return true;
}

static void report(struct metric_runs *r, const tfe_error *error, const char *path)
{
	if (r->failed)
		return;
	snprintf(r->error, sizeof r->error, "%.250s: %.250s", path, error->message);
	if (!r->quiet)
		complain(r->program, path, "%s", error->message);
	r->failed = true;
}

/* The clock of a writer: a new file begins at the time of its first row. */
static double now_or_opening(void *runs)
{
	struct metric_runs *r = runs;
	double opening = atomic_load(&r->opening);
	struct timespec now;
	if (opening > 0)
		return opening;
	clock_gettime(CLOCK_REALTIME, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static tfe_writer *open_writer(struct metric_runs *r, const char *name)
{
	char path[4096];
	tfe_error error = TFE_ERROR_INIT;
	const tfe_writer_options how = {
		.size = sizeof how, .clock = now_or_opening, .clock_context = r};
	bool below = strcmp(name, ".") != 0;
	int n = snprintf(path, sizeof path, "%s%s%s", r->directory, below ? "/" : "",
			 below ? name : "");
	if (n < 0 || (size_t)n >= sizeof path) {
		r->refused++;
		return NULL;
	}
	struct metric_run *run = &r->run[r->count];
	if (tfe_writer_open(path, &how, &run->writer, &error)) {
		report(r, &error, path);
		return NULL;
	}
	run->name = need_copy(name);
	r->last = r->count++;
	return run->writer;
}

static tfe_writer *find_writer(struct metric_runs *r, const char *name)
{
	if (r->count && !strcmp(r->run[r->last].name, name))
		return r->run[r->last].writer;
	for (size_t i = 0; i < r->count; i++)
		if (!strcmp(r->run[i].name, name)) {
			r->last = i;
			return r->run[i].writer;
		}
	if (!is_safe(name) || r->count == METRIC_RUNS) {
		r->refused++;
		return NULL;
	}
	return open_writer(r, name);
}

void metric_runs_add(void *runs, const struct metric_row *row, int64_t step)
{
	struct metric_runs *r = runs;
	size_t n = 0;
	if (row->count > r->capacity) {
		r->capacity = 2 * row->count;
		r->scalar = need_resize(r->scalar, r->capacity, sizeof *r->scalar);
	}
	for (size_t i = 0; i < row->count; i++) {
		const char *tag = metric_row_name(row, i);
		if (filter_matches(r->tags, tag))
			r->scalar[n++] = (tfe_scalar){tag, row->metric[i].value};
	}
	const char *name = metric_row_run(row);
	double time =
		row->wall_time > 0 && isfinite(row->wall_time) ? row->wall_time : r->wall_time;
	atomic_store(&r->opening, time);
	tfe_writer *writer = n ? find_writer(r, name ? name : ".") : NULL;
	atomic_store(&r->opening, 0);
	if (!writer)
		return;
	tfe_status status = tfe_writer_set_wall_time(writer, time);
	if (!status)
		status = tfe_writer_add_scalars(writer, step, r->scalar, n, TFE_DTYPE_FLOAT32);
	if (!status) {
		r->points += n;
		return;
	}
	tfe_error error = TFE_ERROR_INIT;
	tfe_writer_get_error(writer, &error);
	report(r, &error, r->directory);
}

void metric_runs_flush(struct metric_runs *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (tfe_writer_flush(r->run[i].writer)) {
			tfe_error error = TFE_ERROR_INIT;
			tfe_writer_get_error(r->run[i].writer, &error);
			report(r, &error, r->directory);
		}
}

bool metric_runs_close(struct metric_runs *r)
{
	if (r->failed && r->quiet)
		complain(r->program, NULL, "%s", r->error);
	r->quiet = false;
	metric_runs_flush(r);
	for (size_t i = 0; i < r->count; i++) {
		if (tfe_writer_close(r->run[i].writer) && !r->failed) {
			complain(r->program, r->directory, "the last points are not written");
			r->failed = true;
		}
		free(r->run[i].name);
	}
	r->count = 0;
	free(r->scalar);
	r->scalar = NULL;
	r->capacity = 0;
	return !r->failed;
}
