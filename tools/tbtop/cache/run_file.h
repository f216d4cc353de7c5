/* cache: files beside the event files of a run, named by a file of the log. */
#ifndef TBTOP_CACHE_RUN_FILE_H
#define TBTOP_CACHE_RUN_FILE_H

#include <tfevents/logdir.h>

/* Returns the real path of the directory of a run, or NULL. Release it with free. */
char *run_directory(const tfe_run *run);

/* Returns the content of a regular file, followed by a NUL. Its real path, without symbolic links,
 * must be inside the directory, and it must have at most `most` bytes. Otherwise it returns NULL
 * and sets *error to a reason. Release the content with free. */
char *run_file_read(const char *directory, const char *path, size_t most, size_t *bytes,
		    const char **error);

/* Returns a number that differs when the file has changed; 0 if there is no such file. */
uint64_t run_file_stamp(const char *directory, const char *path);

#endif
