/* common: the event files that an operand names, as the library lists them. */
#ifndef TFE_COMMON_FILES_H
#define TFE_COMMON_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/logdir.h>

/* An event file, and the name of its run. */
struct event_file {
	char *path, *run;
	const char *name; /* the end of path */
	uint64_t bytes;
};

struct event_files {
	struct event_file *file;
	size_t count, capacity;
	uint64_t folders; /* directories that were searched */
	uint64_t damages; /* what was reported on stderr */
};

/* Appends the file at `path`, or all files below the directory: runs in byte order of their names,
 * and the files of a run in byte order of theirs. What cannot be searched is reported on stderr
 * after `program`, and sets *trouble where files may be missing because of it. Returns false where
 * `path` cannot be opened. */
bool files_find(struct event_files *files, const char *path, const char *program, bool *trouble);

/* Reports on stderr that there is no event file in `path`, and what was searched for in how many
 * directories. */
void files_report_none(const char *program, const char *path, uint64_t folders);

uint64_t files_bytes(const struct event_files *files);
void files_release(struct event_files *files);

/* Copies what the library lists; release with event_file_release. */
struct event_file event_file_make(const tfe_run_file *file, const char *run);
void event_file_release(struct event_file *file);

/* The order of files_find. */
int event_file_compare(const struct event_file *a, const struct event_file *b);

#endif
