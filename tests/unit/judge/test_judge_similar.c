/* judge: rule similar_runs: runs with equal points, and runs that only look alike. */
#include "logs.h"

#include <math.h>

#include <tfevents/judge.h>
#include <tfevents/writer.h>

enum { N = 150 };

/* A run: the number of points, and the first point that is its own. */
struct kind {
	const char *run;
	int points, own_from;
	int step; /* between points */
};

static double noise(int i)
{
	return sin(12.9898 * i) * 0.05;
}

/* Writes a run: a loss and an accuracy, and series that are equal in many runs. */
static void write_run(const struct kind *k)
{
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(logs_path(k->run), NULL, &w, NULL), TFE_OK);
	for (int i = 0; i < k->points; i++) {
		double own = i < k->own_from ? 0 : 1e-3 * (double)strlen(k->run);
		tfe_writer_add_scalar(w, "lr", i, 0.1 + 0.05 * cos(0.1 * i));
		tfe_writer_add_scalar(w, "epoch", i, i / 10);
		tfe_writer_add_scalar(w, "score/best", i, 1);
		tfe_writer_add_scalar(w, "reward/steps_total", i, 7 * i);
		tfe_writer_add_scalar(w, "nan/loss", i, NAN);
		tfe_writer_add_scalar(w, "loss", i * k->step, exp(-0.02 * i) + noise(i) + own);
		tfe_writer_add_scalar(w, "accuracy", i * k->step,
				      1 - exp(-0.02 * i) + noise(i) + own);
	}
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

/* Writes two runs and judges them in slices. Returns the number of findings of the rule; the last
 * one is copied to *found. */
static size_t judged(const struct kind *a, const struct kind *b, tfe_judge_finding *found,
		     char message[512])
{
	tfe_logdir *logdir;
	tfe_judge *judge;
	const char *path = logs_folder;
	write_run(a);
	write_run(b);
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_int_equal(tfe_judge_open(logdir, NULL, &judge, NULL), TFE_OK);
	for (bool done = false; !done;)
		assert_int_equal(tfe_judge_step(judge, 0, &done), TFE_OK);
	size_t n = 0;
	for (size_t i = 0; i < tfe_judge_finding_count(judge); i++) {
		tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
		assert_int_equal(tfe_judge_get_finding(judge, i, &f), TFE_OK);
		if (strcmp(f.rule, "similar_runs"))
			continue;
		*found = f;
		snprintf(message, 512, "%s: %s: %s", f.run, f.tag, f.message);
		n++;
	}
	tfe_judge_close(judge);
	tfe_logdir_close(logdir);
	return n;
}

static void a_copy_is_named(void **state)
{
	(void)state;
	const struct kind a = {"first", N, N, 10}, b = {"second", N, N, 10};
	tfe_judge_finding f;
	char message[512];
	assert_int_equal(judged(&a, &b, &f, message), 1);
	assert_int_equal(f.severity, TFE_SEVERITY_INFO);
	assert_int_equal(f.step, 0);
	assert_int_equal(f.last_step, 1490);
	assert_true(f.value == N);
	assert_string_equal(message, "second: loss: loss has the same steps and values as in run "
				     "\"first\" at all 150 points; so have 1 of 1 other metrics");
}

static void equal_points_at_the_beginning(void **state)
{
	(void)state;
	const struct kind a = {"first", N, N, 10}, b = {"second", N - 10, 120, 10};
	tfe_judge_finding f;
	char message[512];
	assert_int_equal(judged(&a, &b, &f, message), 1);
	assert_int_equal(f.last_step, 1190);
	assert_false(f.active);
	assert_non_null(strstr(message, "at the first 120 of 140 points"));
}

static void runs_that_only_look_alike(void **state)
{
	(void)state;
	static const struct kind first = {"first", N, N, 10};
	static const struct kind others[] = {
		{"values", N, 0, 10},
		{"one_value_too_few", N, 99, 10},
		{"steps", N, N, 20},
		{"short", 99, N, 10},
	};
	tfe_judge_finding f;
	char message[512];
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		if (judged(&first, &others[i], &f, message))
			fail_msg("%s", message);
		logs_remove(NULL);
		logs_make(NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_copy_is_named, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(equal_points_at_the_beginning, logs_make,
						logs_remove),
		cmocka_unit_test_setup_teardown(runs_that_only_look_alike, logs_make, logs_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
