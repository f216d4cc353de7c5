/* common: the event files below a directory. */
#ifndef TFE_COMMON_FILES_H
#define TFE_COMMON_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file whose name contains "tfevents", or one that was named itself. Its run is its directory's path below the one
 * that was searched, "." for that one itself. */
struct event_file {
	char *path, *run;
	const char *name; /* the end of path */
};

struct event_files {
	struct event_file *file;
	size_t count, capacity;
	char **folder; /* every directory that was looked into */
	size_t folders, folder_capacity;
};

/* Appends what stands at `path`: the file itself, or all below the directory, runs in byte order of
 * their names and files in byte order of theirs. A directory that links lead to is searched once,
 * as docs/formats.md says. What cannot be searched sets *trouble, and is reported on stderr after
 * `program`, where that is not NULL. False where `path` itself is not there. */
bool files_find(struct event_files *files, const char *path, const char *program, bool *trouble);

/* Says on stderr that there is no event file in `path`, and what was looked for in how many folders. */
void files_tell_none(const char *program, const char *path, uint64_t folders);

/* How many bytes a file has, or all of them; 0 for what is no file. */
uint64_t file_bytes(const char *path);
uint64_t files_bytes(const struct event_files *files);

/* Appends one file. */
void files_add(struct event_files *files, const char *path, const char *run);
void files_release(struct event_files *files);

#endif
