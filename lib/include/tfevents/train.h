/* The training callback: Keras' TensorBoard callback for training loops in C. */
#ifndef TFEVENTS_TRAIN_H
#define TFEVENTS_TRAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>
#include <tfevents/graph.h>
#include <tfevents/health.h>
#include <tfevents/status.h>
#include <tfevents/writer.h>

TFE_BEGIN_DECLS

/* Logs a training into the runs `log_dir`/train and `log_dir`/validation, with the tags and steps that
 * keras.callbacks.TensorBoard writes, so that a run in C and one in Keras line up in one TensorBoard:
 *
 *   run         tag                             step            when
 *   train       epoch_NAME                      epoch           every epoch
 *   train       batch_NAME                      batch, from 1   every update_freq batches
 *   train       WEIGHT/histogram, WEIGHT/image  epoch           when epoch % histogram_freq is 0
 *   train       (the graph)                     -               at the begin of the training
 *   validation  epoch_NAME                      epoch           for metrics called val_NAME
 *   validation  evaluation_NAME_vs_iterations   batches so far  tfe_callback_test_end
 *
 * The steps of batches count over the whole training. Histograms are those of tf.summary.histogram (v2,
 * 30 rows of equal width), as Keras writes them; the health rules see exact ones.
 * Threads: the calls of one callback come from one thread at a time. */
typedef struct tfe_callback tfe_callback;

/* When the metrics of batches are logged; any N > 1: every N batches. */
typedef enum tfe_update_freq {
	TFE_UPDATE_FREQ_EPOCH = 0, /* never: an epoch's metrics alone */
	TFE_UPDATE_FREQ_BATCH = 1  /* every batch */
} tfe_update_freq;

/* How the numbers of a weight become grey. */
typedef enum tfe_weight_images {
	TFE_WEIGHT_IMAGES_KERAS, /* as Keras: 0 is black, 1 is white, what lies outside is cut off */
	TFE_WEIGHT_IMAGES_SIGNED /* 0 is grey, the value farthest from it black (below 0) or white (above) */
} tfe_weight_images;

/* A weight tensor, borrowed for the time of the call. Logged as NAME/histogram and NAME/image, with "_" for
 * every ":" in the name. */
typedef struct tfe_weight {
	const char *name;   /* "dense_1/kernel" */
	const void *values; /* row-major */
	tfe_dtype dtype;
	int64_t dims[8]; /* shape; a dense kernel is [inputs, outputs] */
	size_t n_dims;   /* 0 to 8 */
} tfe_weight;

/* Zero in a field means its default. */
typedef struct tfe_callback_options {
	size_t size;
	int64_t histogram_freq; /* every that many epochs the weights' histograms; 0 never */
	int64_t update_freq;    /* TFE_UPDATE_FREQ_EPOCH, TFE_UPDATE_FREQ_BATCH or N */
	bool write_graph;       /* write `graph` at the begin of the training */
	const tfe_graph *graph; /* borrowed; read by tfe_callback_train_begin */
	/* Weights as images too, with histogram_freq. As in Keras dimensions of 1 are left out first, then
	 * [n] is a column, [a, b] one picture of which the longer side lies across, [h, w, n] the first
	 * three of n pictures; what is none of these, or larger than 16 million pixels, has none. */
	bool write_images;
	tfe_weight_images images;
	bool write_steps_per_second; /* batch_steps_per_second and epoch_steps_per_second */
	/* Fills *weight with the i-th weight tensor; false when there is none. Asked at the end of an
	 * epoch, in the thread that calls tfe_callback_epoch_end. */
	bool (*weights)(void *context, size_t i, tfe_weight *weight);
	void *weights_context;
	const tfe_writer_options *writer; /* of both writers, copied; NULL for the defaults. Its
	                                     allocator and clock are the callback's too. */
} tfe_callback_options;

#define TFE_CALLBACK_OPTIONS_INIT TFE_SIZED(tfe_callback_options)

/* One metric. In an epoch's logs the prefix "val_" sends it to the run "validation". */
typedef struct tfe_metric {
	const char *name; /* "loss", "accuracy", "val_loss", "learning_rate", ... */
	double value;
} tfe_metric;

/* The runs of a training. */
typedef enum tfe_training_run {
	TFE_TRAINING_RUN_TRAIN,
	TFE_TRAINING_RUN_VALIDATION
} tfe_training_run;

/* Opens the writer of the run "train"; "validation" follows at its first use. `options` may be NULL. On
 * failure *out is NULL and *error (may be NULL) tells the path and the cause.
 * Returns TFE_E_ARG, TFE_E_NOMEM, TFE_E_IO. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_open(const char *log_dir,
						    const tfe_callback_options *options,
						    tfe_callback **out, tfe_error *error);

/* The hooks, called where Keras calls them. A hook does all it can and returns what went wrong in it; the
 * first error of all sticks and comes out of tfe_callback_close, so that a training loop need not look.
 * Between tfe_callback_train_end and the next tfe_callback_train_begin all but tfe_callback_test_end return TFE_E_CLOSED. */

/* Begins a training: batches count from 0; the graph is written. */
TFE_API tfe_status tfe_callback_train_begin(tfe_callback *callback);
TFE_API tfe_status tfe_callback_epoch_begin(tfe_callback *callback, int64_t epoch);
/* `batch` counts within the epoch, as in Keras; the step that is logged counts over the training. */
TFE_API tfe_status tfe_callback_batch_end(tfe_callback *callback, int64_t batch,
					  const tfe_metric *logs, size_t n);
/* The end of an evaluation, during the training or after it, where it opens a new file of the run "validation" as
 * Keras' model.evaluate does; the names come without "val_". */
TFE_API tfe_status tfe_callback_test_end(tfe_callback *callback, const tfe_metric *logs, size_t n);
TFE_API tfe_status tfe_callback_epoch_end(tfe_callback *callback, int64_t epoch,
					  const tfe_metric *logs, size_t n);
/* Finishes both event files. A tfe_callback_train_begin after it opens new ones. */
TFE_API tfe_status tfe_callback_train_end(tfe_callback *callback);

/* The writer behind a run, to add more: confusion matrices, images, text. The validation writer is opened
 * at its first use. NULL when it cannot be opened (the error sticks) or after tfe_callback_train_end.
 * Ownership: the callback's, good until tfe_callback_train_end or tfe_callback_close. */
TFE_API tfe_writer *tfe_callback_get_writer(tfe_callback *callback, tfe_training_run run);

/* Judges what was logged of a run through the hooks, as tfe_health_judge does. Returns TFE_E_ARG
 * for another run, TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_judge(tfe_callback *callback, tfe_training_run run);

/* How many findings the last tfe_callback_judge of the run made; 0 before the first. */
TFE_API size_t tfe_callback_finding_count(const tfe_callback *callback, tfe_training_run run);

/* Finding i of the last tfe_callback_judge of the run; the worst come first, then the earliest.
 * Returns TFE_E_ARG when there is none. Ownership: the strings are the callback's, good until the
 * next tfe_callback_judge of the run or close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_get_finding(const tfe_callback *callback,
							   tfe_training_run run, size_t i,
							   tfe_finding *finding);

/* The first error that stuck, copied out; status TFE_OK when there was none. */
TFE_API void tfe_callback_get_error(tfe_callback *callback, tfe_error *error);

/* Does what tfe_callback_train_end does if that was not called, and frees. NULL is a no-op. Returns the first
 * error that stuck, its detail in *error (may be NULL); the callback is gone whatever it returns. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_close(tfe_callback *callback, tfe_error *error);

TFE_END_DECLS

#endif
