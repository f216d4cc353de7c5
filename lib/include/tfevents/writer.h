/* The writer: writes the values of one run into event files. */
#ifndef TFEVENTS_WRITER_H
#define TFEVENTS_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/array.h>
#include <tfevents/audio.h>
#include <tfevents/confusion.h>
#include <tfevents/dtype.h>
#include <tfevents/embedding.h>
#include <tfevents/event.h>
#include <tfevents/graph.h>
#include <tfevents/histogram.h>
#include <tfevents/image.h>
#include <tfevents/layout.h>
#include <tfevents/mesh.h>
#include <tfevents/plugin.h>
#include <tfevents/pr_curve.h>
#include <tfevents/profile.h>
#include <tfevents/run_metadata.h>
#include <tfevents/scalar.h>
#include <tfevents/status.h>
#include <tfevents/trial.h>

TFE_BEGIN_DECLS

/* A writer of one run.
 *
 * An add encodes in the calling thread and queues the bytes. The writer thread passes whole records
 * to write(2), at the latest after flush_interval_s. If a process ends without close, an exit
 * handler flushes its writers. After fork, the first add of the child opens its own file.
 *
 * Errors are sticky: after a failed write, flush, finish and close return the error until writing
 * works again (for example, until a full disk has space). Queued events are kept and retried.
 * Reaching the file size limit (RLIMIT_FSIZE) is such an error; its signal, SIGXFSZ, does not reach
 * the program.
 *
 * If the file, or its directory, is deleted or moved away, the writer notices within about a second
 * of writing, and in flush, finish and close. It continues in a new file of the run and creates
 * missing directories; queued events are not lost. The next flush, finish or close returns
 * TFE_E_IO, once; the error names the old file, whose events are no longer in the run.
 *
 * A refused add returns its error. If the caller ignores it, the next flush, finish or close
 * returns it, once.
 *
 * Threads: every add, flush, finish and error call may be made from any thread at any time; close
 * is called once, after all other calls have returned. */
typedef struct tfe_writer tfe_writer;

/* Zero in a field means its default. */
typedef struct tfe_writer_options {
	size_t size;
	const char *suffix; /* appended to the file name; default "" */
	/* Longest time in seconds that an event waits in memory; default 1. */
	double flush_interval_s;
	/* Longest time in seconds that close and the exit handler take; default 5. */
	double close_timeout_s;
	/* Maximum number of queued bytes; default 16 MiB. The queue keeps the memory that it has
	 * once needed until nothing was added for ten flush intervals; then it keeps 1 MiB. */
	size_t queue_bytes;
	/* A full queue drops and counts events instead of blocking the caller. While writing fails,
	 * a full queue always does this. */
	bool drop_when_full;
	/* Above 0: this run continues at that step; older points of the run at that step or later
	 * are superseded (SessionLog START). */
	int64_t resume_step;
	const tfe_allocator *allocator; /* copied; default malloc */
	double (*clock)(void *context); /* wall time in seconds since 1970; default: system clock */
	void *clock_context;
	const char *hostname; /* for the file name; default the machine's */
	int64_t pid;          /* for the file name; default the process's */
} tfe_writer_options;

#define TFE_WRITER_OPTIONS_INIT TFE_SIZED(tfe_writer_options)

/* Creates `logdir` and its parents if necessary and opens a new event file in it, named
 * events.out.tfevents.<seconds>.<hostname>.<pid>.<number><suffix>, with its first record on disk. A
 * relative path and symbolic links are resolved once, so a later change of the working directory
 * has no effect. `options` may be NULL. Returns TFE_E_ARG, TFE_E_NOMEM or TFE_E_IO; then *out is
 * NULL and *error (may be NULL) has path and cause. Ownership: *out belongs to the caller until
 * tfe_writer_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_writer_open(const char *logdir,
						  const tfe_writer_options *options,
						  tfe_writer **out, tfe_error *error);

/* All adds: `tag` names the series ("train/loss"; "/" makes groups) and is UTF-8 and not empty;
 * `step` is any int64. Arguments are copied or encoded before the call returns. Returns TFE_E_ARG
 * for a bad argument, TFE_E_NOMEM, or TFE_E_LIMIT for a record over 1 GiB; then nothing is written
 * and the writer stays usable. Returns TFE_E_CLOSED after finish. If the queue is full and the
 * event is dropped: TFE_E_LIMIT, or TFE_E_IO while writing fails. Threads: any. */

/* Adds one number, written as float32; NaN and infinities are allowed. */
TFE_API tfe_status tfe_writer_add_scalar(tfe_writer *writer, const char *tag, int64_t step,
					 double value);

/* Adds n > 0 numbers of one step as one event; each has about half the cost of an add_scalar.
 * `dtype` is TFE_DTYPE_FLOAT32, or TFE_DTYPE_FLOAT64, which keeps all digits: such numbers are
 * written as tensors. (TensorBoard's data server skips float64 scalars; its Python backend shows
 * them.) If one tag is refused, none of the numbers is added. */
TFE_API tfe_status tfe_writer_add_scalars(tfe_writer *writer, int64_t step,
					  const tfe_scalar *scalars, size_t n, tfe_dtype dtype);

/* Adds the distribution of `n` values in TensorBoard's exponential buckets (v1, HistogramProto).
 * Values that are not finite are in no bucket; they make both sums in the file NaN, which tfevents
 * check and tbtop recognise. */
TFE_API tfe_status tfe_writer_add_histogram(tfe_writer *writer, const char *tag, int64_t step,
					    const void *values, tfe_dtype dtype, size_t n);

/* Adds a histogram as tf.summary.histogram writes it (v2): `buckets` rows of equal width, 0 for 30.
 * Values that are not finite are in no row; leading empty rows with a count of -0 indicate them,
 * and one is added if there is none. */
TFE_API tfe_status tfe_writer_add_histogram_v2(tfe_writer *writer, const char *tag, int64_t step,
					       const void *values, tfe_dtype dtype, size_t n,
					       size_t buckets);

/* Adds an already counted histogram (see tfe_histogram_count) as v1. */
TFE_API tfe_status tfe_writer_add_histogram_counted(tfe_writer *writer, const char *tag,
						    int64_t step, const tfe_histogram *histogram);

/* Adds the distribution of an array of any shape and strides, without a copy of it: as v1
 * (`buckets` 0) or v2. `weights` may be NULL: see tfe_histogram_count_array. */
TFE_API tfe_status tfe_writer_add_histogram_array(tfe_writer *writer, const char *tag, int64_t step,
						  const tfe_array *values, const tfe_array *weights,
						  size_t buckets);

/* Adds buckets that were counted elsewhere as v1, as they are. A sum or a sum of squares that is
 * NaN indicates values that are not finite. */
TFE_API tfe_status tfe_writer_add_histogram_buckets(tfe_writer *writer, const char *tag,
						    int64_t step,
						    const tfe_histogram_buckets *buckets);

/* Adds an array of any type, shape and strides as a tensor, under a plugin of the caller's choice;
 * `plugin` may be NULL: none.
 * TensorBoard shows it only if it has such a plugin. */
TFE_API tfe_status tfe_writer_add_tensor(tfe_writer *writer, const char *tag, int64_t step,
					 const tfe_array *array, const tfe_plugin *plugin);

/* Adds `n` images of equal size at one step, as PNG under plugin "images"; at most 2^28 pixels
 * each. */
TFE_API tfe_status tfe_writer_add_images(tfe_writer *writer, const char *tag, int64_t step,
					 const tfe_image *images, size_t n);

/* Adds a batch of images at one step, like tfe_writer_add_images. */
TFE_API tfe_status tfe_writer_add_image_batch(tfe_writer *writer, const char *tag, int64_t step,
					      const tfe_image_batch *batch);

/* Adds n > 0 PNG, JPEG or GIF files of equal size at one step, byte for byte; only their headers
 * are read. */
TFE_API tfe_status tfe_writer_add_encoded_images(tfe_writer *writer, const char *tag, int64_t step,
						 const tfe_bytes *files, size_t n);

/* Adds an image with n boxes and their labels drawn over it, as RGB of 8 bits. Transparent pixels
 * are drawn on white. */
TFE_API tfe_status tfe_writer_add_image_with_boxes(tfe_writer *writer, const char *tag,
						   int64_t step, const tfe_image *image,
						   const tfe_box *boxes, size_t n);

/* Adds a batch of frames as an animated GIF under plugin "images"; transparent pixels are drawn on
 * white. `fps` is the number of frames a second, above 0, up to 100; files count hundredths of a
 * second. Returns TFE_E_UNSUPPORTED if the library was built without giflib. */
TFE_API tfe_status tfe_writer_add_video(tfe_writer *writer, const char *tag, int64_t step,
					const tfe_image_batch *frames, double fps);

/* Adds n > 0 sounds at one step, as WAV files of 16 bit under plugin "audio". The sample rate is
 * the number of frames a second. (TensorBoard 2.21 shows no labels.) */
TFE_API tfe_status tfe_writer_add_audio(tfe_writer *writer, const char *tag, int64_t step,
					const tfe_sound *sounds, size_t n, uint32_t sample_rate);

/* Adds a confusion matrix: counts[t * classes + p] is the number of examples of class t that were
 * predicted as p, not negative (see tfe_confusion_count). `names` has `classes` class names, UTF-8;
 * NULL: the numbers are used. It writes two events: an image at TAG and the counts at TAG/counts
 * (docs/formats.md). 2 to 1000 classes. */
TFE_API tfe_status tfe_writer_add_confusion_matrix(tfe_writer *writer, const char *tag,
						   int64_t step, const int64_t *counts,
						   size_t classes, const char *const *names);

/* Adds precision, recall and F1 of each class (see tfe_confusion_get_scores) as scalars of one
 * event: TAG/precision/NAME, TAG/recall/NAME and TAG/f1/NAME. The arguments are those of
 * tfe_writer_add_confusion_matrix. */
TFE_API tfe_status tfe_writer_add_class_scores(tfe_writer *writer, const char *tag, int64_t step,
					       const int64_t *counts, size_t classes,
					       const char *const *names);

/* Adds the precision-recall curve of a binary classifier: example i is positive if labels[i] is not
 * 0, and is predicted as positive at all thresholds up to predictions[i], which is from 0 to 1.
 * `dtype` is any float or integer type. `options` may be NULL. */
TFE_API tfe_status tfe_writer_add_pr_curve(tfe_writer *writer, const char *tag, int64_t step,
					   const uint8_t *labels, const void *predictions,
					   tfe_dtype dtype, size_t n,
					   const tfe_pr_curve_options *options);

/* Adds a curve for each class against all others, at TAG/NAME: labels[i] is the class of example i,
 * predictions[i * classes + c] its probability of class c. `names` has `classes` class names,
 * UTF-8; NULL: the numbers are used. 2 to 1000 classes. Otherwise like tfe_writer_add_pr_curve. */
TFE_API tfe_status tfe_writer_add_pr_curves(tfe_writer *writer, const char *tag, int64_t step,
					    const int32_t *labels, const void *predictions,
					    tfe_dtype dtype, size_t n, size_t classes,
					    const char *const *names,
					    const tfe_pr_curve_options *options);

/* Adds an already counted curve. */
TFE_API tfe_status tfe_writer_add_pr_curve_counted(tfe_writer *writer, const char *tag,
						   int64_t step, const tfe_pr_curve *curve);

/* Adds a mesh or a point cloud at one step: the tensors TAG_VERTEX, TAG_FACE and TAG_COLOR of the
 * plugin "mesh". Coordinates that are not finite are written as they are. */
TFE_API tfe_status tfe_writer_add_mesh(tfe_writer *writer, const char *tag, int64_t step,
				       const tfe_mesh *mesh);

/* Adds the layout of TensorBoard's Custom Scalars dashboard: n > 0 categories of charts. A later
 * layout of the run replaces it; TensorBoard merges the layouts of all runs. */
TFE_API tfe_status tfe_writer_add_layout(tfe_writer *writer, const tfe_chart_category *categories,
					 size_t n);

/* Adds an embedding for TensorBoard's projector. It is written at once, as files of the run: the
 * values, metadata and sprites in STEP/TAG, and an entry "TAG:STEP" in projector_config.pbtxt,
 * which replaces an entry of that name and keeps everything else. The tag has at most 80 bytes.
 * Symbolic links within the run are not followed. Writers of any thread or process extend the
 * configuration one after the other, because each locks the directory of the run (flock). Returns
 * TFE_E_IO, TFE_E_TIMEOUT if another process holds the lock longer than close_timeout_s, or
 * TFE_E_DAMAGED if there is a projector_config.pbtxt that is not in its format. */
TFE_API tfe_status tfe_writer_add_embedding(tfe_writer *writer, const char *tag, int64_t step,
					    const tfe_embedding *embedding);

/* Adds a Markdown text, UTF-8, NUL-terminated. */
TFE_API tfe_status tfe_writer_add_text(tfe_writer *writer, const char *tag, int64_t step,
				       const char *text);

/* Adds a table as Markdown text: cells[row * columns + column], of which the first row is the
 * heading. A cell is a plain UTF-8 text, shown as it is; NULL is an empty cell. At least one row
 * and one column. */
TFE_API tfe_status tfe_writer_add_text_table(tfe_writer *writer, const char *tag, int64_t step,
					     const char *const *cells, size_t rows, size_t columns);

/* Adds a list of n keys and values as Markdown text: pairs[2 * i] is a key, pairs[2 * i + 1] its
 * value. They are plain UTF-8 texts, shown as they are. */
TFE_API tfe_status tfe_writer_add_text_pairs(tfe_writer *writer, const char *tag, int64_t step,
					     const char *const *pairs, size_t n);

/* Adds a text that is shown character for character: a program, a configuration, a diff. `language`
 * names its syntax ("c", "json", "diff"; letters, digits and "+-.#_"); NULL: none. */
TFE_API tfe_status tfe_writer_add_text_fenced(tfe_writer *writer, const char *tag, int64_t step,
					      const char *text, const char *language);

/* The same with the content of a file of up to 16 MiB. Returns TFE_E_IO if it cannot be read, and
 * TFE_E_ARG if it is not a regular file or not UTF-8. */
TFE_API tfe_status tfe_writer_add_text_file(tfe_writer *writer, const char *tag, int64_t step,
					    const char *path, const char *language);

/* Adds the computation graph of the run; TensorBoard shows the last one. Ownership: the graph stays
 * with the caller. */
TFE_API tfe_status tfe_writer_add_graph(tfe_writer *writer, const tfe_graph *graph);

/* Adds a graph at a tag, as tf.summary.trace_export does: TensorBoard's Graphs dashboard offers the
 * tags of a run beside its own graph. Ownership: the graph stays with the caller. */
TFE_API tfe_status tfe_writer_add_traced_graph(tfe_writer *writer, const char *tag, int64_t step,
					       const tfe_graph *graph);

/* Adds the graph of an ONNX file (see tfe_graph_open_onnx) as that of the run. Returns TFE_E_IO if
 * it cannot be read, and TFE_E_DAMAGED if it is no ONNX model. */
TFE_API tfe_status tfe_writer_add_onnx_graph(tfe_writer *writer, const char *path);

/* Adds the costs of n > 0 nodes of the graph at one step, as tagged run metadata: TensorBoard's
 * Graphs dashboard offers the tag as a session run, colours the nodes by compute time and memory,
 * and lists both for a node. The tag is used once in a run. */
TFE_API tfe_status tfe_writer_add_run_metadata(tfe_writer *writer, const char *tag, int64_t step,
					       const tfe_node_cost *costs, size_t n);

/* Adds the layers of a model as Keras' callback does, at the tag "keras": TensorBoard shows them as
 * the conceptual graph. Each input is the name of one of the n > 0 layers. */
TFE_API tfe_status tfe_writer_add_keras_model(tfe_writer *writer, const char *name,
					      const tfe_keras_layer *layers, size_t n);

/* Writes a recording as files of the run, at once: plugins/profile/NAME/HOST.xplane.pb, which
 * TensorBoard's profile plugin opens, and HOST.trace.json.gz, which Chrome (chrome://tracing) and
 * Perfetto open. `name` has letters, digits and "_-."; NULL: the time as 2023_11_14_22_13_20 (UTC).
 * Spans without an end end now. The recording goes on and stays with the caller. Returns TFE_E_IO,
 * TFE_E_NOMEM, or TFE_E_LIMIT for files over 1 GiB. */
TFE_API tfe_status tfe_writer_add_profile(tfe_writer *writer, const char *name,
					  tfe_profile *profile);

/* Begins a trial: writes its hyperparameters, group and start time into this run, so that
 * TensorBoard lists the trial while it runs. TensorBoard reads only the first such value of a run.
 * `options` may be NULL. Returns TFE_E_UNSUPPORTED if no group is given and the library was built
 * without libmd. Ownership: the trial stays with the caller. */
TFE_API tfe_status tfe_writer_begin_trial(tfe_writer *writer, const tfe_trial *trial,
					  const tfe_trial_options *options);

/* Ends a trial: writes how it ended and when. TensorBoard shows the status of a trial without an
 * end as unknown. */
TFE_API tfe_status tfe_writer_end_trial(tfe_writer *writer, tfe_trial_status status);

/* Adds an experiment: the hyperparameters and metrics of all trials in the runs below this one. It
 * belongs into one run, that of the log directory, because TensorBoard uses the first that it
 * finds. */
TFE_API tfe_status tfe_writer_add_experiment(tfe_writer *writer, const tfe_experiment *experiment);

/* Sets the wall time of all later adds, in seconds since 1970: for imports and replays. 0 restores
 * the clock of the options. Returns TFE_E_ARG for a time that is not finite. */
TFE_API tfe_status tfe_writer_set_wall_time(tfe_writer *writer, double seconds);

/* Sets a display name and a description (Markdown) for later values of `tag`; either may be NULL.
 * Scalars of such a tag are written as tensors, because simple_value has no place for them. */
TFE_API tfe_status tfe_writer_describe(tfe_writer *writer, const char *tag,
				       const char *display_name, const char *description);

/* Waits until everything added before this call is written to the file (not fsynced). Returns the
 * error that prevents writing. */
TFE_API TFE_MUST_CHECK tfe_status tfe_writer_flush(tfe_writer *writer);

/* Ends the file: flushes, then closes it. Later adds return TFE_E_CLOSED. May be called twice. */
TFE_API TFE_MUST_CHECK tfe_status tfe_writer_finish(tfe_writer *writer);

/* Finishes if that was not done, and frees the writer. NULL is allowed. Returns what finish
 * returned; the writer is freed in every case. After TFE_E_TIMEOUT a system call still blocks the
 * writer thread, which frees its memory after the call returns: an allocator of the caller must
 * live until then. */
TFE_API TFE_MUST_CHECK tfe_status tfe_writer_close(tfe_writer *writer);

/* Copies the detail of the last error; its status is TFE_OK if there was none, and TFE_E_ARG for a
 * writer that is NULL. */
TFE_API void tfe_writer_get_error(const tfe_writer *writer, tfe_error *error);

/* What a writer has done since it was opened. */
typedef struct tfe_writer_stats {
	size_t size;
	uint64_t events; /* number of events that adds accepted */
	/* Events dropped because the queue was full, or lost when close gave up. */
	uint64_t dropped;
	uint64_t bytes_written; /* bytes of those events that are written */
	char path[1024];        /* path of the current file */
} tfe_writer_stats;

#define TFE_WRITER_STATS_INIT TFE_SIZED(tfe_writer_stats)

/* Gets what a writer has done. Threads: any. */
TFE_API void tfe_writer_get_stats(const tfe_writer *writer, tfe_writer_stats *stats);

TFE_END_DECLS

#endif
