/* train: the private parts of the callback, shared by the hooks and the logging of weights. */
#ifndef TFE_TRAIN_CALLBACK_H
#define TFE_TRAIN_CALLBACK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/train.h>

#include "base/buf.h"
#include "train/checkpoint.h"
#include "train/patience.h"
#include "train/resources.h"

struct tfe__training_run {
	const char *name;
	char *dir;
	tfe_writer *writer; /* NULL while it is not open */
};

/* The progress of a training since train_begin, and before the checkpoint that it was resumed
 * from. */
struct tfe__counts {
	int64_t epoch; /* the current epoch; between epochs the next one */
	int64_t batches, examples;
};

/* Measurements of the current epoch and of the current batch. */
struct tfe__rates {
	int64_t epoch_batches;
	int64_t epoch_examples, batch_examples;
	double epoch_begin_s; /* monotonic */
	double batch_begin_s; /* monotonic; without tfe_callback_batch_begin the end of the last */
	/* The sum of squares of the gradients of the batch, and the norms of the epoch. */
	double squares;
	bool any_gradient; /* of the batch */
	double norms;
	int64_t norm_count;
};

/* The recording of profile_batch. */
struct tfe__profiling {
	tfe_profile *profile; /* of this training; NULL before the first recorded batch */
	bool recording;       /* false after its files are written */
	bool in_batch;        /* a batch of the range has begun */
	/* The graph of the options, encoded for the end of the range: it is borrowed only until the
	 * training has begun. Without bytes if there is none. */
	struct tfe__buf graph;
};

struct tfe_callback {
	tfe_callback_options options;
	tfe_writer_options writer_options;
	char *log_dir;
	char *suffix, *hostname; /* copies of the strings in writer_options */
	struct tfe__training_run run[2];
	tfe_health *health; /* of both runs; their tags are RUN/TAG */
	struct tfe__patience patience;
	struct tfe__checkpoints checkpoints;
	atomic_bool stop_requested;
	bool stopped;              /* a reason to stop was logged since train_begin */
	char reason[512];          /* message of the last reason that is no finding of a rule */
	const char *reason_tag[2]; /* its tags; the last one is NULL */
	struct tfe__buf tag;       /* RUN/TAG of the current value */
	bool ended;                /* true after train_end until train_begin */
	struct tfe__counts count;
	struct tfe__counts resume; /* the counts at the next train_begin */
	int64_t iterations;        /* batches since open, and those before the resumed checkpoint */
	struct tfe__rates rates;
	struct tfe__resources resources;
	struct tfe__profiling profiling;
	tfe_error error; /* the first error */
	tfe_allocator allocator;
};

/* Opens the writer of a run unless it is open; stores an error. */
tfe_status tfe__callback_open_run(tfe_callback *cb, struct tfe__training_run *run);

/* Frees a callback whose writers are closed. */
void tfe__callback_free(tfe_callback *cb);

/* Stores `status` if it is the first error, with the detail of `writer` (may be NULL). Returns
 * `status`. */
tfe_status tfe__callback_note(tfe_callback *cb, tfe_status status, tfe_writer *writer,
			      const char *what);

/* Builds the tag before + name + after of a run, NUL-terminated, in cb->tag, where "RUN/" precedes
 * it: the health rules get the whole. Both are valid until the next call. Returns the tag without
 * the run; NULL if there is no memory. */
const char *tfe__callback_tag(tfe_callback *cb, tfe_training_run run, const char *before,
			      const char *name, const char *after);

/* Saves a checkpoint after an epoch if one is due. */
tfe_status tfe__callback_save_due(tfe_callback *cb, int64_t epoch, const tfe_metric *logs,
				  size_t n);

/* A scalar of one of the runs. Its tag is the name between `before` and `after`. */
struct tfe__scalar {
	tfe_training_run run;
	const char *before, *name, *after;
	int64_t step;
	double value;
};

/* Writes a scalar and feeds it to the health rules; stores errors. */
tfe_status tfe__callback_log_scalar(tfe_callback *cb, const struct tfe__scalar *s);

/* Begin an epoch or a batch, and end them: log the rates, and the norm of the gradients. */
void tfe__rates_begin_epoch(tfe_callback *cb);
void tfe__rates_begin_batch(tfe_callback *cb);
tfe_status tfe__rates_end_batch(tfe_callback *cb, bool record);
tfe_status tfe__rates_end_epoch(tfe_callback *cb, int64_t epoch);

/* Begin a training with profile_batch, begin and end the span of a batch of it, write the files
 * after the last one, and end the recording of a training; store errors. */
tfe_status tfe__profiling_begin(tfe_callback *cb);
tfe_status tfe__profiling_begin_batch(tfe_callback *cb);
tfe_status tfe__profiling_end_batch(tfe_callback *cb);
tfe_status tfe__profiling_write_due(tfe_callback *cb);
tfe_status tfe__profiling_end(tfe_callback *cb);

/* Logs what the process uses, if the interval of the options has passed. */
tfe_status tfe__resources_log(tfe_callback *cb);

/* Logs every weight that the function of the options returns at `step`; stores errors and returns
 * the first one. */
tfe_status tfe__callback_log_weights(tfe_callback *cb, int64_t step);

/* Writes the graph and the model of the options; stores errors and returns the first one. */
tfe_status tfe__callback_log_graphs(tfe_callback *cb);

/* Writes the embeddings that the function of the options returns, with their metadata; stores
 * errors and returns the first one. */
tfe_status tfe__callback_log_embeddings(tfe_callback *cb, int64_t step);

/* Computes the number of elements of a weight; false if the shape is invalid or too large. */
bool tfe__weight_count(const tfe_weight *w, size_t *n);

#endif
