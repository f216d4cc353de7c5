/* train: the callback's inside, shared by its hooks and the logging of weights. */
#ifndef TFE_TRAIN_CALLBACK_H
#define TFE_TRAIN_CALLBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/train.h>

#include "base/buf.h"

struct tfe__training_run {
	const char *name;
	char *dir;
	tfe_writer *writer; /* NULL while not open */
	tfe_health *health;
};

struct tfe_callback {
	tfe_callback_options options;
	tfe_writer_options writer_options;
	char *suffix, *hostname; /* what writer_options points to */
	struct tfe__training_run run[2];
	struct tfe__buf tag;     /* the tag of the value that is logged now */
	bool ended;              /* between train_end and train_begin */
	int64_t batches;         /* seen since train_begin */
	int64_t iterations;      /* seen since open */
	int64_t epoch_batches;   /* seen since epoch_begin */
	double epoch_begin_s;    /* monotonic */
	double last_batch_end_s; /* monotonic; or the begin of the epoch */
	tfe_error error;         /* the first one */
	tfe_allocator allocator;
};

/* Keeps `status` if it is the first error, with the detail of `writer` (may be NULL). Returns `status`. */
tfe_status tfe__callback_note(tfe_callback *cb, tfe_status status, tfe_writer *writer,
			      const char *what);

/* NAME with what goes before and after it, NUL-terminated, in cb->tag: good until the next call. NULL when
 * there is no memory. */
const char *tfe__callback_tag(tfe_callback *cb, const char *before, const char *name,
			      const char *after);

/* Logs every weight of the options' function at `step`; notes errors and returns the first one. */
tfe_status tfe__callback_log_weights(tfe_callback *cb, int64_t step);

#endif
