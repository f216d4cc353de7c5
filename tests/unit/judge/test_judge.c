/* tools/common/judge: a growing log directory, judged in slices. */
#include "logs.h"

#include <math.h>

#include <tfevents/series.h>
#include <tfevents/writer.h>

#include "common/judge.h"

static tfe_writer *writer(const char *run)
{
	tfe_writer *w;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_writer_open(logs_path(run), NULL, &w, &error))
		fail_msg("%s: %s", run, error.message);
	return w;
}

static void done(tfe_writer *w)
{
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

static tfe_logdir *open_logs(void)
{
	const char *path = logs_folder;
	tfe_logdir *logdir;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, &error), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	return logdir;
}

static const struct judged *judged(struct judge *j, const char *rule, size_t *n)
{
	const struct judged *list = judge_findings(j, n, NULL);
	for (size_t i = 0; i < *n; i++)
		if (!strcmp(list[i].finding->rule, rule))
			return &list[i];
	return NULL;
}

static double fall(int i)
{
	return 0.2 + 2 * exp(-0.1 * i);
}

static void what_comes_later_is_judged(void **state)
{
	(void)state;
	tfe_writer *w = writer("run");
	for (int i = 0; i < 20; i++)
		tfe_writer_add_scalar(w, "loss", i, fall(i));
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	tfe_logdir *logdir = open_logs();
	struct judge *j = judge_open(logdir, false);
	size_t n, through, total;
	unsigned long before, after;
	judge_progress(j, &through, &total);
	assert_int_equal(total, 0);
	assert_true(judge_step(j, INFINITY));
	judge_progress(j, &through, &total);
	assert_int_equal(total, 1);
	assert_true(through >= total);
	(void)judge_findings(j, &n, &before);
	assert_int_equal(n, 0);

	/* Nothing new: the list stays. */
	assert_true(judge_step(j, 0));
	(void)judge_findings(j, &n, &after);
	assert_true(before == after);

	tfe_writer_add_scalar(w, "loss", 20, NAN);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_true(judge_step(j, INFINITY));
	const struct judged *found = judged(j, "nonfinite", &n);
	assert_non_null(found);
	assert_string_equal(found->run, "run");
	assert_string_equal(found->tag, "loss");
	assert_int_equal(found->finding->step, 20);
	(void)judge_findings(j, &n, &after);
	assert_true(before != after);
	judge_close(j);
	tfe_logdir_close(logdir);
	done(w);
}

static void slices_add_up(void **state)
{
	(void)state;
	for (int r = 0; r < 6; r++) {
		char run[32];
		snprintf(run, sizeof run, "run_%d", r);
		tfe_writer *w = writer(run);
		double zeros[64] = {0};
		for (int i = 0; i < 700; i++)
			tfe_writer_add_scalar(w, "loss", i, i < 600 || r % 2 ? fall(i) : NAN);
		for (int i = 0; i < 5; i++)
			tfe_writer_add_histogram(w, "fc/kernel", i, zeros, TFE_DTYPE_FLOAT64, 64);
		done(w);
	}
	tfe_logdir *logdir = open_logs();
	struct judge *whole = judge_open(logdir, false), *sliced = judge_open(logdir, false);
	size_t slices = 1, n, m;
	assert_true(judge_step(whole, INFINITY));
	while (!judge_step(sliced, 0))
		slices++;
	assert_true(slices > 6);
	const struct judged *a = judge_findings(whole, &n, NULL),
			    *b = judge_findings(sliced, &m, NULL);
	assert_true(n >= 9);
	assert_int_equal(n, m);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(a[i].run, b[i].run);
		assert_string_equal(a[i].tag, b[i].tag);
		assert_string_equal(a[i].finding->message, b[i].finding->message);
	}
	judge_close(whole);
	judge_close(sliced);
	tfe_logdir_close(logdir);
}

/* What was read of histograms while loading is enough. */
static void histograms_are_not_read_again(void **state)
{
	tfe_writer *w = writer("run");
	double ones[64];
	for (int i = 0; i < 64; i++)
		ones[i] = 1;
	for (int i = 0; i < 5; i++)
		tfe_writer_add_histogram(w, "fc/kernel", i, ones, TFE_DTYPE_FLOAT64, 64);
	done(w);
	tfe_logdir *logdir = open_logs();
	assert_int_equal(logs_remove(state), 0);
	struct judge *j = judge_open(logdir, false);
	size_t n;
	assert_true(judge_step(j, INFINITY));
	assert_non_null(judged(j, "unchanged_layer", &n));
	judge_close(j);
	tfe_logdir_close(logdir);
}

static void train_and_validation_are_one(void **state)
{
	(void)state;
	tfe_writer *t = writer("x/train"), *v = writer("x/validation"), *o = writer("y/validation");
	for (int i = 0; i < 60; i++) {
		tfe_writer_add_scalar(t, "epoch_loss", i, fall(i));
		tfe_writer_add_scalar(v, "epoch_loss", i,
				      i < 10 ? fall(i) : fall(10) + 0.05 * (i - 10));
		tfe_writer_add_scalar(o, "epoch_loss", i, fall(i));
	}
	done(t);
	done(v);
	done(o);
	tfe_logdir *logdir = open_logs();
	struct judge *j = judge_open(logdir, false);
	size_t n;
	assert_true(judge_step(j, INFINITY));
	const struct judged *found = judged(j, "overfit", &n);
	assert_int_equal(n, 1);
	assert_non_null(found);
	assert_string_equal(found->run, "x/validation");
	assert_string_equal(found->tag, "epoch_loss");
	judge_close(j);
	tfe_logdir_close(logdir);
}

/* PyTorch's add_scalars("Loss/all", {"train": ..., "val": ...}). */
static void add_scalars_are_one(void **state)
{
	(void)state;
	tfe_writer *t = writer("x/Loss_all_train"), *v = writer("x/Loss_all_val"),
		   *o = writer("x/other_val");
	for (int i = 0; i < 60; i++) {
		tfe_writer_add_scalar(t, "Loss/all", i, fall(i));
		tfe_writer_add_scalar(v, "Loss/all", i,
				      i < 10 ? fall(i) : fall(10) + 0.05 * (i - 10));
		tfe_writer_add_scalar(o, "loss", i, 2.3);
	}
	done(t);
	done(v);
	done(o);
	tfe_logdir *logdir = open_logs();
	struct judge *j = judge_open(logdir, false);
	size_t n;
	assert_true(judge_step(j, INFINITY));
	const struct judged *found = judged(j, "overfit", &n);
	assert_int_equal(n, 2);
	assert_non_null(found);
	assert_string_equal(found->run, "x/Loss_all_val");
	assert_string_equal(found->tag, "Loss/all");
	found = judged(j, "plateau", &n);
	assert_non_null(found);
	assert_string_equal(found->run, "x/other_val");
	judge_close(j);
	tfe_logdir_close(logdir);
}

/* A second file goes back to step 10: what came after is no longer part of the run, and nor is what was found there. */
static void a_restart_takes_findings_back(void **state)
{
	(void)state;
	tfe_writer *w = writer("run");
	for (int i = 0; i < 20; i++)
		tfe_writer_add_scalar(w, "loss", i, i < 15 ? fall(i) : NAN);
	done(w);
	tfe_logdir *logdir = open_logs();
	struct judge *j = judge_open(logdir, false);
	size_t n;
	assert_true(judge_step(j, INFINITY));
	assert_non_null(judged(j, "nonfinite", &n));
	w = writer("run");
	for (int i = 10; i < 40; i++)
		tfe_writer_add_scalar(w, "loss", i, fall(i));
	done(w);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	tfe_view view = tfe_series_view(tfe_run_find_series(tfe_logdir_run_at(logdir, 0), "loss"));
	assert_int_equal(view.count, 40);
	assert_true(judge_step(j, INFINITY));
	assert_null(judged(j, "nonfinite", &n));
	assert_int_equal(n, 0);
	judge_close(j);
	tfe_logdir_close(logdir);
}

static void nothing_to_judge(void **state)
{
	(void)state;
	tfe_logdir *logdir = open_logs();
	struct judge *j = judge_open(logdir, false);
	size_t n;
	assert_true(judge_step(j, 0));
	(void)judge_findings(j, &n, NULL);
	assert_int_equal(n, 0);
	judge_close(j);
	judge_close(NULL);
	tfe_logdir_close(logdir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_comes_later_is_judged, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(histograms_are_not_read_again, logs_make,
						logs_remove),
		cmocka_unit_test_setup_teardown(slices_add_up, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(train_and_validation_are_one, logs_make,
						logs_remove),
		cmocka_unit_test_setup_teardown(add_scalars_are_one, logs_make, logs_remove),
		cmocka_unit_test_setup_teardown(a_restart_takes_findings_back, logs_make,
						logs_remove),
		cmocka_unit_test_setup_teardown(nothing_to_judge, logs_make, logs_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
