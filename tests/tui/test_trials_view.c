/* The view of trials: frames, the way to the curves of a row and back, trials that arrive, and
 * columns from the names of runs. */
#include "tui/golden.h"
#include "tui/live.h"
#include "tui/sweep.h"

static const struct golden frames[] = {
	{"trials-80x24", "--size 80x24 --view hparams"},
	{"trials-120x40", "--size 120x40 --view hparams"},
	{"trials-200x60", "--size 200x60 --view hparams --keys 'j j l l l l l T'"},
	{"trials-40x10", "--size 40x10 --view hparams --keys 'l l l'"},
	{"trials-parallel", "--size 80x24 --view hparams --keys 't'"},
	{"trials-scatter", "--size 120x40 --view hparams --keys 't t l l'"},
	{"trials-scatter-80x24", "--size 80x24 --view hparams --keys 't t j j'"},
	{"trials-importance", "--size 120x40 --view hparams --keys 't t t'"},
	{"trials-importance-80x24", "--size 80x24 --view hparams --keys 't t t'"},
	{"trials-filter",
	 "--size 80x24 --view hparams --keys '& l r < . 0 5 & a u g m e n t = t r u e Enter'"},
	{"trials-typing", "--size 80x24 --view hparams --keys '& l r < . 0 5 & o p t i'"},
	{"trials-ascii", "--size 80x24 --view hparams --keys 'l l l l l T' --glyphs ascii"},
	{"trials-mono", "--size 80x24 --view hparams --keys 'j Space' --format ansi --color never"},
	{"trials-256", "--size 80x24 --view hparams --keys '#' --format ansi --color 256"},
	{"trials-opened", "--size 80x24 --view hparams --keys 'j Enter'"},
	{"trials-returned", "--size 80x24 --view hparams --keys 'j Enter n Esc'"},
	{"trials-coloured", "--size 80x24 --view hparams --keys '# 1' --format ansi --color 256"},
	{"trials-filtered", "--size 80x24 --view scalars --keys '9 1 & r u n ~ _ 0 3 Enter'"},
	{"trials-grouped", "--size 80x24 --view hparams --keys 'K 1'"},
	{"trials-none", "--size 80x24 --view hparams weights"},
	{"trials-names", "--size 80x24 --view hparams weights-of-names"},
};

static void write_named(const char *run, double value)
{
	char path[128];
	snprintf(path, sizeof path, "weights-of-names/%s/events.out.tfevents.1.host", run);
	for (int64_t step = 0; step < 3; step++)
		logs_scalar(path, "loss", step, 1767225600 + (double)step,
			    (float)(value / (double)(step + 1)));
}

static void frames_are_as_they_were(void **state)
{
	(void)state;
	for (int i = 0; i < 15; i++)
		sweep_trial(i);
	logs_scalar("weights/run/events.out.tfevents.1.host", "loss", 1, 1767225600, 1);
	write_named("lr=1e-3_bs32/train", 2);
	write_named("lr=1e-3_bs32/val", 3);
	write_named("lr=1e-2_bs32/train", 1);
	write_named("lr=1e-2_bs64/train", 0.5);
	write_named("baseline/train", 4);
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

/* Returns whether the rest of a line contains a text. */
static bool in_line(const char *line, const char *text)
{
	const char *at = strstr(line, text);
	return at && at < strchr(line, '\n');
}

/* The answer of TensorBoard 2.21 (hparams/session_groups, AGGREGATION_AVG) for the same log, with
 * six digits: the first session and the number of sessions of each group, and its metrics. */
static void numbers_are_those_of_tensorboard(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int sessions;
		const char *accuracy, *loss;
	} groups[] = {
		{"trial_00", 2, "0.815324", "0.184676"}, {"trial_01", 2, "0.882249", "0.117751"},
		{"trial_02", 2, "0.865963", "0.134037"}, {"trial_03", 1, "0.809202", "0.190798"},
		{"trial_04", 1, "0.781794", "0.218206"}, {"trial_05", 1, "0.905867", "NaN"},
		{"trial_06", 1, "0.881788", "0.118212"}, {"trial_07", 1, "0.815404", "0.184596"},
		{"trial_08", 1, "0.795791", "0.204209"}, {"trial_09", 1, "0.861938", "0.138062"},
		{"trial_10", 1, "0.896655", "0.103345"}, {"trial_11", 1, "0.819883", "0.180117"},
	};
	char *frame = frame_of("--size 99x40 --view hparams logs");
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		const char *row = strstr(frame, groups[i].name);
		assert_non_null(row);
		assert_true(in_line(row, groups[i].accuracy));
		assert_true(in_line(row, groups[i].loss));
		assert_int_equal(in_line(row, "\u00d72"), groups[i].sessions == 2);
	}
	free(frame);
}

/* Groups by a hyperparameter that only the sessions have: 15 trials, 4 learning rates. */
static void runs_are_grouped_by_a_column(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"K 1", "by lr"},
		{"K", "15 runs in 4 groups"},
		{"K K", "each run has a curve of its own"},
		{": g r o u p Space o p t i m i z e r Enter 1 Enter", "optimizer=adam x8"},
		{": g r o u p Space o p t i m i z e r Enter 1 Enter", "optimizer=sgd x7"},
		{"l l l l l l l K", "grouped by a hyperparameter"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char arguments[256];
		snprintf(arguments, sizeof arguments,
			 "--size 160x40 --view hparams --keys '%s' logs", cases[i][0]);
		char *frame = frame_of(arguments);
		if (!strstr(frame, cases[i][1]))
			print_message("%s: no %s in\n%s\n", arguments, cases[i][1], frame);
		assert_non_null(strstr(frame, cases[i][1]));
		free(frame);
	}
}

/* A trial that another process begins is a new row, and its metrics follow its curves. */
static void new_trials_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	sweep_begin = 1767230000 - 100 * 15 - 20; /* the run is live for --once too */
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	type(&t, "9");
	live_expect(&t, "--size 100x30 --view hparams logs");
	sweep_trial(15);
	live_expect(&t, "--size 100x30 --view hparams logs");
	tfe_writer *w = sweep_open("logs/trial_15");
	sweep_scalars(w, 15, SWEEP_STEPS);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	live_expect(&t, "--size 100x30 --view hparams logs");
	type(&t, "jllT");
	live_expect(&t, "--size 100x30 --view hparams --keys 'j l l T' logs");
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(numbers_are_those_of_tensorboard),
		cmocka_unit_test(runs_are_grouped_by_a_column),
		cmocka_unit_test(new_trials_are_shown),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
