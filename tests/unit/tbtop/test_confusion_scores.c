/* The scores of a confusion matrix equal scikit-learn's (1.9.1):
 * precision_recall_fscore_support(labels=range(5), zero_division=nan), the same with
 * average='macro' and zero_division=0, accuracy_score and cohen_kappa_score. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/cache/confusion_scores.h"

static const int64_t counts[] = {50, 3, 0, 2, 0, 10, 30, 0, 0, 1, 0, 0, 0,
				 0,  0, 1, 4, 0, 0,  0,  0, 0, 0, 0, 0};

static void expect_near(double got, double want)
{
	if (isnan(want))
		assert_true(isnan(got));
	else
		assert_true(fabs(got - want) < 1e-12);
}

static void scores_equal_scikit_learns(void **state)
{
	(void)state;
	static const double want[5][3] = {{50.0 / 61, 50.0 / 55, 100.0 / 116},
					  {30.0 / 37, 30.0 / 41, 60.0 / 78},
					  {NAN, NAN, NAN},
					  {0, 0, 0},
					  {0, NAN, 0}};
	struct confusion c;
	confusion_init(&c, counts, 5);
	for (int i = 0; i < 5; i++) {
		expect_near(c.score[i].precision, want[i][0]);
		expect_near(c.score[i].recall, want[i][1]);
		expect_near(c.score[i].f1, want[i][2]);
	}
	expect_near(c.accuracy, 0.7920792079207921);
	expect_near(c.kappa, 0.6012408347433729);
	expect_near(c.macro.precision, 0.407620735489588);
	expect_near(c.macro.recall, 0.4101995565410199);
	expect_near(c.macro.f1, 0.4078249336870027);
	assert_int_equal(confusion_support(&c, 1), 41);
	assert_int_equal(confusion_predicted(&c, 1), 37);
	assert_int_equal(confusion_total(&c), 101);
	confusion_release(&c);
}

/* Without any example, or with one class only, scores are undefined and nothing overflows. */
static void degenerate_matrices_have_no_scores(void **state)
{
	(void)state;
	const int64_t none[4] = {0}, one[4] = {INT64_C(1) << 53, 0, 0, 0};
	struct confusion c;
	confusion_init(&c, none, 2);
	expect_near(c.accuracy, NAN);
	expect_near(c.kappa, NAN);
	expect_near(c.macro.f1, NAN);
	assert_int_equal(c.n_pairs, 0);
	confusion_release(&c);
	confusion_init(&c, one, 2);
	expect_near(c.accuracy, 1);
	assert_true(isnan(c.kappa));
	assert_int_equal(confusion_count(&c, 0, 0), INT64_C(1) << 53);
	confusion_release(&c);
}

/* The sums of all blocks equal those of a loop. */
static void blocks_are_sums_of_counts(void **state)
{
	(void)state;
	struct confusion c;
	confusion_init(&c, counts, 5);
	for (size_t t = 0; t < 5; t++)
		for (size_t p = 0; p < 5; p++) {
			int64_t want = 0;
			for (size_t i = t; i < 5; i++)
				for (size_t k = 0; k <= p; k++)
					want += counts[i * 5 + k];
			assert_int_equal(confusion_block(&c, (struct class_range){t, 5},
							 (struct class_range){0, p + 1}),
					 want);
			assert_int_equal(confusion_count(&c, t, p), counts[t * 5 + p]);
		}
	assert_int_equal(c.most, 50);
	confusion_release(&c);
}

static void expect_pairs(const struct confusion *c, enum pair_order order, const char *want)
{
	char got[256] = "";
	for (size_t i = 0; i < c->n_pairs; i++) {
		size_t n = strlen(got);
		snprintf(got + n, sizeof got - n, "%d>%d ", c->pair[order][i].label,
			 c->pair[order][i].prediction);
	}
	assert_string_equal(got, want);
}

static void pairs_are_ordered(void **state)
{
	(void)state;
	struct confusion c;
	confusion_init(&c, counts, 5);
	expect_pairs(&c, PAIRS_BY_ROW, "3>1 1>0 3>0 0>1 0>3 1>4 ");
	expect_pairs(&c, PAIRS_BY_COLUMN, "0>3 1>4 1>0 3>1 0>1 3>0 ");
	expect_pairs(&c, PAIRS_BY_COUNT, "1>0 3>1 0>1 0>3 1>4 3>0 ");
	confusion_release(&c);
}

/* Of many pairs the first PAIRS_MOST are those of a complete sort. */
static void the_most_confused_of_many_pairs_are_kept(void **state)
{
	(void)state;
	enum { N = 60 };
	int64_t *many = calloc(N * N, sizeof *many);
	struct confusion c;
	for (int i = 0; i < N * N; i++)
		many[i] = i * 7919 % 3600; /* distinct, because 7919 is prime */
	confusion_init(&c, many, N);
	int64_t before = INT64_MAX, above = 0;
	for (size_t i = 0; i < PAIRS_MOST; i++) {
		const struct class_pair *pair = &c.pair[PAIRS_BY_COUNT][i];
		int64_t count = confusion_count(&c, pair->label, pair->prediction);
		assert_int_not_equal(pair->label, pair->prediction);
		assert_true(count < before);
		before = count;
	}
	for (int t = 0; t < N; t++)
		for (int p = 0; p < N; p++)
			above += t != p && many[t * N + p] >= before;
	assert_int_equal(above, PAIRS_MOST);
	confusion_release(&c);
	free(many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_equal_scikit_learns),
		cmocka_unit_test(degenerate_matrices_have_no_scores),
		cmocka_unit_test(blocks_are_sums_of_counts),
		cmocka_unit_test(pairs_are_ordered),
		cmocka_unit_test(the_most_confused_of_many_pairs_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
