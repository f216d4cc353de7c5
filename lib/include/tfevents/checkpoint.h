/* Checkpoints of a training: which ones exist, and where the training continues after a restart. */
#ifndef TFEVENTS_CHECKPOINT_H
#define TFEVENTS_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/direction.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* How the callback makes checkpoints (tfevents/train.h). A directory contains them and the index
 * `checkpoints.tsv`. Whatever interrupts the program, each checkpoint that the index names is
 * whole: it is saved under another name, synchronised with the disk and renamed before the index
 * is, and an old one is removed after the index no longer names it. The events of the training up
 * to a checkpoint are written before it. Zero in a field means its default. */
typedef struct tfe_checkpoint_options {
	size_t size;
	/* Saves the model in the file `path`, or in a directory of that name, and returns whether
	 * it succeeded. NULL: there are no checkpoints. Called by tfe_callback_epoch_end and
	 * tfe_callback_save_checkpoint, in their thread. */
	bool (*save)(void *context, const char *path);
	/* Removes a checkpoint; default: the file, or the empty directory. Its success is checked
	 * by the existence of the path. */
	void (*remove)(void *context, const char *path);
	void *context;
	const char *dir;         /* copied; default: "checkpoints" in the log directory */
	const char *suffix;      /* of the names of checkpoints, such as ".json"; copied */
	const char *metric;      /* decides which is best, such as "val_loss"; copied; NULL: none */
	tfe_direction direction; /* of the metric; default: by its name */
	size_t keep;   /* number of newest ones that are kept beside the best; default 1 */
	int64_t every; /* number of epochs from one to the next; default 1 */
} tfe_checkpoint_options;

#define TFE_CHECKPOINT_OPTIONS_INIT TFE_SIZED(tfe_checkpoint_options)

/* A checkpoint, and the point at which a training from it continues. */
typedef struct tfe_checkpoint {
	size_t size;
	int64_t epoch;    /* the epoch to continue with */
	int64_t step;     /* number of batches that were trained */
	int64_t examples; /* number of examples that were reported; see tfe_callback_add_examples */
	double value;     /* of the metric; NaN: there was none */
	bool best;        /* it has the best value of all, including those that were removed */
	char path[1024];
	char run[1024]; /* the log directory, as it was given to tfe_callback_open */
} tfe_checkpoint;

#define TFE_CHECKPOINT_INIT TFE_SIZED(tfe_checkpoint)

/* Selects a checkpoint. */
typedef enum tfe_checkpoint_which {
	TFE_CHECKPOINT_WHICH_LATEST,
	TFE_CHECKPOINT_WHICH_BEST
} tfe_checkpoint_which;

/* Finds a checkpoint in the index of a directory; those that no longer exist are skipped.
 * Returns TFE_E_NOTFOUND if there is none, TFE_E_DAMAGED if the index is not in its format,
 * TFE_E_ARG, TFE_E_IO, TFE_E_LIMIT or TFE_E_NOMEM; then *error (may be NULL) has the detail.
 * Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_checkpoint_find(const char *dir, tfe_checkpoint_which which,
						      tfe_checkpoint *checkpoint, tfe_error *error);

TFE_END_DECLS

#endif
