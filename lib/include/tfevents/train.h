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

/* Logs a training to `log_dir`/train and `log_dir`/validation, with the tags, steps and files that
 * keras.callbacks.TensorBoard writes, so that both line up in one TensorBoard.
 * Threads: the calls of one callback come from one thread at a time. */
typedef struct tfe_callback tfe_callback;

enum { TFE_UPDATE_EPOCH = 0, TFE_UPDATE_BATCH = 1 }; /* update_freq; any N > 1: every N batches */

/* A weight tensor, borrowed for the time of the call. */
typedef struct tfe_weight {
	const char *name;   /* "dense_1/kernel": logged as NAME/histogram and NAME/image */
	const void *values; /* row-major */
	tfe_dtype dtype;
	int64_t dims[4]; /* shape */
	size_t n_dims;   /* 0 to 4 */
} tfe_weight;

/* Zero in a field means its default. Set `size` to sizeof(tfe_callback_options). */
typedef struct tfe_callback_options {
	size_t size;
	int histogram_freq;  /* every that many epochs the weights' histograms; 0 never */
	int64_t update_freq; /* TFE_UPDATE_EPOCH, TFE_UPDATE_BATCH or N */
	bool write_graph;    /* `graph`, once, at the begin of the training */
	const tfe_graph *graph;
	bool write_images; /* weights as images, with histogram_freq */
	/* Fills *weight with the i-th weight tensor; false when there is none. Asked at the end of an
	 * epoch, in the thread that calls tfe_on_epoch_end. */
	bool (*weights)(void *context, size_t i, tfe_weight *weight);
	void *weights_context;
	const tfe_writer_options *writer; /* for both writers; may be NULL */
} tfe_callback_options;

/* One metric. In an epoch's logs the prefix "val_" sends it to the run "validation". */
typedef struct tfe_metric {
	const char *name; /* "loss", "accuracy", "val_loss", "learning_rate", ... */
	double value;
} tfe_metric;

TFE_API TFE_MUST_CHECK tfe_status tfe_callback_open(const char *log_dir,
						    const tfe_callback_options *options,
						    tfe_callback **out, tfe_error *error);

/* The hooks. Errors stick and come out of tfe_callback_close (and of the last hook's return). */
TFE_API tfe_status tfe_on_train_begin(tfe_callback *callback);
TFE_API tfe_status tfe_on_epoch_begin(tfe_callback *callback, int64_t epoch);
/* `batch` counts within the epoch, as in Keras; the step that is logged counts over the training. */
TFE_API tfe_status tfe_on_batch_end(tfe_callback *callback, int64_t batch, const tfe_metric *logs,
				    size_t n);
TFE_API tfe_status tfe_on_epoch_end(tfe_callback *callback, int64_t epoch, const tfe_metric *logs,
				    size_t n);
TFE_API tfe_status tfe_on_train_end(tfe_callback *callback);

/* The writers behind it, to add more: confusion matrices, images, text. The validation writer is opened
 * at its first use. Owned by the callback. NULL when it cannot be opened. */
TFE_API tfe_writer *tfe_callback_train_writer(tfe_callback *callback);
TFE_API tfe_writer *tfe_callback_validation_writer(tfe_callback *callback);

/* What the health rules say of the training so far (of what was logged through the hooks). Owned by the
 * callback, good until its next call. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_findings(tfe_callback *callback,
							const tfe_finding **findings, size_t *n);

/* Closes the writers and frees. NULL is a no-op. Returns the first error that stuck. */
TFE_API TFE_MUST_CHECK tfe_status tfe_callback_close(tfe_callback *callback);
TFE_API void tfe_callback_error(tfe_callback *callback, tfe_error *error);

TFE_END_DECLS

#endif
