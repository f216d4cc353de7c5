/* write: one event file on disk: its name, and appending whole records. */
#ifndef TFE_WRITE_FILE_H
#define TFE_WRITE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

struct tfe__event_file {
	int fd; /* -1: no file */
	char *path;
	uint64_t bytes; /* size of the whole records in the file */
	bool cut;       /* a partly written record follows and must be truncated */
	bool findable;  /* whether the file system can tell that the file is at its path */
	tfe_allocator allocator;
};

/* The parts of the name events.out.tfevents.<seconds>.<hostname>.<pid>.<number><suffix> in
 * `logdir`. */
struct tfe__file_name {
	const char *logdir, *hostname, *suffix;
	uint64_t seconds;
	int64_t pid;
};

/* Creates a directory and its missing parents. `path` is modified temporarily. */
tfe_status tfe__make_directories(char *path, tfe_error *error) TFE_MUST_CHECK;

/* Creates `logdir` with its missing parents, and a new file in it. */
tfe_status tfe__event_file_open(struct tfe__event_file *f, const struct tfe__file_name *name,
				const tfe_allocator *allocator, tfe_error *error) TFE_MUST_CHECK;

/* Appends whole records. On failure *done (may be NULL) is the number of their bytes that are in
 * the file as whole records. */
tfe_status tfe__event_file_append(struct tfe__event_file *f, const uint8_t *records, size_t n,
				  size_t *done, tfe_error *error) TFE_MUST_CHECK;

/* Returns whether the open file is no longer at its path, because it or its directory was deleted
 * or moved. */
bool tfe__event_file_is_gone(const struct tfe__event_file *f);

/* Closes the file; the path stays allocated. */
tfe_status tfe__event_file_close(struct tfe__event_file *f, tfe_error *error);

/* Closes the file if it is open, and frees the path. */
void tfe__event_file_release(struct tfe__event_file *f);

#endif
