/* common: the event files that an operand names, as the library lists them. */
#include "common/files.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/complain.h"
#include "common/damage_report.h"
#include "common/format.h"
#include "common/memory.h"

struct event_file event_file_make(const tfe_run_file *file, const char *run)
{
	char *path = need_copy(file->path);
	const char *slash = strrchr(path, '/');
	return (struct event_file){.path = path,
				   .run = need_copy(run),
				   .name = slash ? slash + 1 : path,
				   .bytes = file->bytes};
}

void event_file_release(struct event_file *file)
{
	free(file->path);
	free(file->run);
}

int event_file_compare(const struct event_file *a, const struct event_file *b)
{
	int order = strcmp(a->run, b->run);
	return order ? order : strcmp(a->name, b->name);
}

static int compare(const void *a, const void *b)
{
	return event_file_compare(a, b);
}

static void add_run(struct event_files *files, const tfe_run *run)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run, &info);
	for (size_t i = 0; !info.moved && i < tfe_run_file_count(run); i++) {
		tfe_run_file file = {.size = sizeof file};
		tfe_run_get_file(run, i, &file);
		files->file =
			need_room(files->file, files->count, &files->capacity, sizeof *files->file);
		files->file[files->count++] = event_file_make(&file, info.name);
	}
}

static void report_damages(struct event_files *files, const tfe_logdir *logdir, const char *program,
			   bool *trouble)
{
	size_t n = tfe_logdir_damage_count(logdir);
	for (size_t i = 0; i < n; i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_logdir_get_damage(logdir, i, &damage);
		damage_report(&damage, program);
		*trouble |= tfe_damage_is_unread(&damage);
	}
	files->damages += n;
}

bool files_find(struct event_files *files, const char *path, const char *program, bool *trouble)
{
	tfe_logdir *logdir;
	tfe_error error = TFE_ERROR_INIT;
	tfe_progress progress = TFE_PROGRESS_INIT;
	const tfe_logdir_options options = {.size = sizeof options, .list_only = true};
	size_t first = files->count;
	if (tfe_logdir_open(&path, 1, &options, &logdir, &error)) {
		complain(program, path, "%s", error.message);
		*trouble = true;
		return false;
	}
	if (tfe_logdir_load(logdir)) {
		tfe_logdir_get_error(logdir, &error);
		complain(program, path, "%s", error.message);
		*trouble = true;
	}
	for (size_t i = 0; i < tfe_logdir_run_count(logdir); i++)
		add_run(files, tfe_logdir_run_at(logdir, i));
	report_damages(files, logdir, program, trouble);
	tfe_logdir_get_progress(logdir, &progress);
	files->folders += progress.directories;
	tfe_logdir_close(logdir);
	if (files->count > first)
		qsort(files->file + first, files->count - first, sizeof *files->file, compare);
	return true;
}

void files_report_none(const char *program, const char *path, uint64_t folders)
{
	complain(program, NULL,
		 "no event files in %s: searched for *tfevents* in %" PRIu64
		 " %s; check the log directory of the training",
		 path, folders, format_noun(folders, "directory", "directories"));
}

uint64_t files_bytes(const struct event_files *files)
{
	uint64_t bytes = 0;
	for (size_t i = 0; i < files->count; i++)
		bytes += files->file[i].bytes;
	return bytes;
}

void files_release(struct event_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		event_file_release(&files->file[i]);
	free(files->file);
	*files = (struct event_files){0};
}
