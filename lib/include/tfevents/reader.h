/* The events of one event file, one after the other. */
#ifndef TFEVENTS_READER_H
#define TFEVENTS_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Reads one file from its beginning; with `live` as far as it goes, and further as it grows.
 * Threads: one at a time. */
typedef struct tfe_reader tfe_reader;

/* Zero in a field means its default. */
typedef struct tfe_reader_options {
	size_t size;
	bool live; /* somebody may still write the file: what cannot be told yet waits. Otherwise what is there
	              now is all, and is judged at once */
	const tfe_allocator *allocator; /* copied; default malloc */
} tfe_reader_options;

#define TFE_READER_OPTIONS_INIT TFE_SIZED(tfe_reader_options)

/* Opens a file. `options` may be NULL. A FIFO, device, socket or directory is refused, not waited for.
 * Returns TFE_E_NOTFOUND, TFE_E_ARG, TFE_E_IO, TFE_E_NOMEM; then *out is NULL and *error (may be NULL) tells more. */
TFE_API TFE_MUST_CHECK tfe_status tfe_reader_open(const char *path,
						  const tfe_reader_options *options,
						  tfe_reader **out, tfe_error *error);

/* NULL is a no-op. */
TFE_API void tfe_reader_close(tfe_reader *reader);

/* Reads the next event, all checksums verified. Returns
 * - TFE_OK: *event is valid until the next call.
 * - TFE_E_AGAIN: nothing more (yet); tfe_reader_get_gap says what is left over at the end, if anything. May be called
 *   again, best after the file has changed.
 * - TFE_E_DAMAGED: something had to be passed over, tfe_reader_get_gap says what and why; the next call goes on
 *   behind it.
 * - TFE_E_IO, TFE_E_NOTFOUND, TFE_E_NOMEM: tfe_reader_get_error tells more; the call may be repeated. */
TFE_API TFE_MUST_CHECK tfe_status tfe_reader_next(tfe_reader *reader, tfe_event *event);

/* The record that the last event stands in, as it stands in the file: with its length and both checksums, so that
 * it can be copied. Good as long as the event; empty where the last call returned none. */
TFE_API void tfe_reader_get_frame(const tfe_reader *reader, tfe_bytes *frame);

/* Makes a record of n bytes: what stands before and after them in an event file. */
TFE_API void tfe_record_frame(const void *content, size_t n, uint8_t header[12], uint8_t footer[4]);

/* How far into the file the reader is, in bytes; in a compressed file, into that. */
TFE_API uint64_t tfe_reader_position(const tfe_reader *reader);

/* Bytes that are no event. */
typedef struct tfe_gap {
	size_t size;
	uint64_t offset, bytes;
	bool framing; /* a length was lost, and all up to the next whole record with it; else one record */
	const char *reason; /* a few words; static; NULL when bytes is 0 */
} tfe_gap;

#define TFE_GAP_INIT TFE_SIZED(tfe_gap)

/* What the last TFE_E_DAMAGED passed over, or the last TFE_E_AGAIN left over (bytes may be 0). */
TFE_API void tfe_reader_get_gap(const tfe_reader *reader, tfe_gap *gap);

/* What became of a file. */
typedef enum tfe_file_change {
	TFE_FILE_CHANGE_SAME,  /* nothing new */
	TFE_FILE_CHANGE_GROWN, /* there is more to read */
	TFE_FILE_CHANGE_REPLACED, /* by another, or cut off, or rewritten in place: what was read is void,
	                      and reading begins with the first event */
	TFE_FILE_CHANGE_MOVED, /* by another that begins with all that was read: reading goes on */
	TFE_FILE_CHANGE_GONE   /* deleted; what was read stays true */
} tfe_file_change;

/* Looks at the path again: one stat, and of a file that was written to since at most four
 * kilobytes of those that were read, to see whether they are still there. Until this is called,
 * no more events come from a file that was rewritten in place. Returns TFE_E_IO, TFE_E_ARG,
 * TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_reader_check(tfe_reader *reader, tfe_file_change *change);

/* From now on nothing more will come: what a live reader still waited for is judged by what is there. */
TFE_API void tfe_reader_settle(tfe_reader *reader);

/* Gives descriptor and buffer back until the next call. */
TFE_API void tfe_reader_suspend(tfe_reader *reader);

/* The last error's detail, copied out; status TFE_OK when there was none. */
TFE_API void tfe_reader_get_error(const tfe_reader *reader, tfe_error *error);

TFE_END_DECLS

#endif
