/* common: precision-recall curves: the counts of a summary, and what follows from them. */
#include "common/pr_counts.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"

double pr_threshold(const struct pr_curve *c, size_t i)
{
	return c->n > 1 ? (double)i / (double)(c->n - 1) : 0;
}

size_t pr_nearest(const struct pr_curve *c, double threshold)
{
	double last = c->n ? (double)(c->n - 1) : 0;
	return (size_t)fmin(fmax(round(threshold * last), 0), last);
}

double pr_f1(const struct pr_curve *c, size_t i)
{
	double tp = pr_at(c, PR_TP, i);
	return 2 * tp / (2 * tp + pr_at(c, PR_FP, i) + pr_at(c, PR_FN, i));
}

double pr_false_rate(const struct pr_curve *c, size_t i)
{
	double fp = pr_at(c, PR_FP, i);
	return fp / (fp + pr_at(c, PR_TN, i));
}

static double sum_at(const struct pr_curve *c, size_t i)
{
	return pr_at(c, PR_TP, i) + pr_at(c, PR_FP, i) + pr_at(c, PR_TN, i) + pr_at(c, PR_FN, i);
}

/* Weighted counts are rounded to float32. */
static bool same_sum(double a, double b)
{
	return fabs(a - b) <= 1e-5 * fmax(fabs(a), fabs(b));
}

/* Returns the sum of precision times the gain of recall, from the last threshold to the first. */
static double average_precision(const struct pr_curve *c)
{
	double sum = 0, before = 0;
	for (size_t i = c->n; i-- > 0;) {
		double recall = pr_at(c, PR_RECALL, i), precision = pr_at(c, PR_PRECISION, i);
		if (!isfinite(recall) || !isfinite(precision))
			continue;
		sum += (recall - before) * precision;
		before = recall;
	}
	return sum;
}

/* Returns the area below the lines from (0, 0) through the points to (1, 1). */
static double roc_area(const struct pr_curve *c)
{
	double area = 0, x = 0, y = 0;
	for (size_t i = c->n; i-- > 0;) {
		double next_x = pr_false_rate(c, i), next_y = pr_at(c, PR_RECALL, i);
		if (!isfinite(next_x) || !isfinite(next_y))
			return NAN;
		area += (next_x - x) * (next_y + y) / 2;
		x = next_x;
		y = next_y;
	}
	return area + (1 - x) * (1 + y) / 2;
}

/* Computes all members after `element`. */
static void measure(struct pr_curve *c)
{
	c->best = 0;
	c->uneven = false;
	c->defined = c->n;
	while (c->defined > 1 &&
	       !(pr_at(c, PR_TP, c->defined - 1) + pr_at(c, PR_FP, c->defined - 1) > 0))
		c->defined--;
	for (size_t i = 1; i < c->n; i++) {
		c->uneven |= !same_sum(sum_at(c, i), sum_at(c, 0));
		if (pr_f1(c, i) > pr_f1(c, c->best) || isnan(pr_f1(c, c->best)))
			c->best = i;
	}
	c->average = average_precision(c);
	c->roc_area = roc_area(c);
}

/* Ten times as many as TensorBoard's writers allow. */
enum { THRESHOLDS_MOST = 100000 };

/* Copies the numbers of a tensor whose size was checked. */
static void copy_elements(struct pr_curve *c, const tfe_tensor *tensor)
{
	tfe_elements elements;
	tfe_number number;
	size_t i = 0;
	c->element = need_zeroed(PR_ROWS * c->n, sizeof *c->element);
	tfe_elements_init(&elements, tensor);
	while (i < PR_ROWS * c->n && tfe_elements_next(&elements, &number))
		c->element[i++] = (float)number.value;
}

void pr_curve_decode(struct pr_curve *c, const tfe_tensor *t)
{
	if (t->dtype == TFE_DTYPE_INVALID || t->dtype == TFE_DTYPE_STRING || t->bad)
		snprintf(c->error, sizeof c->error, "the value is not a tensor of numbers");
	else if (t->rank != 2 || t->dims[0] != PR_ROWS)
		snprintf(c->error, sizeof c->error,
			 "the tensor does not have the shape of a curve, 6 by thresholds");
	else if (t->dims[1] < 2 || t->dims[1] > THRESHOLDS_MOST)
		snprintf(c->error, sizeof c->error,
			 "a curve of %" PRId64 " thresholds is not shown: 2 to %d are", t->dims[1],
			 THRESHOLDS_MOST);
	else
		c->n = (size_t)t->dims[1];
	if (!c->n)
		return;
	copy_elements(c, t);
	measure(c);
}

void pr_curve_release(struct pr_curve *c)
{
	free(c->element);
	*c = (struct pr_curve){0};
}
