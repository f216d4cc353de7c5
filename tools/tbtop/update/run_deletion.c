/* update: the commands of a shell that delete runs. */
#define _XOPEN_SOURCE 700
#include "tbtop/update/run_deletion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/logdir.h>

#include "common/memory.h"
#include "common/shell_quote.h"
#include "tbtop/model/run_notes.h"

struct text {
	char *bytes;
	size_t n, capacity;
};

static void append(struct text *t, const char *line)
{
	size_t n = strlen(line);
	while (t->capacity < t->n + n + 2)
		t->bytes = need_room(t->bytes, t->capacity, &t->capacity, 1);
	if (t->n)
		t->bytes[t->n++] = '\n';
	memcpy(t->bytes + t->n, line, n + 1);
	t->n += n;
}

/* Returns file i of a run, or false if it does not exist. */
static bool file_of(const struct run *run, size_t i, tfe_run_file *file)
{
	*file = (tfe_run_file)TFE_RUN_FILE_INIT;
	return !tfe_run_get_file(run->data, i, file) && !file->gone;
}

/* Returns the absolute path of the directory of a file, or NULL. */
static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *copy = slash ? need_copy(path) : need_copy(".");
	if (slash)
		copy[slash > path ? slash - path : 1] = '\0';
	char *real = realpath(copy, NULL);
	free(copy);
	return real;
}

char *run_real_directory(const struct run *run)
{
	tfe_run_file file;
	size_t n = run->data ? tfe_run_file_count(run->data) : 0;
	for (size_t i = 0; i < n; i++)
		if (file_of(run, i, &file))
			return directory_of(file.path);
	return NULL;
}

/* Returns whether `inner` is a directory or below it. */
static bool is_within(const char *inner, const char *directory)
{
	size_t n = strlen(directory);
	return !strncmp(inner, directory, n) &&
	       (inner[n] == '\0' || inner[n] == '/' || directory[n - 1] == '/');
}

/* Returns a run that is not marked and that has files in a directory, or NULL. */
static const struct run *keeper(const struct model *m, char *const *directory, const char *of)
{
	for (size_t i = 0; i < m->n_runs; i++)
		if (!m->runs[i]->marked && directory[i] && is_within(directory[i], of))
			return m->runs[i];
	return NULL;
}

/* Returns whether the directory of a run is one of the log directories, or whether the run is a
 * file in it: then it is not known what else the directory is for. */
static bool is_shared(const struct run *run)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_file file;
	tfe_run_get_info(run->data, &info);
	if (!strcmp(info.relative_name, "."))
		return true;
	if (!file_of(run, 0, &file))
		return false;
	const char *base = strrchr(file.path, '/');
	base = base ? base + 1 : file.path;
	size_t n = strlen(run->name), tail = strlen(base);
	return n >= tail && !strcmp(run->name + n - tail, base);
}

static void add_command(struct text *t, const char *command, const char *path)
{
	char *word = shell_quote(path);
	size_t size = strlen(command) + strlen(word) + 1;
	char *line = need_zeroed(size, 1);
	snprintf(line, size, "%s%s", command, word);
	append(t, line);
	free(line);
	free(word);
}

/* Adds a command for each event file. Their paths are absolute. */
static void add_files(struct text *t, const struct run *run)
{
	size_t n = tfe_run_file_count(run->data);
	for (size_t i = 0; i < n; i++) {
		tfe_run_file file;
		char *path = file_of(run, i, &file) ? realpath(file.path, NULL) : NULL;
		if (path)
			add_command(t, "rm -- ", path);
		free(path);
	}
}

/* Returns whether the command of an earlier run deletes the directory. */
static bool is_done(const struct model *m, char *const *directory, const bool *whole, size_t run)
{
	for (size_t i = 0; i < m->n_runs; i++)
		if (i != run && whole[i] && is_within(directory[run], directory[i]) &&
		    (i < run || strcmp(directory[i], directory[run]) != 0))
			return true;
	return false;
}

static void warn(struct text *notes, const struct run *run, const char *why)
{
	char line[512];
	snprintf(line, sizeof line, "%.200s %.200s", run_title(run), why);
	append(notes, line);
}

static void add_run(struct text *lines, struct text *notes, const struct model *m,
		    char *const *directory, const bool *whole, size_t i)
{
	const struct run *run = m->runs[i];
	if (run->state == RUN_LIVE)
		warn(notes, run, "is live: it is still being written");
	if (!directory[i]) {
		warn(notes, run, "is gone already");
		return;
	}
	if (whole[i]) {
		if (!is_done(m, directory, whole, i))
			add_command(lines, "rm -r -- ", directory[i]);
		return;
	}
	const struct run *other = is_shared(run) ? NULL : keeper(m, directory, directory[i]);
	char why[300] = "has the log directory itself: only its event files are removed";
	if (other)
		snprintf(why, sizeof why,
			 "shares its directory with %.150s: only its event files "
			 "are removed",
			 run_title(other));
	warn(notes, run, why);
	add_files(lines, run);
}

void deletion_compose(struct model *m)
{
	struct text lines = {0}, notes = {0};
	char **directory = need_zeroed(m->n_runs + 1, sizeof *directory);
	bool *whole = need_zeroed(m->n_runs + 1, sizeof *whole);
	append(&lines, "");
	lines.n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		directory[i] = run_real_directory(m->runs[i]);
	for (size_t i = 0; i < m->n_runs; i++)
		whole[i] = m->runs[i]->marked && directory[i] && !is_shared(m->runs[i]) &&
			   !keeper(m, directory, directory[i]);
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[i]->marked)
			add_run(&lines, &notes, m, directory, whole, i);
	for (size_t i = 0; i < m->n_runs; i++)
		free(directory[i]);
	free(directory);
	free(whole);
	free(m->deletion);
	free(m->deletion_notes);
	m->deletion = lines.bytes;
	m->deletion_notes = notes.bytes;
}
