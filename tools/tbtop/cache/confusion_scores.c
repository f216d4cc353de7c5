/* cache: the metrics of a confusion matrix, with scikit-learn's definitions. */
#include "tbtop/cache/confusion_scores.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"

/* --- counts ----------------------------------------------------------------------------------- */

static int64_t sum_below(const struct confusion *c, size_t label, size_t prediction)
{
	return c->sum[label * (c->n + 1) + prediction];
}

int64_t confusion_block(const struct confusion *c, struct class_range labels,
			struct class_range predictions)
{
	return sum_below(c, labels.to, predictions.to) - sum_below(c, labels.from, predictions.to) -
	       sum_below(c, labels.to, predictions.from) +
	       sum_below(c, labels.from, predictions.from);
}

int64_t confusion_count(const struct confusion *c, size_t label, size_t prediction)
{
	return confusion_block(c, (struct class_range){label, label + 1},
			       (struct class_range){prediction, prediction + 1});
}

int64_t confusion_support(const struct confusion *c, size_t label)
{
	return sum_below(c, label + 1, c->n) - sum_below(c, label, c->n);
}

int64_t confusion_predicted(const struct confusion *c, size_t prediction)
{
	return sum_below(c, c->n, prediction + 1) - sum_below(c, c->n, prediction);
}

int64_t confusion_total(const struct confusion *c)
{
	return sum_below(c, c->n, c->n);
}

static void sum_up(struct confusion *c, const int64_t *counts)
{
	size_t n = c->n, stride = n + 1;
	c->sum = need_zeroed(stride * stride, sizeof *c->sum);
	for (size_t t = 0; t < n; t++) {
		int64_t row = 0;
		for (size_t p = 0; p < n; p++) {
			int64_t count = counts[t * n + p];
			row += count;
			c->most = count > c->most ? count : c->most;
			c->sum[(t + 1) * stride + p + 1] = c->sum[t * stride + p + 1] + row;
		}
	}
}

/* --- scores ----------------------------------------------------------------------------------- */

static double ratio(double part, double whole)
{
	return whole > 0 ? part / whole : (double)NAN;
}

static void score(struct confusion *c, const int64_t *counts)
{
	double right = 0, chance = 0, present = 0, total = (double)confusion_total(c);
	c->score = need_zeroed(c->n, sizeof *c->score);
	if (tfe_confusion_get_scores(counts, c->n, c->score))
		return;
	for (size_t i = 0; i < c->n; i++) {
		tfe_class_scores *s = &c->score[i];
		double predicted = (double)confusion_predicted(c, i);
		right += (double)confusion_count(c, i, i);
		chance += s->examples * predicted;
		present += s->examples + predicted > 0;
		c->macro.precision += s->precision;
		c->macro.recall += s->recall;
		c->macro.f1 += s->f1;
		s->precision = predicted > 0 ? s->precision : (double)NAN;
		s->recall = s->examples > 0 ? s->recall : (double)NAN;
		s->f1 = s->examples + predicted > 0 ? s->f1 : (double)NAN;
	}
	c->accuracy = ratio(right, total);
	/* (observed - expected) / (1 - expected), both multiplied by the square of the total. */
	c->kappa = ratio(total * right - chance, total * total - chance);
	c->macro.precision = ratio(c->macro.precision, present);
	c->macro.recall = ratio(c->macro.recall, present);
	c->macro.f1 = ratio(c->macro.f1, present);
}

/* --- pairs ------------------------------------------------------------------------------------ */

static double rank_of(const struct confusion *c, enum pair_order order, size_t t, size_t p)
{
	double count = (double)confusion_count(c, t, p);
	if (order == PAIRS_BY_COUNT)
		return count;
	return count / (double)(order == PAIRS_BY_ROW ? confusion_support(c, t)
						      : confusion_predicted(c, p));
}

/* Inserts a pair into the list of one order. Of equal pairs the one with more examples is first,
 * then the one that was inserted first. */
static void insert(struct confusion *c, enum pair_order order, double ranks[PAIRS_MOST], size_t n,
		   size_t t, size_t p)
{
	struct class_pair *list = c->pair[order];
	double rank = rank_of(c, order, t, p);
	size_t at = n;
	for (; at > 0; at--) {
		const struct class_pair *before = &list[at - 1];
		bool more = confusion_count(c, t, p) >
			    confusion_count(c, before->label, before->prediction);
		if (rank < ranks[at - 1] || (!(rank > ranks[at - 1]) && !more))
			break;
	}
	if (at == PAIRS_MOST)
		return;
	for (size_t k = n < PAIRS_MOST ? n : PAIRS_MOST - 1; k > at; k--) {
		list[k] = list[k - 1];
		ranks[k] = ranks[k - 1];
	}
	list[at] = (struct class_pair){(uint16_t)t, (uint16_t)p};
	ranks[at] = rank;
}

static void find_pairs(struct confusion *c)
{
	double ranks[PAIR_ORDERS][PAIRS_MOST];
	for (size_t t = 0; t < c->n; t++)
		for (size_t p = 0; p < c->n; p++) {
			if (t == p || !confusion_count(c, t, p))
				continue;
			for (int order = 0; order < PAIR_ORDERS; order++)
				insert(c, (enum pair_order)order, ranks[order], c->n_pairs, t, p);
			c->n_pairs += c->n_pairs < PAIRS_MOST;
		}
}

void confusion_init(struct confusion *c, const int64_t *counts, size_t n)
{
	*c = (struct confusion){.n = n};
	sum_up(c, counts);
	score(c, counts);
	find_pairs(c);
}

void confusion_release(struct confusion *c)
{
	free(c->sum);
	free(c->score);
	*c = (struct confusion){0};
}
