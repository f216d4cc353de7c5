/* common: the event files that an operand names, as the library lists them. */
#ifndef TFE_COMMON_FILES_H
#define TFE_COMMON_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/logdir.h>

/* An event file and the name of its run. */
struct event_file {
	char *path, *run;
	const char *name; /* the last component of path */
	uint64_t bytes;
	uint64_t gaps; /* damaged places so far, counted by the verb */
};

struct event_files {
	struct event_file *file;
	size_t count, capacity;
	uint64_t folders; /* the number of directories that were searched */
	uint64_t damages; /* the number of damages reported on standard error */
};

/* Appends the file at `path`, or all files below the directory: runs in byte order of their names,
 * and the files of a run in byte order of their names. Directories that cannot be searched are
 * reported on standard error after `program`; *trouble is set if files may be missing because of
 * it. Returns false if `path` cannot be opened. */
bool files_find(struct event_files *files, const char *path, const char *program, bool *trouble);

/* Reports on standard error that there is no event file in `path`, which names were searched for,
 * and in how many directories. */
void files_report_none(const char *program, const char *path, uint64_t folders);

uint64_t files_bytes(const struct event_files *files);
void files_release(struct event_files *files);

/* Copies a file that the library lists. Ownership: release the copy with event_file_release. */
struct event_file event_file_make(const tfe_run_file *file, const char *run);
void event_file_release(struct event_file *file);

/* Compares two files in the order of files_find. */
int event_file_compare(const struct event_file *a, const struct event_file *b);

#endif
