/* train: the private parts of the callback, shared by the hooks and the logging of weights. */
#ifndef TFE_TRAIN_CALLBACK_H
#define TFE_TRAIN_CALLBACK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/train.h>

#include "base/buf.h"
#include "train/patience.h"

struct tfe__training_run {
	const char *name;
	char *dir;
	tfe_writer *writer; /* NULL while it is not open */
};

struct tfe_callback {
	tfe_callback_options options;
	tfe_writer_options writer_options;
	char *suffix, *hostname; /* copies of the strings in writer_options */
	struct tfe__training_run run[2];
	tfe_health *health; /* of both runs; their tags are RUN/TAG */
	struct tfe__patience patience;
	atomic_bool stop_requested;
	bool stopped;            /* a reason to stop was logged since train_begin */
	char reason[512];        /* message of the last reason that is no finding of a rule */
	const char *reason_tag[2]; /* its tags; the last one is NULL */
	struct tfe__buf tag;     /* RUN/TAG of the current value */
	bool ended;              /* true after train_end until train_begin */
	int64_t batches;         /* number since train_begin */
	int64_t iterations;      /* number since open */
	int64_t epoch_batches;   /* number since epoch_begin */
	double epoch_begin_s;    /* monotonic */
	double last_batch_end_s; /* monotonic seconds; at first the start of the epoch */
	tfe_error error;         /* the first error */
	tfe_allocator allocator;
};

/* Stores `status` if it is the first error, with the detail of `writer` (may be NULL). Returns
 * `status`. */
tfe_status tfe__callback_note(tfe_callback *cb, tfe_status status, tfe_writer *writer,
			      const char *what);

/* Builds the tag before + name + after of a run, NUL-terminated, in cb->tag, where "RUN/" precedes
 * it: the health rules get the whole. Both are valid until the next call. Returns the tag without
 * the run; NULL if there is no memory. */
const char *tfe__callback_tag(tfe_callback *cb, tfe_training_run run, const char *before,
			      const char *name, const char *after);

/* Logs every weight that the function of the options returns at `step`; stores errors and returns
 * the first one. */
tfe_status tfe__callback_log_weights(tfe_callback *cb, int64_t step);

#endif
