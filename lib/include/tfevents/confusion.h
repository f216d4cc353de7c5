/* Confusion matrices: how often each class was predicted as each class. */
#ifndef TFEVENTS_CONFUSION_H
#define TFEVENTS_CONFUSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Counts n pairs of label and prediction, for example those of one batch. An example of class t
 * that was predicted as p adds 1 to counts[t * classes + p]; counts has classes * classes elements
 * and keeps its earlier counts. Returns TFE_E_ARG, and adds nothing, if a label or prediction is
 * not in 0..classes-1. Ownership: counts belongs to the caller. Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_confusion_count(const int32_t *labels,
						      const int32_t *predictions, size_t n,
						      size_t classes, int64_t *counts);

/* How well a class is recognised; a quotient without a denominator is 0. */
typedef struct tfe_class_scores {
	double examples;  /* number of examples of the class */
	double precision; /* share of the predictions of this class that are right */
	double recall;    /* share of the examples of this class that are recognised */
	double f1;        /* harmonic mean of both */
} tfe_class_scores;

/* Computes the scores of each class from counts as tfe_confusion_count makes them; scores has
 * `classes` elements. Returns TFE_E_ARG, and computes nothing, if a count is negative. */
TFE_API TFE_MUST_CHECK tfe_status tfe_confusion_get_scores(const int64_t *counts, size_t classes,
							   tfe_class_scores *scores);

/* Gets the next class name of a confusion matrix. Before the first call, *rest is the content of
 * the plugin tfe_confusion_matrix (tfe_metadata); each call shortens it. Returns false after the
 * last name. Ownership: *name is a part of the content, any bytes. Threads: any. */
TFE_API bool tfe_confusion_next_name(tfe_bytes *rest, tfe_bytes *name);

TFE_END_DECLS

#endif
