/* The training callback: the TensorBoard callback of Keras for training loops in C. */
#ifndef TFEVENTS_TRAIN_H
#define TFEVENTS_TRAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/array.h>
#include <tfevents/checkpoint.h>
#include <tfevents/direction.h>
#include <tfevents/dtype.h>
#include <tfevents/graph.h>
#include <tfevents/health.h>
#include <tfevents/profile.h>
#include <tfevents/run_metadata.h>
#include <tfevents/status.h>
#include <tfevents/writer.h>

TFE_BEGIN_DECLS

/* Logs a training into the runs `log_dir`/train and `log_dir`/validation, with the tags and steps
 * of keras.callbacks.TensorBoard, so a C run and a Keras run are comparable in one TensorBoard:
 *
 *   run         tag                             step            when
 *   train       epoch_NAME                      epoch           every epoch
 *   train       batch_NAME                      batch, from 1   every update_freq batches
 *   train       WEIGHT/histogram, WEIGHT/image  epoch           when epoch % histogram_freq is 0
 *   train       (the graph)                     -               at the start of the training
 *   train       keras                           0               the model, at the start
 *   train       (files in plugins/profile)      -               after the batches of profile_batch
 *   train       batch_N: the graph              batch N         the last one of profile_batch
 *   validation  epoch_NAME                      epoch           for metrics called val_NAME
 *   validation  evaluation_NAME_vs_iterations   batches so far  tfe_callback_test_end
 *
 * Batch steps count over the whole training. Histograms are those of tf.summary.histogram (v2, 30
 * rows of equal width), as Keras writes them; the health rules receive exact histograms. Threads:
 * one at a time. */
typedef struct tfe_callback tfe_callback;

/* How often the metrics of batches are logged; any N > 1 means every N batches. */
typedef enum tfe_update_freq {
	TFE_UPDATE_FREQ_EPOCH = 0, /* never; only metrics of epochs */
	TFE_UPDATE_FREQ_BATCH = 1  /* every batch */
} tfe_update_freq;

/* How the values of a weight become grey levels. */
typedef enum tfe_weight_images {
	TFE_WEIGHT_IMAGES_KERAS, /* as in Keras: 0 is black, 1 is white, other values are clipped */
	/* 0 is grey; the largest absolute value is black (negative) or white (positive) */
	TFE_WEIGHT_IMAGES_SIGNED
} tfe_weight_images;

/* A weight tensor, logged as NAME/histogram and NAME/image, with "_" for every ":" in the name.
 * Ownership: borrowed during the call. */
typedef struct tfe_weight {
	const char *name;   /* "dense_1/kernel" */
	const void *values; /* row-major */
	tfe_dtype dtype;
	int64_t dims[8]; /* shape; a dense kernel is [inputs, outputs] */
	size_t n_dims;   /* 0 to 8 */
} tfe_weight;

/* The file with the metadata of an embedding: a line for each point, with tabs between the columns;
 * two columns or more begin with a line of their names. Ownership: the strings are the caller's. */
typedef struct tfe_embedding_metadata {
	const char *name; /* of the embedding; NULL: of all embeddings without one of their own */
	const char *path; /* a relative path begins in the log directory */
} tfe_embedding_metadata;

/* When to stop a training that no longer improves, as keras.callbacks.EarlyStopping. Zero in a
 * field means its default. */
typedef struct tfe_early_stopping {
	size_t size;
	const char *metric;       /* of tfe_callback_epoch_end, such as "val_loss"; copied */
	tfe_direction direction;  /* default: by the name of the metric */
	double min_delta;         /* a smaller change is no improvement; not negative */
	int64_t patience;         /* number of epochs in a row without improvement */
	int64_t start_from_epoch; /* earlier epochs do not count */
	/* If has_baseline is set, only values better than `baseline` end a series of epochs without
	 * improvement. */
	bool has_baseline;
	double baseline;
} tfe_early_stopping;

#define TFE_EARLY_STOPPING_INIT TFE_SIZED(tfe_early_stopping)

/* A range of batches, counted from 1 over the whole training. */
typedef struct tfe_batch_range {
	int64_t first; /* 0: none */
	int64_t last;  /* 0: `first` */
} tfe_batch_range;

/* Zero in a field means its default. */
typedef struct tfe_callback_options {
	size_t size;
	int64_t histogram_freq; /* histograms of the weights every N epochs; 0: never */
	int64_t update_freq;    /* TFE_UPDATE_FREQ_EPOCH, TFE_UPDATE_FREQ_BATCH or N */
	/* Write the graph and the model at the start of the training: at least one of `graph`,
	 * `layers` and `model_json`. */
	bool write_graph;
	const tfe_graph *graph; /* borrowed; read by tfe_callback_train_begin */
	/* Log weights also as images, every histogram_freq epochs. As in Keras, dimensions of 1 are
	 * dropped first; then [n] is a column, [a, b] is one image with its longer side horizontal,
	 * and [h, w, n] gives the first three of n images. Other shapes, and images of more than 16
	 * million pixels, are skipped. */
	bool write_images;
	tfe_weight_images images;
	/* batch_steps_per_second and epoch_steps_per_second; and batch_examples_per_second and
	 * epoch_examples_per_second, if the loop calls tfe_callback_add_examples */
	bool write_steps_per_second;
	/* Fills *weight with the i-th weight tensor; returns false if there is none. Called at the
	 * end of an epoch, in the thread that calls tfe_callback_epoch_end. */
	bool (*weights)(void *context, size_t i, tfe_weight *weight);
	void *weights_context;
	/* Options of both writers, copied; NULL: defaults. The callback uses their allocator and
	 * clock too. */
	const tfe_writer_options *writer;
	const tfe_early_stopping *early_stopping;  /* copied; NULL: no early stopping */
	const tfe_checkpoint_options *checkpoints; /* copied; NULL: no checkpoints */
	/* The checkpoint that the training continues from (tfe_checkpoint_find); copied. At the
	 * first tfe_callback_train_begin the counts of batches and examples begin with its counts.
	 * NULL: the training begins. */
	const tfe_checkpoint *resume;
	/* Above 0: every so many seconds the end of a batch or an epoch logs what the process uses,
	 * at the step of the batch: resources/cpu_percent (100 for one busy processor),
	 * resources/memory_mib, and with NVIDIA's NVML installed, of each GPU of the machine
	 * resources/gpuN_percent and resources/gpuN_memory_mib. */
	double resources_interval_s;
	/* Every embeddings_freq epochs (0: never) write the embeddings for the projector, as those
	 * of the run "train": `embeddings` fills *weight with the i-th one, of the shape [n,
	 * dimensions], and returns false if there is none; its context is weights_context. */
	int64_t embeddings_freq;
	bool (*embeddings)(void *context, size_t i, tfe_weight *weight);
	const tfe_embedding_metadata *embeddings_metadata; /* borrowed until close */
	size_t n_embeddings_metadata;
	/* The model of write_graph, which TensorBoard shows as the conceptual graph: either its
	 * layers, or the JSON that Keras' Model.to_json returns. Borrowed; read by
	 * tfe_callback_train_begin. */
	const tfe_keras_layer *layers;
	size_t n_layers;
	const char *model_name; /* of the layers; UTF-8; default "model" */
	const char *model_json; /* UTF-8 */
	/* Record a profile of these batches, each as the span "batch N" from
	 * tfe_callback_batch_begin to tfe_callback_batch_end, with the spans and counters that the
	 * program adds to tfe_callback_profile. The files are written at the end of the last batch,
	 * or at that of the training, into plugins/profile/TIME of the run "train"
	 * (tfe_writer_add_profile). With a `graph` it is also written at the tag "batch_N", where N
	 * is the last batch of the range, as Keras writes the graph that it traced. */
	tfe_batch_range profile_batch;
} tfe_callback_options;

#define TFE_CALLBACK_OPTIONS_INIT TFE_SIZED(tfe_callback_options)

/* One metric. The prefix "val_" in the logs of an epoch selects the run "validation". */
typedef struct tfe_metric {
	const char *name; /* "loss", "accuracy", "val_loss", "learning_rate", ... */
	double value;
} tfe_metric;

/* The runs of a training. */
typedef enum tfe_training_run {
	TFE_TRAINING_RUN_TRAIN,
	TFE_TRAINING_RUN_VALIDATION
} tfe_training_run;

/* Opens a callback and the writer of the run "train"; the writer of "validation" is opened at its
 * first use. `options` may be NULL. Returns TFE_E_ARG, TFE_E_NOMEM or TFE_E_IO; then *out is NULL
 * and *error (may be NULL) has path and cause. Ownership: *out belongs to the caller until
 * tfe_callback_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_open(const char *log_dir,
						    const tfe_callback_options *options,
						    tfe_callback **out, tfe_error *error);

/* The hooks are called where Keras calls them. A hook does as much as it can and returns its own
 * error. The first error of all hooks is kept and returned by tfe_callback_close, so a training
 * loop may ignore the results. Between tfe_callback_train_end and the next
 * tfe_callback_train_begin, all hooks except tfe_callback_test_end return TFE_E_CLOSED. */

/* Starts a training: resets the counts of batches and examples and writes the graph. */
TFE_API tfe_status tfe_callback_train_begin(tfe_callback *callback);
TFE_API tfe_status tfe_callback_epoch_begin(tfe_callback *callback, int64_t epoch);
/* Begins a batch. Only profile_batch needs it; with it, batch_steps_per_second does not count the
 * time between batches. */
TFE_API tfe_status tfe_callback_batch_begin(tfe_callback *callback, int64_t batch);
/* Logs the metrics of a batch. `batch` counts within the epoch, as in Keras; the logged step counts
 * over the whole training. */
TFE_API tfe_status tfe_callback_batch_end(tfe_callback *callback, int64_t batch,
					  const tfe_metric *logs, size_t n);
/* Reports that n examples, of all workers, were trained, before tfe_callback_batch_end. They enter
 * examples_per_second and the checkpoints. */
TFE_API tfe_status tfe_callback_add_examples(tfe_callback *callback, int64_t n);
/* Logs a layer: the histograms NAME/activations and NAME/gradients (v1), at the step of the current
 * batch, before tfe_callback_batch_end. Either array may be NULL. The health rules receive them
 * too, and the norm over the gradients of all layers of a batch is logged as the metric
 * gradient_norm of the batch; its mean as that of the epoch. The cost is one pass over the values:
 * call it every few batches, for all layers. */
TFE_API tfe_status tfe_callback_add_layer(tfe_callback *callback, const char *name,
					  const tfe_array *activations, const tfe_array *gradients);
/* Logs the metrics of an evaluation, during the training or after it; their names have no prefix
 * "val_". After tfe_callback_train_end it opens a new file of the run "validation", as Keras'
 * model.evaluate does. */
TFE_API tfe_status tfe_callback_test_end(tfe_callback *callback, const tfe_metric *logs, size_t n);
/* Logs the metrics of an epoch and the weights, and saves a checkpoint if one is due. */
TFE_API tfe_status tfe_callback_epoch_end(tfe_callback *callback, int64_t epoch,
					  const tfe_metric *logs, size_t n);
/* Saves a checkpoint now, for example in the middle of an epoch after a stop was requested, with
 * the current epoch as the one to continue with. If the latest checkpoint has the same epoch and
 * step, nothing is done. What is kept is logged as the text "checkpoints". Returns TFE_E_ARG if the
 * options have no function that saves one, TFE_E_IO, TFE_E_LIMIT or TFE_E_NOMEM. */
TFE_API tfe_status tfe_callback_save_checkpoint(tfe_callback *callback);

/* Finishes both event files. A later tfe_callback_train_begin opens new ones. */
TFE_API tfe_status tfe_callback_train_end(tfe_callback *callback);

/* The writer of a run, for other values: confusion matrices, images, text. The validation writer is
 * opened at its first use. Returns NULL if it cannot be opened (the error is kept) or after
 * tfe_callback_train_end. Ownership: the callback; valid until tfe_callback_train_end or
 * tfe_callback_close. */
TFE_API tfe_writer *tfe_callback_writer(tfe_callback *callback, tfe_training_run run);

/* The recording of profile_batch, for further spans and counters on any thread. Returns NULL
 * before the first recorded batch and after the last one; the begin, end, name and add functions of
 * a profile do nothing then, so a loop may call them in every batch. Ownership: the callback; valid
 * until the next tfe_callback_train_begin, tfe_callback_train_end or tfe_callback_close. */
TFE_API tfe_profile *tfe_callback_profile(tfe_callback *callback);

/* Judges what was logged through the hooks, as tfe_health_judge does. Both runs are judged
 * together, so that the rules can compare the training loss with the held-out loss. Returns
 * TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_judge(tfe_callback *callback);

/* How many findings the last tfe_callback_judge made; 0 before the first. */
TFE_API size_t tfe_callback_finding_count(const tfe_callback *callback);

/* Finding i of the last tfe_callback_judge; the worst come first, then the earliest. Its tags begin
 * with the name of their run: "validation/epoch_loss". Returns TFE_E_ARG when there is none.
 * Ownership: the strings are the callback's, good until the next tfe_callback_judge or close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_get_finding(const tfe_callback *callback, size_t i,
							   tfe_finding *finding);

/* Asks from outside the training loop that it stops: tfe_callback_check_stop then returns that.
 * The request is valid until the next tfe_callback_train_end. Threads: any; async-signal-safe, so
 * the handler of SIGTERM may call it, until tfe_callback_close begins. */
TFE_API void tfe_callback_request_stop(tfe_callback *callback);

/* Whether a stop was requested: for each batch, because it costs nothing. Threads: any;
 * async-signal-safe. */
TFE_API bool tfe_callback_stop_is_requested(const tfe_callback *callback);

/* Asks whether to stop, after an epoch, for any reason. *stop becomes true, and *reason (may be
 * NULL) is filled, for the first of these that holds:
 *
 * - rule "stop_requested": tfe_callback_request_stop was called; the tag is "".
 * - the health rules, a tripwire: a finding of at least `level` is firing, not only pending or
 *   cleared. The reason is the worst such finding, then the earliest. Both runs are judged; without
 *   new points that costs next to nothing.
 * - rule "early_stopping": the patience of the options is exhausted. `step` is the best epoch,
 *   `value` the last value of the metric, and `limit` the value that it had to pass.
 *
 * When *stop first becomes true, the reason is also logged as the text "tripwire" of its run.
 * Returns TFE_E_ARG, or as a hook the error of judging or logging. Ownership: the strings are the
 * callback's, valid until the next call with this callback. */
TFE_API tfe_status tfe_callback_check_stop(tfe_callback *callback, tfe_severity level, bool *stop,
					   tfe_finding *reason);

/* Copies the first error that was kept; its status is TFE_OK if there was none. */
TFE_API void tfe_callback_get_error(const tfe_callback *callback, tfe_error *error);

/* Closes a callback: ends the training if tfe_callback_train_end was not called, and frees
 * everything. NULL is allowed. Returns the first error that was kept, with its detail in *error
 * (may be NULL); the callback is freed in every case. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_close(tfe_callback *callback, tfe_error *error);

TFE_END_DECLS

#endif
