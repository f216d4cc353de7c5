/* Groups of runs: their numbers equal those of numpy on the same log, and their frames. */
#include "tui/golden.h"
#include "tui/groups.h"

static void expect(const char *arguments, const char *shown, const char *hidden)
{
	char all[512];
	snprintf(all, sizeof all, "--size 120x30 %s%s", arguments,
		 strstr(arguments, " parts") || strstr(arguments, " layout") ? "" : " groups");
	char *frame = frame_of(all);
	bool good = (!shown || strstr(frame, shown)) && (!hidden || !strstr(frame, hidden));
	if (!good)
		print_message("%s: with %s, without %s expected in\n%s\n", all, shown ? shown : "-",
			      hidden ? hidden : "-", frame);
	free(frame);
	assert_true(good);
}

/* Computed with numpy from the values of groups.h, with v the values of the seeds at one step:
 * v.mean(), v.std(ddof=1), numpy.median(v), v.min(), v.max(), v.std(ddof=1) / numpy.sqrt(len(v)).
 * At the last step of lr=1e-3: 0.7125, 0.050146, 0.71875, 0.65625, 0.78125, 0.022426; of lr=1e-2:
 * 0.8125, 0.0625, 0.8125, 0.75, 0.875, 0.036084; at step 0: 0.096885, 0.05991; 0.31771,
 * 0.05487. */
static void the_numbers_are_those_of_numpy(void **state)
{
	(void)state;
	const char *logs = "--smoothing 0 --tags acc --keys";
	static const struct {
		const char *keys, *shown;
	} cases[] = {
		{"'K'", "0.7125\u00b10.05015 x5"},
		{"'K'", "0.8125\u00b10.0625 x3"},
		{"'K : m i d d l e Space m e d i a n Enter'", "0.7188\u00b10.05015 x5"},
		{"'K : b a n d Space r a n g e Enter'", "0.7125\u00b10.0625 x5"},
		{"'K : b a n d Space s t d e r r Enter'", "0.7125\u00b10.02243 x5"},
		{"'K : b a n d Space s t d e r r Enter'", "0.8125\u00b10.03608 x3"},
		{"'K Enter'", "lr=1e-3 x5"},
		{"'K Enter'", "0.7125\u00b10.05015 "},
		{"'K Enter g'", "0.09688\u00b10.05991 "},
		{"'K Enter g'", "0.3177\u00b10.05487 "},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char arguments[256];
		snprintf(arguments, sizeof arguments, "%s %s", logs, cases[i].keys);
		expect(arguments, cases[i].shown, NULL);
	}
}

static void every_kind_of_group_can_be_chosen(void **state)
{
	(void)state;
	expect("--keys K", "mean\u00b1std by seeds", NULL);
	expect("--keys 'K K'", NULL, "by seeds");
	expect("--keys ': g r o u p Space l r Enter'", "by lr", NULL);
	expect("--keys ': g r o u p Space s e e d ( . ) Enter'", "8 runs in 5 groups", NULL);
	expect("--keys ': g r o u p Space ( Enter'", "parenthesis", "by (");
	expect("--keys ': j o Enter'", "no command \"jo\"", NULL);
	expect("--keys ': b Tab'", "std, range, stderr: the band of a group", NULL);
}

static void merged_tags_are_labelled_where_they_differ(void **state)
{
	(void)state;
	static const char *const tags[] = {"batch_accuracy", "batch_loss"};
	for (int i = 0; i < 8; i++)
		logs_scalar("parts_of_names/run/events.out.tfevents.1.host", tags[i % 2], i / 2,
			    logs_start + i, (float)(i % 2 + 1));
	expect("--keys 'M Enter' parts_of_names", "a 1 accuracy", NULL);
	expect("--keys 'M Enter' parts_of_names", "a 2 loss", NULL);
}

/* The last values of lr=1e-3/seed0, seed1 and seed4 are 47, 43 and 42 of 64; seed1 has 42 or more
 * first at step 340, and never 47. */
static void runs_are_compared_with_the_baseline(void **state)
{
	(void)state;
#define BASE "--smoothing 0 --runs 1e-3 --tags acc --keys 'Tab j P Tab Tab Enter "
	expect(BASE "'", "to base", "to mark");
	expect(BASE "'", "0.0625      +9.3%       never ", NULL);
	expect(BASE "'", "-2.33%         -50 ", NULL);
	expect(BASE "P'", "no baseline", "to base %");
	expect(BASE "h m h h'", "to mark", NULL);
	expect("--keys 'Tab P'", "P \u2502", NULL);
	expect("--keys 'Tab P'", "the baseline is lr=1e-2/seed0", NULL);
}

/* The means of the last values are 0.8125 and 0.7125. */
static void groups_are_compared_with_that_of_the_baseline(void **state)
{
	(void)state;
#define GROUPS "--smoothing 0 --tags acc --keys 'K Tab P Tab Tab Enter"
	expect(GROUPS "'", " -0.1 ", NULL);
	expect(GROUPS "'", " -12.3% ", NULL);
	expect(GROUPS " P'", NULL, "to base");
}

static void the_best_runs_are_drawn(void **state)
{
	(void)state;
	expect("--smoothing 0 --keys ': t o p Space 3 Enter'",
	       "3 of 8 runs, by the best value of acc", NULL);
	expect("--smoothing 0 --keys ': t o p Space 3 Enter'", "Runs 3/8", NULL);
	expect("--keys 'Tab T T T'", "Runs 8/8    greatest \u2500", NULL);
	expect("--keys ': t o p Space x Enter'", "top N draws", NULL);
	expect("--keys 'Tab T'", "last value", NULL);
	expect("--keys 'Tab T T T T T'", "1h ago", " value \u2500");
	expect("--keys ': s o r t Space n o Enter'", "is name, last, min, max, best, step", NULL);
}

static void charts_are_pinned_folded_and_merged(void **state)
{
	(void)state;
	expect("--keys 'l P g'", "\u25b8loss", NULL);
	expect("--keys 'l P'", "loss is pinned", NULL);
	expect("--keys 'l P P'", "loss is not pinned", " pinned \u2500");
	expect("--keys 'Space'", "acc belongs to no group", NULL);
	expect("--keys 'M'", "acc with loss; M separates them", NULL);
	expect("--keys 'M'", "acc \u2501\u2501  loss \u2501 \u2501", NULL);
	expect("--keys 'M M'", "each tag has a chart of its own", " loss \u2501");
	expect("--keys ': m e r g e Space l o s Enter'", "1 tags were merged", NULL);
	expect("--keys ': m e r g e Space x Enter'", "no other tag matches", NULL);
	expect("--keys 'l l M' parts", "train/loss \u2501\u2501  val/loss \u2501 \u2501", NULL);
	expect("--keys 'l l M Enter' parts", " run train/loss", NULL);
	expect("--keys 'l Space' parts", "train/", " train/loss \u2500");
	expect("--keys 'l Space' parts", "2 folded", NULL);
	expect("--keys 'l Space Space' parts", "train/loss", "folded");
}

static void the_value_at_the_crosshair_is_copied(void **state)
{
	(void)state;
	expect("--runs 1e-3/seed0 --tags acc --keys C-y",
	       "nothing is copied with --once: 0.734375\\tacc\\tlr=1e-3/seed0\\tstep 390", NULL);
	expect("--runs 1e-3/seed0 --tags acc --keys 'Enter g C-y'", "0.015625\\tacc", NULL);
}

static void layouts_in_the_log_define_charts(void **state)
{
	(void)state;
	expect("--keys t", "no layout of custom scalars", NULL);
	expect("--keys t layout", "custom charts", NULL);
	expect("--keys t layout", "first/lines  train/acc \u2501\u2501  train/loss \u2501 \u2501 ",
	       "no such tag");
	expect("--keys t layout", "second/", "second/bands");
	expect("--keys 't l Space' layout", "second/bands  mean \u2501\u2501 ", "low");
	expect("--keys 't M' layout", "the log defines the tags of this chart", NULL);
	expect("--keys 't t' layout", "train/acc \u2500", "first/");
	expect("--keys 't' --tags band layout", "second/", "first/");
}

static void the_axis_of_steps_can_be_logarithmic(void **state)
{
	(void)state;
	expect("--keys X", "x step log", NULL);
	expect("--keys 'x X'", "only steps have a logarithmic axis", "step log");
	expect("--tags acc --keys X", " 10 ", " 150 ");
	expect("--tags acc --keys 'X Enter G' --smoothing 0", "0.734375 ", NULL);
	expect("--tags acc --keys 'X K' --smoothing 0", "0.7125\u00b10.05015 x5", NULL);
}

/* The tag lr has the values 5/32, 10/32, ... 100/32. */
static void a_tag_can_be_the_x_axis(void **state)
{
	(void)state;
#define X_LR "--keys ': x Space l r Enter"
	expect(X_LR "' --tags train parts", "x lr ", "x step");
	expect(X_LR "' --tags train parts", " 1.5 ", " 19\n");
	expect(X_LR " +' parts", "has no zoom", "zoomed");
	expect(X_LR " x' parts", "x step", "x lr");
	expect(X_LR " l l Enter g' --smoothing 0 parts", "0.03125", NULL);
	expect("--keys ': x Space n o Space x Enter' parts", "x TAG makes a tag", NULL);
}

static void the_y_range_can_be_chosen(void **state)
{
	(void)state;
	expect("--tags acc --keys Y", "y 0.. ", NULL);
	expect("--keys 'Y Y'", "y 0..1 ", NULL);
	expect("--keys 'Y Y Y'", "y same ", NULL);
	expect("--keys ': y Space - 1 . . 4 Enter'", "y -1..4 ", NULL);
	expect("--keys ': y Space . . 4 Enter'", "y ..4 ", NULL);
	expect("--keys ': y Space 4 . . 1 Enter'", "LOW..HIGH", NULL);
	expect("--keys ': y Space 1 . . n a n Enter'", "LOW..HIGH", NULL);
}

static const struct golden frames[] = {
	{"groups-120x40", "--size 120x40 --keys K"},
	{"groups-80x24", "--size 80x24 --keys K"},
	{"groups-40x10", "--size 40x10 --keys K"},
	{"groups-ascii", "--size 80x24 --keys 'K Enter' --glyphs ascii"},
	{"groups-mono", "--size 80x24 --keys 'K Enter' --format ansi --color never"},
	{"baseline-120x40",
	 "--size 120x40 --runs 1e-3 --tags acc --keys 'Tab T j P Tab Tab Enter h m h h h T'"},
	{"baseline-last",
	 "--size 120x30 --smoothing 0 --runs 1e-3 --tags acc --keys 'Tab j P Tab Tab Enter'"},
	{"layout-120x40", "--size 120x40 --keys 't l Space' layout"},
	{"log-x-120x40", "--size 120x40 --tags acc --keys 'X Enter h h h'"},
	{"x-tag-120x40", "--size 120x40 --keys ': x Space l r Enter l l Enter h h' parts"},
	{"same-y-120x40", "--size 120x40 --keys 'Y Y Y'"},
	{"merged-120x40", "--size 120x40 --keys 'l l M Enter' parts"},
	{"folded-80x24", "--size 80x24 --keys 'l Space' parts"},
	{"group-120x40", "--size 120x40 --keys 'K Enter g l l'"},
};

static void frames_are_as_they_were(void **state)
{
	(void)state;
	golden_expect(frames, sizeof frames / sizeof *frames, "groups");
}

static int open_folder(void **state)
{
	int failed = logs_make(state);
	if (!failed) {
		write_groups();
		write_parts();
		write_layout();
	}
	return failed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_numbers_are_those_of_numpy),
		cmocka_unit_test(every_kind_of_group_can_be_chosen),
		cmocka_unit_test(runs_are_compared_with_the_baseline),
		cmocka_unit_test(merged_tags_are_labelled_where_they_differ),
		cmocka_unit_test(groups_are_compared_with_that_of_the_baseline),
		cmocka_unit_test(the_best_runs_are_drawn),
		cmocka_unit_test(charts_are_pinned_folded_and_merged),
		cmocka_unit_test(the_value_at_the_crosshair_is_copied),
		cmocka_unit_test(layouts_in_the_log_define_charts),
		cmocka_unit_test(the_axis_of_steps_can_be_logarithmic),
		cmocka_unit_test(a_tag_can_be_the_x_axis),
		cmocka_unit_test(the_y_range_can_be_chosen),
		cmocka_unit_test(frames_are_as_they_were),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, open_folder, logs_remove);
}
