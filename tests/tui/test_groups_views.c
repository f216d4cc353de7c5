/* Groups of runs in views other than that of scalars: the list of runs, precision-recall curves,
 * charts of one run, and charts with margins. */
#include "tui/golden.h"
#include "tui/program.h"
#include "unit/logs_kinds.h"

static void expect(const char *arguments, const char *shown, const char *hidden)
{
	char all[512];
	snprintf(all, sizeof all, "--size 120x40 %s kinds", arguments);
	char *frame = frame_of(all);
	bool good = (!shown || strstr(frame, shown)) && (!hidden || !strstr(frame, hidden));
	if (!good)
		print_message("%s: with %s, without %s expected in\n%s\n", all, shown ? shown : "-",
			      hidden ? hidden : "-", frame);
	free(frame);
	assert_true(good);
}

/* Of 8 positive and 8 negative examples, 4 + seed are found at the threshold 0.5 in the group a,
 * and 4 - seed are wrong. In the group b one more is found. */
static void write_curves(const char *file, int group, int seed)
{
	const float tp = (float)(4 + seed + group), fp = (float)(4 - seed);
	const float rows[6][3] = {{8, tp, 2},
				  {8, fp, 0},
				  {0, 8 - fp, 8},
				  {0, 8 - tp, 6},
				  {0.5F, tp / (tp + fp), 1},
				  {1, tp / 8, 0.25F}};
	for (int step = 0; step < 3; step++)
		logs_matrix(file, "pr", "pr_curves", step, rows[0], 6, 3);
}

static void write_run(int group, int seed)
{
	static const float buckets[] = {-1, 0, 5, 0, 1, 7};
	char name[80];
	snprintf(name, sizeof name, "kinds/lr=%c/seed%d/events.out.tfevents.1.host", "ab"[group],
		 seed);
	write_curves(name, group, seed);
	for (int step = 0; step < 20; step++) {
		logs_scalar(name, "acc", step, logs_start + step, (float)(step + seed) / 32);
		logs_matrix(name, "weights", "histograms", step, buckets, 2, 3);
	}
}

/* A chart with margins, in each run: the value is the seed + 1, the ends are 1 below and 2
 * above. */
static void write_margins(int seed)
{
	static const tfe_margin margin = {"mean", "low", "high"};
	static const tfe_chart bands = {.title = "bands", .margins = &margin, .n_margins = 1};
	const tfe_chart_category category = {"first", &bands, 1, false};
	char dir[64];
	tfe_writer *w;
	snprintf(dir, sizeof dir, "margins/seed%d", seed);
	assert_int_equal(tfe_writer_open(logs_path(dir), NULL, &w, NULL), TFE_OK);
	assert_int_equal(tfe_writer_add_layout(w, &category, 1), TFE_OK);
	for (int step = 0; step < 10; step++) {
		tfe_writer_add_scalar(w, "mean", step, seed + 1);
		tfe_writer_add_scalar(w, "low", step, seed);
		tfe_writer_add_scalar(w, "high", step, seed + 3);
	}
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

static void the_list_has_a_heading_for_each_group(void **state)
{
	(void)state;
	expect("--keys K", " a lr=a x3 ", NULL);
	expect("--keys K", "\n  a ", NULL);
	expect("--keys K", " d lr=b x3 ", NULL);
	expect("--keys 'K K'", NULL, "lr=a x3");
	expect("--keys 'K 2'", " a lr=a x3 ", NULL);
	expect("--keys 'K 2'", "groups by seeds", "std by");
	expect("--keys 'K f s e e d [ 0 1 ] Enter'", " a lr=a x2 ", "x3");
}

/* The values of a at the threshold are 4/8, 5/8 and 6/8: mean 0.625, deviation 0.125; median and
 * range are those of b, 5/9, 6/9 and 7/9. */
static void precision_recall_curves_are_joined(void **state)
{
	(void)state;
#define PR "--view pr --keys 'K Enter "
	expect(PR "'", "0.6250\u00b10.1250", NULL);
	expect(PR ": m i d d l e Space m e d i a n Enter'", "0.6667\u00b10.1111", NULL);
	expect(PR ": b a n d Space r a n g e Enter'", "0.6667\u00b10.1111", NULL);
	expect(PR ": b a n d Space s t d e r r Enter'", "0.6250\u00b10.0722", NULL);
	expect(PR "'", " x3\n", NULL);
	expect(PR "K'", "0.6250  ", "\u00b1");
}

static void charts_of_one_run_name_its_group(void **state)
{
	(void)state;
	expect("--keys 'K 2'", " 1 of 3 lr=a ", NULL);
	expect("--keys 'K 2 r'", " 2 of 3 lr=a ", NULL);
	expect("--keys '2 r'", NULL, " of 3 ");
}

/* The curve of the group is at 2, its band from 1 to 4. */
static void charts_with_margins_are_joined(void **state)
{
	(void)state;
	char *frame = frame_of("--size 80x24 --smoothing 0 --keys 't K' margins");
	assert_non_null(strstr(frame, " a 2 x3"));
	free(frame);
}

static const struct golden frames[] = {
	{"pr-groups-120x40", "--size 120x40 --view pr --keys 'K Enter'"},
	{"pr-baseline-80x24", "--size 80x24 --view pr --keys 'Enter j P'"},
	{"pr-groups-40x10", "--size 40x10 --view pr --keys 'K Enter'"},
	{"histograms-groups-80x24", "--size 80x24 --view histograms --keys 'K r'"},
};

static void frames_are_as_they_were(void **state)
{
	(void)state;
	static const struct golden margins = {"margin-groups-80x24", "--size 80x24 --keys 't K'"};
	golden_expect(frames, sizeof frames / sizeof *frames, "kinds");
	golden_expect(&margins, 1, "margins");
}

static int open_folder(void **state)
{
	int failed = logs_make(state);
	for (int i = 0; i < 6 && !failed; i++)
		write_run(i / 3, i % 3);
	for (int seed = 0; seed < 3 && !failed; seed++)
		write_margins(seed);
	return failed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_has_a_heading_for_each_group),
		cmocka_unit_test(precision_recall_curves_are_joined),
		cmocka_unit_test(charts_of_one_run_name_its_group),
		cmocka_unit_test(charts_with_margins_are_joined),
		cmocka_unit_test(frames_are_as_they_were),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, open_folder, logs_remove);
}
