/* Reads the events of one event file in order. */
#ifndef TFEVENTS_READER_H
#define TFEVENTS_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* A reader of one file, from its start. With `live` it follows the file as it grows. Threads: one
 * at a time. */
typedef struct tfe_reader tfe_reader;

/* Zero in a field means its default. */
typedef struct tfe_reader_options {
	size_t size;
	/* A writer may still append: bytes that may belong to an unfinished record wait. Otherwise
	 * the file is complete, and such bytes are damage. */
	bool live;
	const tfe_allocator *allocator; /* copied; default malloc */
	/* Records whose data checksum does not match are returned if their data are a valid event.
	 * For files of a program that computes the checksum wrongly. */
	bool wrong_checksums;
} tfe_reader_options;

#define TFE_READER_OPTIONS_INIT TFE_SIZED(tfe_reader_options)

/* Opens a file. `options` may be NULL. A FIFO, device, socket or directory is refused with
 * TFE_E_ARG; the call never blocks on it. Returns TFE_E_NOTFOUND, TFE_E_ARG, TFE_E_IO or
 * TFE_E_NOMEM; then *out is NULL and *error (may be NULL) has the detail. Ownership: *out belongs
 * to the caller until tfe_reader_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_reader_open(const char *path,
						  const tfe_reader_options *options,
						  tfe_reader **out, tfe_error *error);

/* Closes a reader; NULL is allowed. */
TFE_API void tfe_reader_close(tfe_reader *reader);

/* Reads the next event; all checksums are verified, except with `wrong_checksums`. Returns
 *
 * - TFE_OK: *event is valid until the next call.
 * - TFE_E_AGAIN: the file has no further event (yet); tfe_reader_get_gap describes the rest of the
 *   file, if any. The call may be repeated, preferably after the file has changed.
 * - TFE_E_DAMAGED: bytes were skipped; tfe_reader_get_gap says which and why. The next call
 *   continues after them.
 * - TFE_E_IO, TFE_E_NOTFOUND, TFE_E_NOMEM: tfe_reader_get_error has the detail; the call may be
 *   repeated. */
TFE_API TFE_MUST_CHECK tfe_status tfe_reader_next(tfe_reader *reader, tfe_event *event);

/* The record of the last event, exactly as in the file: length, data and both checksums, so that it
 * can be copied. It is empty if the last call returned no event. Ownership: valid as long as the
 * event. */
TFE_API void tfe_reader_get_frame(const tfe_reader *reader, tfe_bytes *frame);

/* Computes the 12 bytes before and the 4 bytes after `n` bytes of content that make them a record
 * of an event file. Threads: any. */
TFE_API void tfe_record_frame(const void *content, size_t n, uint8_t header[12], uint8_t footer[4]);

/* The current position in the file in bytes; for a compressed file, in compressed bytes. */
TFE_API uint64_t tfe_reader_position(const tfe_reader *reader);

/* A part of the file that is not an event. */
typedef struct tfe_gap {
	size_t size;
	uint64_t offset, bytes;
	/* True: a length checksum did not match, and all bytes up to the next whole record were
	 * skipped; false: one record. */
	bool framing;
	const char *reason; /* static text; NULL if bytes is 0 */
	bool rest;          /* the rest of the file, at TFE_E_AGAIN */
} tfe_gap;

#define TFE_GAP_INIT TFE_SIZED(tfe_gap)

/* The part that the last TFE_E_DAMAGED skipped, or the rest of the file at the last TFE_E_AGAIN
 * (bytes may be 0). */
TFE_API void tfe_reader_get_gap(const tfe_reader *reader, tfe_gap *gap);

/* The change of a file since it was last read. */
typedef enum tfe_file_change {
	TFE_FILE_CHANGE_SAME,  /* unchanged */
	TFE_FILE_CHANGE_GROWN, /* there are more bytes to read */
	/* Replaced by another file, truncated, or rewritten in place: earlier events are void, and
	 * reading continues with the first event. */
	TFE_FILE_CHANGE_REPLACED,
	/* Replaced by a file that begins with all bytes read so far: reading continues. */
	TFE_FILE_CHANGE_MOVED,
	TFE_FILE_CHANGE_GONE /* deleted; earlier events stay valid */
} tfe_file_change;

/* Checks the path for changes: one stat call, and, if the file was written to since the last check,
 * a comparison of at most 4 kB of the bytes already read. Until this call, a file that was
 * rewritten in place gives no further events. Returns TFE_E_IO, TFE_E_ARG or TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_reader_check(tfe_reader *reader, tfe_file_change *change);

/* Declares the file complete: a live reader then treats bytes that it was waiting for as damage. */
TFE_API void tfe_reader_settle(tfe_reader *reader);

/* Releases the file descriptor and the buffer until the next call. */
TFE_API void tfe_reader_suspend(tfe_reader *reader);

/* Copies the detail of the last error; its status is TFE_OK if there was none. */
TFE_API void tfe_reader_get_error(const tfe_reader *reader, tfe_error *error);

TFE_END_DECLS

#endif
