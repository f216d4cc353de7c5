/* train: the checkpoints of a callback: saving them, and keeping the newest and the best. */
#ifndef TFE_TRAIN_CHECKPOINT_H
#define TFE_TRAIN_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/train.h>

#include "train/checkpoint_index.h"

/* Invariant: after each call the file of the index equals `index`, unless the call failed. */
struct tfe__checkpoints {
	tfe_checkpoint_options options; /* `save` NULL: there are none; its strings are copies */
	char *dir, *suffix, *metric;
	char *path; /* of a file in the directory; room for every name */
	size_t room;
	struct tfe__checkpoint_index index;
};

/* Returns TFE_E_ARG, with the detail in *error, for options that are wrong. */
tfe_status tfe__checkpoints_check(const tfe_checkpoint_options *options, const char *log_dir,
				  tfe_error *error);

/* Reads the index of earlier starts. On failure everything has to be released too. */
tfe_status tfe__checkpoints_init(struct tfe__checkpoints *c, const tfe_checkpoint_options *options,
				 const char *log_dir, const tfe_allocator *allocator,
				 tfe_error *error) TFE_MUST_CHECK;
void tfe__checkpoints_release(struct tfe__checkpoints *c);

/* Saves a checkpoint with the epoch, step, examples and value of `entry`, and removes those that
 * are no longer kept. */
tfe_status tfe__checkpoints_save(struct tfe__checkpoints *c,
				 const struct tfe__checkpoint_entry *entry,
				 tfe_error *error) TFE_MUST_CHECK;

#endif
