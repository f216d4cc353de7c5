/* state: the file of a log directory's state, on disk. */
#ifndef TBTOP_STATE_STATE_FILE_H
#define TBTOP_STATE_STATE_FILE_H

#include "tbtop/state/entries.h"

/* The number of state files; a new one replaces the oldest of them. */
enum { MOST_STATE_FILES = 1000 };

/* Returns the path of the file for these log directories, as given on the command line: they are
 * the same whatever their order and the path by which they are reached. NULL if the user has no
 * directory for it. Ownership: release with free. */
char *state_file_path(const char *const *logdirs, size_t n);

/* Returns the resolved paths of log directories, sorted, one a line. Ownership: release with
 * free. */
char *state_file_logdirs(const char *const *logdirs, size_t n);

/* Identifies the content of a file: 0 for none. */
struct state_stamp {
	unsigned long long device, inode;
	long long seconds, nanoseconds, bytes;
};

/* Reads a file into an empty list. A file that does not exist is empty and good. Returns false with
 * errno if it cannot be read. */
bool state_file_read(const char *path, struct entries *e, enum entries_condition *condition,
		     struct state_stamp *stamp);

/* Returns whether the file is still the one with the stamp. */
bool state_file_is(const char *path, const struct state_stamp *stamp);

/* Replaces a file: a temporary file beside it is written, synchronised and renamed, so that a
 * reader always sees a whole file. An empty list removes the file. Returns false with errno; the
 * file is then unchanged. */
bool state_file_write(const char *path, const struct entries *e);

/* Gives a file that is about to be replaced a second name, PATH.old. Returns false if that
 * fails. */
bool state_file_keep(const char *path);

#endif
