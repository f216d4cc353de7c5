/* Precision-recall curves: counts and what follows from them, as scikit-learn computes it, and
 * tensors that are no curves. */
#include "unit/loaded.h"
#include "unit/logs_kinds.h"

#include <math.h>

#include <tfevents/writer.h>

#include "tbtop/cache/pr_curves.h"
#include "tbtop/cache/read_thread.h"

enum { EXAMPLES = 60, THRESHOLDS = 21 };

static const char *const file = "run/events.out.tfevents.1.host";

static tfe_logdir *logdir;
static struct caches caches;

static int unload(void **state)
{
	if (logdir) {
		caches_close(&caches);
		tfe_logdir_close(logdir);
	}
	logdir = NULL;
	return logs_remove(state);
}

static const struct pr_curve *first_curve(void)
{
	logdir = load_logs((tfe_logdir_options){0});
	caches_open(&caches);
	tfe_view view = tfe_series_view(tfe_run_series_at(tfe_logdir_run_at(logdir, 0), 0));
	pr_curve_find(&caches, &view, 0);
	pr_average_find(&caches, &view, 0);
	read_missed(&caches);
	caches_next_frame(&caches);
	const struct pr_curve *c = pr_curve_find(&caches, &view, 0);
	const struct pr_average *average = pr_average_find(&caches, &view, 0);
	assert_non_null(c);
	assert_non_null(average);
	if (c->n)
		assert_true(average->average == c->average);
	return c;
}

/* TP, FP, TN, FN and F1 at each threshold, from scikit-learn 1.9: confusion_matrix and f1_score of
 * floor(prediction * 20) >= threshold; below average_precision_score and roc_auc_score of
 * floor(prediction * 20). */
static const struct {
	double tp, fp, tn, fn, f1;
} want[THRESHOLDS] = {
	{24, 36, 0, 0, 0.5714285714285714},
	{23, 34, 2, 1, 0.5679012345679012},
	{20, 32, 4, 4, 0.5263157894736842},
	{20, 30, 6, 4, 0.5405405405405406},
	{19, 28, 8, 5, 0.5352112676056338},
	{17, 26, 10, 7, 0.5074626865671642},
	{16, 24, 12, 8, 0.5},
	{15, 24, 12, 9, 0.47619047619047616},
	{15, 21, 15, 9, 0.5},
	{12, 20, 16, 12, 0.42857142857142855},
	{12, 17, 19, 12, 0.4528301886792453},
	{9, 16, 20, 15, 0.3673469387755102},
	{9, 13, 23, 15, 0.391304347826087},
	{8, 12, 24, 16, 0.36363636363636365},
	{7, 11, 25, 17, 0.3333333333333333},
	{6, 8, 28, 18, 0.3157894736842105},
	{4, 7, 29, 20, 0.22857142857142856},
	{4, 4, 32, 20, 0.25},
	{1, 3, 33, 23, 0.07142857142857142},
	{1, 0, 36, 23, 0.08},
	{0, 0, 36, 24, 0},
};

static void numbers_are_those_of_scikit_learn(void **state)
{
	(void)state;
	uint8_t labels[EXAMPLES];
	float predictions[EXAMPLES];
	char dir[4096];
	tfe_writer *w;
	const tfe_pr_curve_options options = {.size = sizeof options, .thresholds = THRESHOLDS};
	for (int i = 0; i < EXAMPLES; i++) {
		labels[i] = i * 7 % 10 < 4;
		predictions[i] = (float)((i * 37 + 11 * labels[i] * (i % 4)) % 101 / 100.0);
	}
	snprintf(dir, sizeof dir, "%s/run", logs_folder);
	assert_int_equal(tfe_writer_open(dir, NULL, &w, NULL), TFE_OK);
	assert_int_equal(tfe_writer_add_pr_curve(w, "pr", 3, labels, predictions, TFE_DTYPE_FLOAT32,
						 EXAMPLES, &options),
			 TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	const struct pr_curve *c = first_curve();
	assert_string_equal(c->error, "");
	assert_int_equal(c->n, THRESHOLDS);
	for (size_t i = 0; i < THRESHOLDS; i++) {
		assert_true(pr_at(c, PR_TP, i) == want[i].tp);
		assert_true(pr_at(c, PR_FP, i) == want[i].fp);
		assert_true(pr_at(c, PR_TN, i) == want[i].tn);
		assert_true(pr_at(c, PR_FN, i) == want[i].fn);
		assert_true(fabs(pr_f1(c, i) - want[i].f1) < 1e-12);
		assert_true(pr_threshold(c, i) == (double)i / 20);
		assert_int_equal(pr_nearest(c, (double)i / 20 + 0.01), i);
	}
	/* Precision and recall are float32 in the file. */
	assert_true(fabs(c->average - 0.4442036565318388) < 1e-6);
	assert_true(fabs(c->roc_area - 0.4953703703703704) < 1e-6);
	assert_int_equal(c->best, 0);
	assert_int_equal(c->defined, 20); /* TensorBoard returns 20 thresholds as well */
	assert_false(c->uneven);
}

/* A curve whose counts are those of no set of examples is shown, and reported. */
static void counts_that_do_not_add_up_are_reported(void **state)
{
	(void)state;
	const float numbers[PR_ROWS * 2] = {5, 4, 5, 2, 0, 1, 0, 1, 0.5f, 0.6f, 1, 0.8f};
	logs_matrix(file, "pr", "pr_curves", 1, numbers, PR_ROWS, 2);
	const struct pr_curve *c = first_curve();
	assert_int_equal(c->n, 2);
	assert_true(c->uneven);
}

/* Without positive examples, undefined quantities are no numbers. */
static void no_positive_examples_are_no_result(void **state)
{
	(void)state;
	const float numbers[PR_ROWS * 2] = {0, 0, 9, 0, 0, 9, 0, 0, 0, 0, 0, 0};
	logs_matrix(file, "pr", "pr_curves", 1, numbers, PR_ROWS, 2);
	const struct pr_curve *c = first_curve();
	assert_int_equal(c->n, 2);
	assert_int_equal(c->defined, 1);
	assert_true(c->average == 0);
	assert_true(isnan(pr_f1(c, 1)));
	assert_true(pr_false_rate(c, 0) == 1);
}

static void other_tensors_have_a_reason(void **state)
{
	(void)state;
	const float numbers[] = {1, NAN, INFINITY, -1, 2, 3};
	logs_matrix(file, "pr", "pr_curves", 1, numbers, 6, 1);
	assert_non_null(strstr(first_curve()->error, "1 thresholds"));
}

static void texts_have_a_reason(void **state)
{
	(void)state;
	const char *const text = "\x1b[2J";
	logs_strings(file, "pr", "pr_curves", 1, &text, 1);
	assert_string_equal(first_curve()->error, "the value is not a tensor of numbers");
}

static void numbers_that_are_not_finite_are_harmless(void **state)
{
	(void)state;
	float numbers[PR_ROWS * 3];
	for (size_t i = 0; i < PR_ROWS * 3; i++)
		numbers[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -1e30f;
	logs_matrix(file, "pr", "pr_curves", 1, numbers, PR_ROWS, 3);
	const struct pr_curve *c = first_curve();
	assert_int_equal(c->n, 3);
	assert_true(c->uneven);
	assert_in_range(c->best, 0, 2);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, logs_make, unload)
	const struct CMUnitTest tests[] = {
		CASE(numbers_are_those_of_scikit_learn),
		CASE(counts_that_do_not_add_up_are_reported),
		CASE(no_positive_examples_are_no_result),
		CASE(other_tensors_have_a_reason),
		CASE(texts_have_a_reason),
		CASE(numbers_that_are_not_finite_are_harmless),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
