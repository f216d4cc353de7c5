/* The writer: summaries of a training run into one event file of a log directory. */
#ifndef TFEVENTS_WRITER_H
#define TFEVENTS_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/confusion.h>
#include <tfevents/dtype.h>
#include <tfevents/graph.h>
#include <tfevents/histogram.h>
#include <tfevents/image.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Writes one run. Threads: every add, flush, finish and error call may come from any thread at
 * once; close is called once, after all other calls have returned.
 *
 * An add encodes in the calling thread and queues the bytes; one thread of the writer hands whole
 * records to write(2), at the latest after flush_interval_s. A process that ends without close has
 * its writers flushed by an exit handler. After fork the child's first add opens a file of its own.
 *
 * Errors stick: once a write failed, flush, finish and close return it, until it passes (a full
 * disk that has room again): queued events are kept and tried again. The limit on the size of files
 * (RLIMIT_FSIZE) is such an error; its signal, SIGXFSZ, does not reach the program.
 *
 * A file that is deleted or moved away while it is written, alone or with its directory, is noticed
 * within about a second of writing and by flush, finish and close. The writer continues in a new
 * file of the run and makes directories again where they are missing: queued events are not lost.
 * The next flush, finish or close returns TFE_E_IO, once; the error names the file, whose events
 * are no longer in the run.
 *
 * A refused add returns its error. If the caller ignores it, the next flush, finish or close
 * returns it, once. */
typedef struct tfe_writer tfe_writer;

/* Zero in a field means its default. */
typedef struct tfe_writer_options {
	size_t size;
	const char *suffix;      /* appended to the file name; default "" */
	double flush_interval_s; /* longest time that an event waits in memory; default 1 */
	double close_timeout_s;  /* longest time that close and the exit handler try; default 5 */
	size_t queue_bytes;      /* most bytes that wait in memory; default 16 MiB */
	bool drop_when_full; /* a full queue drops and counts, instead of making the caller wait; while
	                        writing fails it always does */
	int64_t resume_step; /* above 0: this run goes on at that step; what an earlier file of the
	                             run has from there on is superseded (SessionLog START) */
	const tfe_allocator *allocator; /* copied; default malloc */
	double (*clock)(void *context); /* wall time in seconds since 1970; default the system's */
	void *clock_context;
	const char *hostname; /* for the file name; default the machine's */
	int64_t pid;          /* for the file name; default the process's */
} tfe_writer_options;

#define TFE_WRITER_OPTIONS_INIT TFE_SIZED(tfe_writer_options)

/* Makes `logdir` (and its parents) where missing and opens a new event file in it, named
 * events.out.tfevents.<seconds>.<hostname>.<pid>.<number><suffix>, its first record on disk. A
 * relative path and symbolic links are resolved once: the run stays where it is when the program
 * changes its working directory. `options` may be NULL. On failure *out is NULL and *error (may be
 * NULL) tells the path and the cause. Returns TFE_E_ARG, TFE_E_NOMEM, TFE_E_IO. */
TFE_API TFE_MUST_CHECK tfe_status tfe_writer_open(const char *logdir,
						  const tfe_writer_options *options,
						  tfe_writer **out, tfe_error *error);

/* All adds: `tag` is the series ("train/loss"; "/" groups), UTF-8, not empty; `step` any int64.
 * What is passed in is copied or encoded before the call returns. A bad argument is refused with
 * TFE_E_ARG, nothing is written and the writer goes on; TFE_E_NOMEM and TFE_E_LIMIT (a record over
 * 1 GiB) likewise. After finish: TFE_E_CLOSED. Where the queue is full and the event is dropped:
 * TFE_E_LIMIT, or TFE_E_IO while writing fails. */

/* One number, written as float32 (NaN and infinities too). */
TFE_API tfe_status tfe_writer_add_scalar(tfe_writer *writer, const char *tag, int64_t step,
					 double value);

/* The distribution of `n` values in TensorBoard's exponential buckets (v1, HistogramProto). Values that are not
 * finite are in none of them and make the sums in the file NaN, by which tfevents check and tbtop find them. */
TFE_API tfe_status tfe_writer_add_histogram(tfe_writer *writer, const char *tag, int64_t step,
					    const void *values, tfe_dtype dtype, size_t n);

/* The same as tf.summary.histogram writes it (v2): `buckets` rows of equal width, 0 for 30. Values that
 * are not finite are in none of them; empty rows of count -0 in front, one more where there is none, tell of them. */
TFE_API tfe_status tfe_writer_add_histogram_v2(tfe_writer *writer, const char *tag, int64_t step,
					       const void *values, tfe_dtype dtype, size_t n,
					       size_t buckets);

/* A histogram counted before (tfe_histogram_count on a device's own thread, say), as v1. */
TFE_API tfe_status tfe_writer_add_histogram_counted(tfe_writer *writer, const char *tag,
						    int64_t step, const tfe_histogram *histogram);

/* `n` images of one size at one step, as PNG under plugin "images"; at most 2^28 pixels each. */
TFE_API tfe_status tfe_writer_add_images(tfe_writer *writer, const char *tag, int64_t step,
					 const tfe_image *images, size_t n);

/* A confusion matrix: counts[t * classes + p] examples of class t were predicted as p, none negative
 * (tfe_confusion_count makes them). `names` has `classes` class names, UTF-8, or is NULL for their numbers. Written as a
 * picture at TAG and as the counts at TAG/counts (docs/formats.md), two events. 2 to 1000 classes. */
TFE_API tfe_status tfe_writer_add_confusion_matrix(tfe_writer *writer, const char *tag,
						   int64_t step, const int64_t *counts,
						   size_t classes, const char *const *names);

/* Markdown text, UTF-8, NUL-terminated. */
TFE_API tfe_status tfe_writer_add_text(tfe_writer *writer, const char *tag, int64_t step,
				       const char *text);

/* The run's computation graph; TensorBoard shows the last one. The graph stays the caller's. */
TFE_API tfe_status tfe_writer_add_graph(tfe_writer *writer, const tfe_graph *graph);

/* From now on summaries of `tag` carry a display name and a description (Markdown), either may be NULL.
 * Scalars of such a tag are written as tensors, for simple_value has no place for them. */
TFE_API tfe_status tfe_writer_describe(tfe_writer *writer, const char *tag,
				       const char *display_name, const char *description);

/* Waits until all that was added before this call is written to the file (not fsynced).
 * Returns the error that keeps it from being written. */
TFE_API TFE_MUST_CHECK tfe_status tfe_writer_flush(tfe_writer *writer);

/* Ends the file: flushes, then closes it; later adds return TFE_E_CLOSED. May be called twice. */
TFE_API TFE_MUST_CHECK tfe_status tfe_writer_finish(tfe_writer *writer);

/* Finishes if that was not done, and frees. NULL is a no-op. Returns what finish returned; the
 * writer is gone whatever it returns. After TFE_E_TIMEOUT the writer's thread, which the system
 * still holds in a call, frees its memory when that call returns: an allocator of the caller must
 * live until then. */
TFE_API TFE_MUST_CHECK tfe_status tfe_writer_close(tfe_writer *writer);

/* The last error's detail, copied out; status TFE_OK when there was none. */
TFE_API void tfe_writer_get_error(tfe_writer *writer, tfe_error *error);

typedef struct tfe_writer_stats {
	size_t size;
	uint64_t events;        /* accepted by adds */
	uint64_t dropped;       /* not accepted, the queue was full; or lost when close gave up */
	uint64_t bytes_written; /* of those events */
	char path[1024];        /* the file that is written now */
} tfe_writer_stats;

#define TFE_WRITER_STATS_INIT TFE_SIZED(tfe_writer_stats)

TFE_API void tfe_writer_get_stats(tfe_writer *writer, tfe_writer_stats *stats);

TFE_END_DECLS

#endif
