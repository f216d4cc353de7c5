/* train: early stopping: how long a metric has not improved, by the rules of Keras. */
#ifndef TFE_TRAIN_PATIENCE_H
#define TFE_TRAIN_PATIENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/train.h>

/* Invariant: `wait` counts the epochs with the metric since the one that last ended a series
 * without improvement. */
struct tfe__patience {
	tfe_early_stopping options; /* `metric` is a copy; NULL: there is no early stopping */
	char *metric;
	bool any;    /* an epoch had the metric */
	double best; /* valid if best_epoch is not -1 */
	double last;
	int64_t best_epoch, last_epoch; /* best_epoch -1: none improved */
	int64_t wait;
	bool exhausted;
};

/* Returns TFE_E_ARG, with the detail in *error, for options that are wrong. */
tfe_status tfe__patience_check(const tfe_early_stopping *options, tfe_error *error);

tfe_status tfe__patience_init(struct tfe__patience *p, const tfe_early_stopping *options,
			      const tfe_allocator *allocator) TFE_MUST_CHECK;
void tfe__patience_release(struct tfe__patience *p, const tfe_allocator *allocator);

/* Forgets all epochs. */
void tfe__patience_reset(struct tfe__patience *p);

/* Counts an epoch. Epochs without the metric change nothing. */
void tfe__patience_add(struct tfe__patience *p, int64_t epoch, const tfe_metric *logs, size_t n);

/* The value that the metric had to pass in the last epoch; NaN if none had the metric before. */
double tfe__patience_limit(const struct tfe__patience *p);

#endif
