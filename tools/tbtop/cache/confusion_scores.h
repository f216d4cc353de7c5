/* cache: a confusion matrix in memory, and what is computed from it. */
#ifndef TBTOP_CACHE_CONFUSION_SCORES_H
#define TBTOP_CACHE_CONFUSION_SCORES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/confusion.h>

#include "common/confusion_counts.h"

enum { PAIRS_MOST = 40 };

/* By what the most confused pairs of classes are ordered. */
enum pair_order {
	PAIRS_BY_ROW,    /* the share of the examples of the true class */
	PAIRS_BY_COLUMN, /* the share of the examples that were predicted as the class */
	PAIRS_BY_COUNT,
	PAIR_ORDERS
};

/* Wrong predictions of one class as another, at least one. */
struct class_pair {
	uint16_t label, prediction;
};

/* Numbers of examples by true class (row, label) and predicted class (column). */
struct confusion {
	size_t n; /* classes */
	/* (n + 1)^2 elements: element [t][p] is the number of all examples with a label below t and
	 * a prediction below p, so that the count of any block takes four reads. */
	int64_t *sum;
	int64_t most;            /* the largest count */
	tfe_class_scores *score; /* of each class; NaN where the library divides by 0 */
	double accuracy, kappa;  /* kappa: Cohen's; NaN if it is undefined */
	/* Means over the classes that occur as a label or as a prediction; undefined scores count
	 * as 0. This is scikit-learn's macro average. */
	tfe_class_scores macro;
	struct class_pair pair[PAIR_ORDERS][PAIRS_MOST]; /* the most confused first */
	size_t n_pairs;
};

/* Computes everything from n * n counts, row by row, none of them negative, whose sum is at most
 * 2^53. CLASSES_LEAST <= n <= CLASSES_MOST. Release it with confusion_release. */
void confusion_init(struct confusion *c, const int64_t *counts, size_t n);
void confusion_release(struct confusion *c);

/* Classes from `from` to below `to`. */
struct class_range {
	size_t from, to;
};

/* Returns the number of examples with a label and a prediction in these ranges. */
int64_t confusion_block(const struct confusion *c, struct class_range labels,
			struct class_range predictions);

/* Returns the count of one cell, the examples of a class (its support), the predictions of a class,
 * and all examples. */
int64_t confusion_count(const struct confusion *c, size_t label, size_t prediction);
int64_t confusion_support(const struct confusion *c, size_t label);
int64_t confusion_predicted(const struct confusion *c, size_t prediction);
int64_t confusion_total(const struct confusion *c);

#endif
