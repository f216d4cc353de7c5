/* write: one event file on disk: its name, and whole records appended to it. */
#ifndef TFE_WRITE_FILE_H
#define TFE_WRITE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

struct tfe__event_file {
	int fd; /* -1: none */
	char *path;
	uint64_t bytes; /* whole records in the file */
	bool cut;       /* bytes of a record cut short follow them, to be truncated away */
	bool findable;  /* the file system tells whether the file is at its path */
	tfe_allocator allocator;
};

/* What makes the name: events.out.tfevents.<seconds>.<hostname>.<pid>.<number><suffix> in `logdir`. */
struct tfe__file_name {
	const char *logdir, *hostname, *suffix;
	uint64_t seconds;
	int64_t pid;
};

/* Makes a directory and its parents where missing. `path` is changed and restored on the way. */
tfe_status tfe__make_directories(char *path, tfe_error *error) TFE_MUST_CHECK;

/* Makes `logdir` and its parents where missing, and in it a file that did not exist. */
tfe_status tfe__event_file_open(struct tfe__event_file *f, const struct tfe__file_name *name,
				const tfe_allocator *allocator, tfe_error *error) TFE_MUST_CHECK;

/* Appends whole records. On failure *done (may be NULL) is how many bytes of them are in the file as whole records. */
tfe_status tfe__event_file_append(struct tfe__event_file *f, const uint8_t *records, size_t n,
				  size_t *done, tfe_error *error) TFE_MUST_CHECK;

/* Whether the open file is no longer at its path: it was deleted or moved, or its directory was. */
bool tfe__event_file_is_gone(const struct tfe__event_file *f);

/* Closes it; the path stays. */
tfe_status tfe__event_file_close(struct tfe__event_file *f, tfe_error *error);

/* Closes it if that was not done, and frees the path. */
void tfe__event_file_release(struct tfe__event_file *f);

#endif
