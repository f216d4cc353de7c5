/* summary: precision-recall curves and ROC curves as records. */
#ifndef TFE_SUMMARY_PR_CURVE_H
#define TFE_SUMMARY_PR_CURVE_H

#include <tfevents/pr_curve.h>

#include "summary/canvas.h"
#include "summary/value.h"

enum { TFE__LEAST_THRESHOLDS = 2, TFE__MOST_THRESHOLDS = 10000 };

/* TensorBoard divides by no less, so that an empty class has a precision and recall of 0. */
#define TFE__PR_MINIMUM_COUNT 1e-7

/* The rows of the tensor of a PR curve. */
enum tfe__pr_row { TFE__PR_TP, TFE__PR_FP, TFE__PR_TN, TFE__PR_FN, TFE__PR_P, TFE__PR_R };
enum { TFE__PR_ROWS = 6 };

/* A curve of n thresholds: row r begins at element r * n. */
struct tfe__pr_curve {
	size_t n;
	double *element;
	tfe_allocator allocator;
};

/* Makes a curve of zeros. On failure (TFE_E_NOMEM) there is nothing to release. */
tfe_status tfe__pr_curve_init(struct tfe__pr_curve *c, const tfe_allocator *allocator,
			      size_t n) TFE_MUST_CHECK;
void tfe__pr_curve_release(struct tfe__pr_curve *c);

static inline double *tfe__pr_row(const struct tfe__pr_curve *c, enum tfe__pr_row row)
{
	return c->element + (size_t)row * c->n;
}

/* Returns the largest i for which the prediction reaches threshold i, or -1 if it is not from 0 to
 * 1. A float32 prediction is multiplied as float32, as in TensorBoard. */
int64_t tfe__pr_threshold_of(const struct tfe__pr_curve *c, double prediction, bool is_float);

/* Counts an example whose prediction reaches threshold `reached`. */
static inline void tfe__pr_count(struct tfe__pr_curve *c, int64_t reached, bool positive,
				 double weight)
{
	tfe__pr_row(c, positive ? TFE__PR_TP : TFE__PR_FP)[reached] += weight;
}

/* Turns the counts into a curve, once all examples are counted. */
void tfe__pr_finish(struct tfe__pr_curve *c);

/* Computes the rows precision and recall from the others. */
void tfe__pr_precision(struct tfe__pr_curve *c);
void tfe__pr_recall(struct tfe__pr_curve *c);

/* Puts a curve as a record of the plugin "pr_curves". */
void tfe__put_pr_curve(struct tfe__buf *b, const struct tfe__value_header *header,
		       const struct tfe__pr_curve *c);

/* Puts the ROC curve as two records: an image, and its points, a float32 tensor [3, n] with the
 * rows threshold, false positive rate, true positive rate. */
tfe_status tfe__put_roc(struct tfe__buf *b, const struct tfe__value_header *picture,
			const struct tfe__value_header *points,
			const struct tfe__pr_curve *c) TFE_MUST_CHECK;

/* The rates at threshold i; 0 if there are no examples of that class. */
double tfe__roc_false_rate(const struct tfe__pr_curve *c, size_t i);
double tfe__roc_true_rate(const struct tfe__pr_curve *c, size_t i);

/* The area under the ROC curve by trapezoids, from (0, 0) to (1, 1). NaN if all examples have one
 * class. */
double tfe__roc_area(const struct tfe__pr_curve *c);

/* Creates a canvas with the image of the ROC curve. */
tfe_status tfe__roc_draw(struct tfe__canvas *canvas, const tfe_allocator *allocator,
			 const struct tfe__pr_curve *c) TFE_MUST_CHECK;

#endif
