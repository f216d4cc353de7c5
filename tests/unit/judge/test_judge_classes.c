/* judge: rules class_imbalance and confused_pairs: matrices that must fire, and near misses. */
#include "logs.h"

#include <tfevents/judge.h>
#include <tfevents/writer.h>

static const char *const names[] = {"cat", "dog", "lynx"};

/* Writes matrices of n classes into one run, one after the other. */
static void write_matrices(const int64_t *counts, size_t matrices, size_t n, bool named)
{
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(logs_path("run"), NULL, &w, NULL), TFE_OK);
	for (size_t i = 0; i < matrices; i++)
		assert_int_equal(tfe_writer_add_confusion_matrix(w, "val/classes", (int64_t)i * 10,
								 counts + i * n * n, n,
								 named ? names : NULL),
				 TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

struct result {
	size_t n; /* number of findings */
	tfe_judge_finding f;
	char message[512]; /* of the last one, after run, tag and rule */
};

/* Judges the folder with another value of a threshold (NULL: none), and empties it. */
static struct result judged_with(const char *threshold, double value)
{
	struct result r = {0};
	tfe_logdir *logdir;
	tfe_judge *judge;
	const char *path = logs_folder;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_int_equal(tfe_judge_open(logdir, NULL, &judge, NULL), TFE_OK);
	if (threshold)
		assert_int_equal(tfe_judge_set_threshold(judge, threshold, value), TFE_OK);
	assert_int_equal(tfe_judge_run(judge), TFE_OK);
	assert_int_equal(tfe_judge_set_threshold(judge, "spike.median", 3), TFE_E_ARG);
	r.n = tfe_judge_finding_count(judge);
	for (size_t i = 0; i < r.n; i++) {
		r.f = (tfe_judge_finding)TFE_JUDGE_FINDING_INIT;
		assert_int_equal(tfe_judge_get_finding(judge, i, &r.f), TFE_OK);
		snprintf(r.message, sizeof r.message, "%s: %s: %s: %s", r.f.run, r.f.tag, r.f.rule,
			 r.f.message);
		assert_int_equal(r.f.severity, TFE_SEVERITY_INFO);
		assert_true(*r.f.file);
	}
	tfe_judge_close(judge);
	tfe_logdir_close(logdir);
	logs_remove(NULL);
	logs_make(NULL);
	return r;
}

static struct result judged(void)
{
	return judged_with(NULL, 0);
}

static void rare_class(void **state)
{
	(void)state;
	static const int64_t counts[] = {480, 18, 2, 15, 390, 5, 6, 6, 6};
	write_matrices(counts, 1, 3, true);
	struct result r = judged();
	assert_int_equal(r.n, 1);
	assert_string_equal(r.message,
			    "run: val/classes/counts: class_imbalance: \"lynx\" has 18 examples, "
			    "33 % of them recognised; \"cat\" has 500, 27.8 times as many; of all "
			    "examples 94 % are recognised");
	write_matrices(counts, 1, 3, true);
	assert_int_equal(judged_with("class_imbalance.ratio", 30).n, 0);
}

static void confused_pair(void **state)
{
	(void)state;
	static const int64_t counts[] = {
		50,  20, 30, 40, 20,  40, 30, 30, 40,  /* an earlier matrix, of no interest */
		290, 8,  2,  20, 180, 2,  5,  95, 200, /* lynxes are taken for dogs */
	};
	write_matrices(counts, 2, 3, true);
	struct result r = judged();
	assert_int_equal(r.n, 1);
	assert_int_equal(r.f.step, 10);
	assert_true(r.f.value > 0.31);
	assert_true(r.f.value < 0.32);
	assert_string_equal(r.message, "run: val/classes/counts: confused_pairs: 32 % of \"lynx\" "
				       "(95 of 300) are predicted as \"dog\"");
}

/* The message lists the worst of many pairs. */
static void many_pairs(void **state)
{
	(void)state;
	enum { CLASSES = 20, PAIRS = 6 };
	static int64_t counts[CLASSES * CLASSES];
	for (size_t t = 0; t < CLASSES; t++)
		counts[t * CLASSES + t] = 1000;
	for (size_t t = 0; t < PAIRS; t++)
		counts[t * CLASSES + (t + 7)] = 300 + 50 * (int64_t)(t % 4);
	write_matrices(counts, 1, CLASSES, false);
	struct result r = judged();
	assert_int_equal(r.n, 1);
	assert_non_null(strstr(r.message, "31 % of class 3 (450 of 1450) are predicted as class "
					  "10; 29 % of class 2 (400 of 1400)"));
	assert_non_null(strstr(r.message, "; and 3 more"));
}

static void healthy_matrices(void **state)
{
	(void)state;
	static const int64_t counts[][9] = {
		{290, 8, 2, 10, 180, 10, 15, 20, 265}, /* few errors */
		{34, 33, 33, 30, 40, 30, 35, 30, 35},  /* guessing */
		{100, 0, 0, 90, 10, 0, 95, 0, 5},      /* all predictions are one class */
		{40, 0, 0, 0, 40, 0, 0, 4, 3},         /* too few examples */
		{400, 5, 5, 5, 45, 0, 5, 0, 45},       /* eight times as many */
		{0, 0, 0, 0, 0, 0, 0, 0, 0},
		{100, 3, 0, 2, 100, 0, 0, 0, 0}, /* a class without examples */
	};
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		write_matrices(counts[i], 1, 3, true);
		struct result r = judged();
		if (r.n)
			fail_msg("matrix %zu: %s", i, r.message);
	}
	/* In two classes a confusion is an ordinary error. */
	static const int64_t two[] = {70, 30, 10, 90};
	write_matrices(two, 1, 2, false);
	assert_int_equal(judged().n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rare_class, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(confused_pair, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(many_pairs, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(healthy_matrices, logs_make, logs_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
