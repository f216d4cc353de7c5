/* common: precision-recall curves: the counts of a summary, and what follows from them. */
#ifndef COMMON_PR_COUNTS_H
#define COMMON_PR_COUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/event.h>

/* The rows of a curve as they are in the file. */
enum pr_row { PR_TP, PR_FP, PR_TN, PR_FN, PR_PRECISION, PR_RECALL, PR_ROWS };

/* A curve: the counts at n thresholds, which ascend evenly from 0 to 1. */
struct pr_curve {
	char error[160]; /* "" unless it cannot be read or is no such curve; then n is 0 */
	size_t n;
	float *element; /* PR_ROWS rows of n numbers */
	/* At the first `defined` thresholds (at least 1) some example is predicted as positive. At
	 * the others the precision is undefined, and TensorBoard does not return them. */
	size_t defined;
	size_t best;     /* the threshold with the greatest F1, the lowest of several */
	bool uneven;     /* the counts of a threshold do not have the sum of the first one's */
	double average;  /* the average precision, as scikit-learn defines it */
	double roc_area; /* the area below the ROC curve */
};

static inline double pr_at(const struct pr_curve *c, enum pr_row row, size_t i)
{
	return c->element[row * c->n + i];
}

/* Returns the threshold at an index, and the index of the threshold nearest to a value. */
double pr_threshold(const struct pr_curve *c, size_t i);
size_t pr_nearest(const struct pr_curve *c, double threshold);

/* Both are NaN if they are undefined. */
double pr_f1(const struct pr_curve *c, size_t i);
double pr_false_rate(const struct pr_curve *c, size_t i);

/* Reads a curve from the tensor of a summary; *c is 0. Release it with pr_curve_release. */
void pr_curve_decode(struct pr_curve *c, const tfe_tensor *tensor);
void pr_curve_release(struct pr_curve *c);

#endif
