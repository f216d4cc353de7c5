/* Precision-recall curves of classifiers, and their ROC curves. */
#ifndef TFEVENTS_PR_CURVE_H
#define TFEVENTS_PR_CURVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* The options of a curve. Zero in a field means its default. */
typedef struct tfe_pr_curve_options {
	size_t size;
	uint32_t thresholds;   /* number, evenly spaced from 0 to 1: 2 to 10000; default 201 */
	const double *weights; /* one for each example, not negative; default 1 */
	/* The ROC curve is added as well: an image at TAG/roc, and its points at TAG/roc/points
	 * (docs/formats.md). */
	bool roc;
} tfe_pr_curve_options;

#define TFE_PR_CURVE_OPTIONS_INIT TFE_SIZED(tfe_pr_curve_options)

/* A curve that was counted elsewhere: n numbers each, at thresholds that ascend from 0 to 1. NULL
 * precision or recall are computed. */
typedef struct tfe_pr_curve {
	const double *true_positives, *false_positives, *true_negatives, *false_negatives;
	const double *precision, *recall;
	size_t n;
} tfe_pr_curve;

/* Gets the number of thresholds from the content of the plugin "pr_curves"
 * (tfe_metadata.content). The value is a float32 tensor [6, thresholds] with the rows true
 * positives, false positives, true negatives, false negatives, precision, recall. Returns
 * TFE_E_DAMAGED if it is no such content, or TFE_E_NOMEM. Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_pr_curve_get_thresholds(tfe_bytes content,
							      uint32_t *thresholds);

TFE_END_DECLS

#endif
