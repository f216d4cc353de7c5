/* judge: rule stalled: trainings that become silent, by a clock of the test. */
#include "logs.h"

#include <math.h>

#include <tfevents/judge.h>

static const char first[] = "run/events.out.tfevents.100", second[] = "run/events.out.tfevents.200";
enum { STOP = 2 };

/* A judge of the folder, and its clock. */
static struct {
	tfe_logdir *logdir;
	tfe_judge *judge;
	double now;
} it;

static double clock_of_test(void *context)
{
	return *(double *)context;
}

static void begin(void)
{
	const char *path = logs_folder;
	tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
	options.clock = clock_of_test;
	options.clock_context = &it.now;
	it.now = 5000;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &it.logdir, NULL), TFE_OK);
	assert_int_equal(tfe_judge_open(it.logdir, &options, &it.judge, NULL), TFE_OK);
}

static void end(void)
{
	tfe_judge_close(it.judge);
	tfe_logdir_close(it.logdir);
	logs_remove(NULL);
	logs_make(NULL);
}

/* Writes a point of a loss that falls. */
static void point(const char *file, const char *tag, int64_t step, double wall)
{
	logs_scalar(file, tag, step, wall, 1 / (float)(step + 1));
}

/* Writes steps from..to, every `interval` seconds of wall time from 1000 on. */
static void train(const char *file, int64_t from, int64_t to, double interval)
{
	for (int64_t i = from; i <= to; i++)
		point(file, "loss", i, 1000 + interval * (double)i);
}

/* Reads the folder and judges it after so many seconds. Returns the finding; its rule is NULL if
 * there is none. */
static tfe_judge_finding after(double seconds)
{
	it.now += seconds;
	assert_int_equal(tfe_logdir_load(it.logdir), TFE_OK);
	assert_int_equal(tfe_judge_run(it.judge), TFE_OK);
	tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
	size_t n = tfe_judge_finding_count(it.judge);
	assert_true(n <= 1);
	if (n)
		assert_int_equal(tfe_judge_get_finding(it.judge, 0, &f), TFE_OK);
	return f;
}

static bool is_silent_after(double seconds)
{
	tfe_judge_finding f = after(seconds);
	return f.rule && f.active;
}

/* Begins with 40 steps, of which the last two were seen to come. */
static void begin_training(double interval)
{
	train(first, 0, 37, interval);
	begin();
	assert_false(is_silent_after(0));
	train(first, 38, 38, interval);
	assert_false(is_silent_after(interval));
	train(first, 39, 39, interval);
	assert_false(is_silent_after(interval));
}

static void a_training_becomes_silent_and_goes_on(void **state)
{
	(void)state;
	begin_training(2);
	assert_true(fabs(tfe_judge_due_s(it.judge) - 300) < 1e-6);
	assert_false(is_silent_after(299));
	uint64_t before = tfe_judge_generation(it.judge);
	tfe_judge_finding f = after(2);
	assert_string_equal(f.rule, "stalled");
	assert_string_equal(f.run, "run");
	assert_string_equal(f.tag, "loss");
	assert_non_null(strstr(f.file, first));
	assert_int_equal(f.severity, TFE_SEVERITY_WARNING);
	assert_true(f.active);
	assert_int_equal(f.step, 39);
	assert_true(f.value == 301);
	assert_true(f.limit == 300);
	assert_string_equal(f.message, "no event has come for 5.02 minutes after step 39; before, "
				       "the usual interval was 2 s, and the longest 2 s");
	assert_true(before < tfe_judge_generation(it.judge));
	assert_true(isinf(tfe_judge_due_s(it.judge)));

	/* The finding stays as it is, and is cleared by the next event. */
	before = tfe_judge_generation(it.judge);
	assert_true(is_silent_after(1000));
	assert_true(before == tfe_judge_generation(it.judge));
	train(first, 40, 40, 2);
	f = after(6199);
	assert_false(f.active);
	assert_string_equal(f.message, "no event came for 2.08 hours after step 39; before, the "
				       "usual interval was 2 s, and the longest 2 s; the run goes "
				       "on");
	/* The silence was no interval of the rhythm. */
	assert_true(is_silent_after(301));
	end();
}

static void the_rhythm_is_that_of_the_run(void **state)
{
	(void)state;
	begin_training(60);
	assert_false(is_silent_after(590));
	assert_true(is_silent_after(11));
	end();

	/* An evaluation of 500 s after each 20 steps. */
	double wall = 1000;
	for (int64_t i = 0; i < 60; i++)
		point(first, "loss", i, wall += i % 20 == 19 ? 500 : 1);
	begin();
	assert_false(is_silent_after(0));
	point(first, "loss", 60, wall + 1);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(301));
	assert_false(is_silent_after(1190));
	assert_true(is_silent_after(11));
	end();

	/* The pause between two starts of the program is none of the run. */
	train(first, 0, 19, 1);
	for (int64_t i = 20; i < 40; i++)
		point(second, "loss", i, 90000 + (double)i);
	begin();
	assert_false(is_silent_after(0));
	point(second, "loss", 40, 90040);
	assert_false(is_silent_after(1));
	assert_true(is_silent_after(301));
	end();

	/* The intervals of a phase that is over do not count. */
	train(first, 0, 100, 1);
	for (int64_t i = 0; i < 12; i++)
		point(first, "phase2/loss", i, 1100 + 100 * (double)i);
	begin();
	assert_false(is_silent_after(0));
	point(first, "phase2/loss", 12, 2300);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(301));
	assert_false(is_silent_after(690));
	assert_true(is_silent_after(11));
	end();
}

static void batches_are_no_silence(void **state)
{
	(void)state;
	/* Events of every second that are delivered every 500 s. */
	train(first, 0, 20, 1);
	begin();
	assert_false(is_silent_after(0));
	for (int64_t k = 0; k < 4; k++) {
		train(first, 21 + 500 * k, 520 + 500 * k, 1);
		assert_false(is_silent_after(k ? 199 : 1));
		assert_false(is_silent_after(301));
	}
	assert_false(is_silent_after(1198));
	assert_true(is_silent_after(2));
	end();
}

static void never_without_growth(void **state)
{
	(void)state;
	/* A log that is read once, or that does not grow. */
	train(first, 0, 100, 1);
	begin();
	assert_false(is_silent_after(0));
	assert_true(isinf(tfe_judge_due_s(it.judge)));
	assert_false(is_silent_after(1e6));
	/* A run that appears has not grown yet. */
	point("new/events.out.tfevents.300", "loss", 0, 1);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(1e6));
	/* No rhythm is known from a few events. */
	point("new/events.out.tfevents.300", "loss", 1, 2);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(1e6));
	assert_false(is_silent_after(1e6));
	end();
}

static void never_after_the_end(void **state)
{
	(void)state;
	begin_training(1);
	logs_session(first, 39, 1040, STOP);
	assert_false(is_silent_after(1));
	assert_true(isinf(tfe_judge_due_s(it.judge)));
	assert_false(is_silent_after(1e6));
	end();

	begin_training(1);
	point(first, "_hparams_/session_end_info", 39, 1040);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(1e6));
	end();

	/* A trial that was continued after its end. */
	point(first, "_hparams_/session_end_info", 0, 900);
	begin_training(1);
	assert_true(is_silent_after(305));
	end();

	/* The end is reported after a silence. */
	begin_training(1);
	assert_true(is_silent_after(305));
	logs_session(first, 39, 1040, STOP);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(1e6));
	end();

	begin_training(1);
	assert_int_equal(remove(logs_path(first)), 0);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(1e6));
	end();
}

/* A program that was suspended looks again before it reports a silence. */
static void a_late_check_is_repeated(void **state)
{
	(void)state;
	begin_training(1);
	assert_false(is_silent_after(5000));
	assert_true(fabs(tfe_judge_due_s(it.judge) - 10) < 1e-6);
	train(first, 40, 40, 1);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(299));
	/* The limit is now three times the interval that was seen. */
	assert_false(is_silent_after(14000));
	assert_false(is_silent_after(10));
	assert_true(is_silent_after(1000));
	end();
}

/* The other runs of a training are a sign of life. */
static void a_training_is_judged_as_a_whole(void **state)
{
	(void)state;
	static const char held_out[] = "run/validation/events.out.tfevents.100",
			  training[] = "run/train/events.out.tfevents.100";
	train(held_out, 0, 20, 2);
	train(training, 0, 38, 1);
	begin();
	assert_false(is_silent_after(0));
	train(training, 39, 39, 1);
	assert_false(is_silent_after(1));
	train(held_out, 21, 21, 2);
	assert_false(is_silent_after(200));
	assert_false(is_silent_after(301));
	tfe_judge_finding f = after(300);
	assert_non_null(f.rule);
	assert_string_equal(f.run, "run/train");
	end();
}

static void thresholds_of_the_rule(void **state)
{
	(void)state;
	train(first, 0, 37, 1);
	begin();
	assert_int_equal(tfe_judge_set_threshold(it.judge, "stalled.silence", 20), TFE_OK);
	assert_int_equal(tfe_judge_set_threshold(it.judge, "stalled.intervals", 30), TFE_OK);
	assert_false(is_silent_after(0));
	train(first, 38, 38, 1);
	assert_false(is_silent_after(1));
	assert_false(is_silent_after(21));
	assert_false(is_silent_after(8));
	assert_true(is_silent_after(2));
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_training_becomes_silent_and_goes_on),
		cmocka_unit_test(the_rhythm_is_that_of_the_run),
		cmocka_unit_test(batches_are_no_silence),
		cmocka_unit_test(never_without_growth),
		cmocka_unit_test(never_after_the_end),
		cmocka_unit_test(a_late_check_is_repeated),
		cmocka_unit_test(a_training_is_judged_as_a_whole),
		cmocka_unit_test(thresholds_of_the_rule),
	};
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
