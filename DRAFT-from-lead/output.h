/* write: one event file being written: its name, and whole records on disk whatever write(2) does. */
#ifndef TFE_WRITE_OUTPUT_H
#define TFE_WRITE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* Invariant: the first `bytes` bytes of the file are whole records; only while `torn` may more follow,
 * the beginning of a record that a failed write cut off. */
struct tfe__output {
	int fd; /* -1: none open */
	uint64_t bytes;
	bool torn;
	char *path;
	tfe_allocator allocator;
};

/* What a file name is made of: events.out.tfevents.<seconds>.<hostname>.<pid>.<number><suffix>. */
struct tfe__output_name {
	const char *directory;
	int64_t seconds;
	const char *hostname;
	int64_t pid;
	unsigned number; /* the first to try; the next ones where it is taken */
	const char *suffix;
};

/* Makes the directory and its parents where they are missing, and a new file in it; an existing file is never
 * opened. Returns TFE_E_IO, TFE_E_NOMEM, with *error (may be NULL) filled in. */
tfe_status tfe__output_open(struct tfe__output *out, const struct tfe__output_name *name,
			    const tfe_allocator *allocator, tfe_error *error) TFE_MUST_CHECK;

/* Appends n bytes of whole records. On failure *written says how many bytes of whole records arrived (the
 * rest may be tried again), and *error the cause. */
tfe_status tfe__output_write(struct tfe__output *out, const uint8_t *records, size_t n,
			     size_t *written, tfe_error *error) TFE_MUST_CHECK;

/* Closes the file, if one is open. Returns TFE_E_IO where the system reports a late failure. */
tfe_status tfe__output_close(struct tfe__output *out, tfe_error *error) TFE_MUST_CHECK;

/* Forgets a file that another process writes: the child's side of a fork. */
void tfe__output_abandon(struct tfe__output *out);

#endif
