/* cache: figures written to files by the reader. There is one job at a time; each has a number, by
 * which the reader knows whether a request is about the present one. */
#include "tbtop/cache/figure_files.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/new_file.h"
#include "tbtop/cache/reads.h"

struct figure_job {
	pthread_mutex_t lock; /* of taken and number */
	bool taken;           /* the reader has begun */
	uint64_t number;
	bool busy; /* for the thread that draws */
	struct figure_plan plan;
	char path[sizeof(((struct export *)0)->path)];
};

struct figure_job *figure_job_open(void)
{
	struct figure_job *job = need_zeroed(1, sizeof *job);
	if (pthread_mutex_init(&job->lock, NULL))
		need(NULL);
	return job;
}

void figure_job_close(struct figure_job *job)
{
	figure_plan_release(&job->plan);
	pthread_mutex_destroy(&job->lock);
	free(job);
}

/* Returns whether this call is the first one for the present job: a request may be repeated while
 * it is being processed. */
static bool take(struct figure_job *job, uint64_t number)
{
	pthread_mutex_lock(&job->lock);
	bool mine = job->number == number && !job->taken;
	job->taken |= mine;
	pthread_mutex_unlock(&job->lock);
	return mine;
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
		return new_file_make(file, NULL, path);
	name_of(&job->plan, name);
	for (int i = 1; i < 100; i++) {
		if (i == 1)
			snprintf(path, size, "%s.svg", name);
		else
			snprintf(path, size, "%s-%d.svg", name, i);
		if (new_file_make(file, NULL, path))
			return true;
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
	if (take(key->job, key->entry))
		write_file(key->job, e);
	return e;
}

static const struct read_kind figure_kind = {read_figure, free};

void figure_file_start(struct caches *c, struct figure_plan *plan, const char *path)
{
	struct figure_job *job = c->figure;
	pthread_mutex_lock(&job->lock);
	job->number++;
	job->taken = false;
	job->busy = true;
	job->plan = *plan;
	snprintf(job->path, sizeof job->path, "%s", path);
	pthread_mutex_unlock(&job->lock);
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
