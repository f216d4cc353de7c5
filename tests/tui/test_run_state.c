/* The pace of runs, the time that remains, and whether they go on. */
#include "tui/live.h"
#include "tui/sweep.h"

enum { EVERY_S = 20, STEPS = 64 };
static const double rate = 3.2; /* steps a second */

/* Writes a run that logs every 20 s, until `silence` seconds before the time of frame_of. */
static void write_run(const char *name, const char *tag, double silence)
{
	char path[128];
	snprintf(path, sizeof path, "%s/events.out.tfevents.1.host", name);
	for (int i = 0; i < 40; i++)
		logs_scalar(path, tag, STEPS * i, 1767230000 - silence - EVERY_S * (39 - i), 1);
}

/* Writes the same run with hyperparameters: 40 epochs of 100 steps. */
static void write_trial(const char *name, double silence, bool ends)
{
	tfe_trial *trial;
	assert_int_equal(tfe_trial_open(NULL, &trial), TFE_OK);
	tfe_trial_set_int(trial, "trainer/epochs", 40);
	tfe_trial_set_int(trial, "trainer/Steps-per-epoch", 100);
	sweep_now = 1767230000 - silence - EVERY_S * 40;
	tfe_writer *w = sweep_open(name);
	tfe_writer_begin_trial(w, trial, NULL);
	for (int i = 0; i < 40; i++) {
		sweep_now += EVERY_S;
		tfe_writer_add_scalar(w, "loss", STEPS * i, 1);
	}
	if (ends)
		tfe_writer_end_trial(w, TFE_TRIAL_STATUS_SUCCESS);
	tfe_trial_close(trial);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

/* Asserts which words of the run a frame or the lines have. */
static void expect(const char *options, const char *shown, const char *hidden)
{
	char *frame = frame_of(options);
	bool good = (!shown || strstr(frame, shown)) && (!hidden || !strstr(frame, hidden));
	if (!good)
		print_message("%s: with %s, without %s expected in\n%s\n", options,
			      shown ? shown : "-", hidden ? hidden : "-", frame);
	free(frame);
	assert_true(good);
}

/* The last step is 39 * 64 = 2496. */
static void the_time_that_remains_is_shown(void **state)
{
	(void)state;
	char options[128];
	write_run("paced/run", "loss", 0);
	expect("paced", "3.2 steps/s", " left");
	snprintf(options, sizeof options, "--total-steps %.0f paced", 2496 + 7800 * rate);
	expect(options, "2h10m left at 3.2 steps/s", NULL);
	expect("--total-steps 2528 paced", "<1m left", NULL);
	expect("--total-steps 2496 paced", "3.2 steps/s", " left");
	expect("--total-steps 4000 --size 80x24 paced", "8m left", "steps/s");
	expect("--keys ': s e t Space t o t a l - s t e p s Space 4 0 0 0 Enter' paced", "8m left",
	       NULL);
	expect("--lines --total-steps 4000 paced", "run run: live, 8m left at 3.2 steps/s, 1 tag",
	       NULL);
	/* 50 of the 100 s that remained at the last point have passed. */
	write_run("passed/run", "loss", 50);
	expect("--total-steps 2816 passed", "<1m left", NULL);
	/* The run is silent. */
	write_run("silent/run", "loss", 100);
	expect("--total-steps 4000 silent", NULL, "steps/s");
}

static void hyperparameters_tell_the_number_of_steps(void **state)
{
	(void)state;
	write_run("hparams/max_steps=4000", "loss", 0);
	expect("hparams", "8m left", NULL);
	write_trial("logged/run", 0, false);
	expect("logged", "8m left", NULL);
	write_run("unknown/epochs=40", "loss", 0);
	expect("unknown", "3.2 steps/s", " left");
	/* The tags of Keras count epochs. */
	write_run("keras/epochs=4000", "epoch_loss", 0);
	expect("keras", "8m left at 3.2 epochs/s", NULL);
	/* Of several live runs, the focused one has its pace in the header. */
	write_run("two/max_steps=4000", "loss", 0);
	write_run("two/max_steps=13000", "loss", 0);
	expect("two", NULL, " left");
	expect("--keys Tab two", "8m left", "55m left");
	expect("--keys 'Tab j' two", "55m left", "8m left");
}

static void odd_times_have_no_pace(void **state)
{
	(void)state;
	static const char file[] = "odd/run/events.out.tfevents.1.host";
	for (int i = 0; i < 20; i++)
		logs_scalar(file, "loss", i, i % 2 ? 1767230000 : NAN, 1);
	expect("odd", "1 run", "steps/");
	for (int i = 0; i < 20; i++)
		logs_scalar("same/run/events.out.tfevents.1.host", "loss", i, 1767229990, 1);
	expect("same", "1 run", "steps/");
	for (int i = 0; i < 20; i++)
		logs_scalar("still/run/events.out.tfevents.1.host", "loss", 7, 1767229980 + i, 1);
	expect("still", "1 run", "steps/");
}

/* The run logs every 20 s: it is live for a minute, and believed to have ended after half an hour,
 * unless it reported that. */
static void silent_runs_are_stale_and_then_ended(void **state)
{
	(void)state;
	write_run("states/live", "loss", 50);
	write_run("states/stale", "loss", 720);
	write_run("states/quiet", "loss", 7300);
	write_trial("states/done", 7300, true);
	expect("--lines states", "run live: live, ", NULL);
	expect("--lines states", "run stale: stale, nothing new for 12m00s, ", NULL);
	expect("--lines states", "run quiet: ended or stopped, nothing new for 2h01m, ", NULL);
	expect("--lines states", "run done: done, ", NULL);
	expect("--size 200x60 states", "1 live 1 stale 1 done", NULL);
	expect("--size 120x40 --keys 'Tab t' states", "stale 12m", NULL);
	expect("--size 120x40 --keys 'Tab t' states", "2h ago", NULL);
}

/* A run that logs nine tags in each epoch of ten minutes, and the loss every 10 s, is silent after
 * 400 s without a loss. */
static void the_busiest_tag_is_the_rhythm(void **state)
{
	(void)state;
	static const char file[] = "busy/run/events.out.tfevents.1.host";
	char tag[16];
	for (int i = 0; i < 4; i++)
		for (int k = 0; k < 9; k++) {
			snprintf(tag, sizeof tag, "epoch/%d", k);
			logs_scalar(file, tag, i, 1767230000 - 400 - 600 * (4 - i), 1);
		}
	for (int i = 0; i < 200; i++)
		logs_scalar(file, "loss", i, 1767230000 - 400 - 10 * (200 - i), 1);
	expect("--lines busy", "run run: stale, ", NULL);
}

/* A report of the end counts only if the run did not go on. */
static void a_trial_that_goes_on_has_not_ended(void **state)
{
	(void)state;
	write_trial("again/run", 100, true);
	expect("--lines again", "run run: done, ", NULL);
	logs_scalar("again/run/events.out.tfevents.1767229999.host", "loss", 9999, 1767229990, 1);
	expect("--lines again", "run run: live, ", NULL);
}

static void the_number_of_steps_is_checked(void **state)
{
	(void)state;
	expect("--total-steps 0 paced", "--total-steps=0 is not understood", NULL);
	expect("--total-steps 1.5 paced", "is not understood", NULL);
	expect("--total-steps nan paced", "is not understood", NULL);
	expect("--total-steps 1e12 paced", "is not understood", NULL);
	expect("--total-steps auto paced", "3.2 steps/s", NULL);
}

/* The number of steps is remembered for the log directory, and an option precedes it. */
static void the_number_of_steps_is_remembered(void **state)
{
	(void)state;
	struct terminal t;
	const char *const argv[] = {built("tbtop"), LIVE_NOW, "paced", NULL};
	setenv("XDG_STATE_HOME", logs_path("state"), 1);
	start(&t, 120, 24, "xterm-256color", "C.UTF-8", argv);
	wait_for(&t, "3.2 steps/s", false);
	type(&t, ":set total-steps 4000\r");
	wait_for(&t, "8m left", false);
	live_quit(&t);
	start(&t, 120, 24, "xterm-256color", "C.UTF-8", argv);
	wait_for(&t, "8m left", false);
	live_quit(&t);
	const char *const other[] = {built("tbtop"), LIVE_NOW, "--total-steps=13000", "paced",
				     NULL};
	start(&t, 120, 24, "xterm-256color", "C.UTF-8", other);
	wait_for(&t, "55m left", false);
	live_quit(&t);
	unsetenv("XDG_STATE_HOME");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_time_that_remains_is_shown),
		cmocka_unit_test(hyperparameters_tell_the_number_of_steps),
		cmocka_unit_test(odd_times_have_no_pace),
		cmocka_unit_test(silent_runs_are_stale_and_then_ended),
		cmocka_unit_test(the_busiest_tag_is_the_rhythm),
		cmocka_unit_test(a_trial_that_goes_on_has_not_ended),
		cmocka_unit_test(the_number_of_steps_is_checked),
		cmocka_unit_test(the_number_of_steps_is_remembered),
	};
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
