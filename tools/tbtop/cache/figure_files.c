/* cache: figures written to files by the reader. There is one job at a time. Each has a number, so
 * that its request differs from that of the job before. */
#include "tbtop/cache/figure_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/new_file.h"
#include "tbtop/cache/reads.h"

struct figure_job {
	uint64_t number;
	bool replaces;
	bool busy; /* for the thread that draws; the reader has the other members meanwhile */
	struct figure_plan plan;
	char path[sizeof(((struct export *)0)->path)];
};

struct figure_job *figure_job_open(void)
{
	return need_zeroed(1, sizeof(struct figure_job));
}

void figure_job_close(struct figure_job *job)
{
	figure_plan_release(&job->plan);
	free(job);
}

/* Makes a name from the title: letters, digits and - . stay, others become "_". */
static void name_of(const struct figure_plan *plan, char name[100])
{
	const char *title = plan->title && *plan->title ? plan->title : "figure";
	size_t n = 0;
	for (; title[n] && n < 80; n++) {
		char c = title[n];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || (n && (c == '-' || c == '.'));
		name[n] = plain ? c : '_';
	}
	name[n] = '\0';
}

/* Creates the file: under its name, or under the first free one of NAME.svg, NAME-2.svg, ... */
static bool make_file(const struct figure_job *job, struct new_file *file, char *path, size_t size)
{
	char name[100];
	snprintf(path, size, "%s", job->path);
	if (*path)
		return new_file_make_or_replace(file, NULL, path, ":export!", job->replaces);
	name_of(&job->plan, name);
	for (int i = 1; i < 100; i++) {
		if (i == 1)
			snprintf(path, size, "%s%s", name, figure_suffix(job->plan.usual));
		else
			snprintf(path, size, "%s-%d%s", name, i, figure_suffix(job->plan.usual));
		if (new_file_make(file, NULL, path))
			return true;
		if (!file->exists)
			return false;
	}
	return false;
}

static void write_file(const struct figure_job *job, struct export *e)
{
	struct new_file *file = need_zeroed(1, sizeof *file);
	enum figure_format format = FIGURE_SVG;
	char why[FIGURE_ERROR] = "", path[sizeof e->path];
	bool made = make_file(job, file, path, sizeof path);
	if (made) {
		(void)figure_format_of(path, &format);
		bool drawn = figure_plan_write(&job->plan, format, &file->out, why);
		e->bytes = file->out.written;
		made = new_file_finish(file, drawn) && drawn;
	}
	if (made)
		snprintf(e->path, sizeof e->path, "%s", path);
	else if (*why)
		snprintf(e->error, sizeof e->error, "%s", why);
	else
		snprintf(e->error, sizeof e->error, "%.80s: %s", path, file->error);
	free(file);
}

static void *read_figure(const struct read_key *key, size_t *bytes)
{
	struct export *e = need_zeroed(1, sizeof *e);
	*bytes = sizeof *e;
	write_file(key->job, e);
	return e;
}

static const struct read_kind figure_kind = {read_figure, free};

void figure_file_start(struct caches *c, struct figure_plan *plan, const char *path, bool replaces)
{
	struct figure_job *job = c->figure;
	job->number++;
	job->busy = true;
	job->plan = *plan;
	job->replaces = replaces;
	snprintf(job->path, sizeof job->path, "%s", path);
	*plan = (struct figure_plan){0};
}

bool figure_file_is_busy(const struct caches *c)
{
	return c->figure->busy;
}

const struct export *figure_file_done(struct caches *c)
{
	struct figure_job *job = c->figure;
	if (!job->busy)
		return NULL;
	const struct export *e = reads_find(
		c, &(struct read_key){.kind = &figure_kind, .entry = job->number, .job = job});
	if (!e)
		return NULL;
	job->busy = false;
	figure_plan_release(&job->plan);
	return e;
}
