/* The effects of chart settings, checked in frames of `tbtop --once` with known values. */
#include "tui/program.h"

static void expect(const char *arguments, const char *shown, const char *hidden)
{
	char *frame = frame_of(arguments);
	bool good = (!shown || strstr(frame, shown)) && (!hidden || !strstr(frame, hidden));
	if (!good)
		print_message("%s: with %s, without %s expected in\n%s\n", arguments,
			      shown ? shown : "-", hidden ? hidden : "-", frame);
	free(frame);
	assert_true(good);
}

/* TensorBoard: smoothed[i] = (sum of weight^(i-k) (1 - weight) value[k]) / (1 - weight^(i+1)). */
static void smoothing_is_tensorboards(void **state)
{
	(void)state;
	static const float values[] = {1, 2, 4, 8};
	for (int i = 0; i < 4; i++)
		logs_scalar("smooth/run/events.out.tfevents.1.host", "loss", i, logs_start + i,
			    values[i]);
	expect("--size 120x30 --keys 'Enter g' smooth", " 1         1     0", NULL);
	expect("--size 120x30 --keys 'Enter g l' smooth", " 2     1.625     1", NULL);
	expect("--size 120x30 --keys 'Enter g l l' smooth", " 4     2.837     2", NULL);
	expect("--size 120x30 --keys 'Enter G' smooth", " 8      5.21     3", NULL);
	expect("--size 120x30 --smoothing 0.9 --keys 'Enter g l' smooth", " 2     1.526", NULL);
	expect("--size 120x30 --keys 'S S Enter G' smooth", " 8     3", "smoothed");
}

static void one_value_far_away_does_not_flatten_the_rest(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		logs_scalar("spike/run/events.out.tfevents.1.host", "loss", i, logs_start + i,
			    i == 50 ? 1e6f : 1 + 0.01f * (float)i);
	expect("--size 120x30 --smoothing 0 spike", "off scale", "M\u2524");
	expect("--size 120x30 --smoothing 0 --keys o spike", "M\u2524", "off scale");
}

static void the_y_axis_can_be_logarithmic(void **state)
{
	(void)state;
	for (int i = 0; i <= 60; i++)
		logs_scalar("decades/run/events.out.tfevents.1.host", "loss", i,
			    logs_start + 60 * i, (float)pow(10, i / 10.0 - 3));
	expect("--size 120x30 decades", "1000\u2524", "0.1\u2524");
	expect("--size 120x30 --keys y decades", "0.01\u2524", NULL);
	expect("--size 120x30 --keys y decades", "100\u2524", NULL);
}

static void the_x_axis_is_step_relative_or_wall_time(void **state)
{
	(void)state;
	expect("--size 120x30 decades", " 20 ", "00:");
	expect("--size 120x30 --keys x decades", " 20m ", "00:");
	expect("--size 120x30 --keys 'x x' decades", "2026-01-01 00:", "10m");
	expect("--size 120x30 --keys 'x x x' decades", " 20 ", "20m");
}

static void zoom_and_pan_show_a_part(void **state)
{
	(void)state;
	expect("--size 120x30 --keys '+ +' decades", " 36   37\n", "off scale");
	expect("--size 120x30 --keys '+ +' decades", "zoomed", "   60");
	expect("--size 120x30 --keys '+ + H H H H H H' decades", " 12        14\n", "   60");
	expect("--size 120x30 --keys '+ + L L L L L L' decades", " 58        60\n", " 14 ");
	expect("--size 120x30 --keys '+ + =' decades", "   60\n", "zoomed");
}

static void filters_are_regular_expressions_of_perl(void **state)
{
	(void)state;
	write_logs();
	expect("--size 120x40 --tags '^(?!val/).*loss$' logs", " Tags 1/5 ", "val/loss");
	expect("--size 120x40 --tags '(?i)LOSS' logs", " Tags 2/5 ", "learning_rate");
	expect("--size 120x40 --runs '0\\.(?=1)' logs", " Runs 1/3 ", "c NaN");
	expect("--size 120x40 --runs '!lr=10' logs", " Runs 2/3 ", "c NaN");
}

static void the_crosshair_names_the_values_of_all_runs(void **state)
{
	(void)state;
	const char *keys = "--size 120x40 --tags train/loss --smoothing 0 --keys 'Enter g l' logs";
	expect(keys, "at step 100", NULL);
	for (int run = 0; run < 3; run++) {
		char value[32];
		float loss = run == 2 ? (float)exp(1 / 5.0)
				      : (float)((1.5 - 0.4 * run) * exp(-1.0 / (20 + 10 * run)) +
						0.2 + 0.05 * sin(1.7 + run));
		snprintf(value, sizeof value, " %.4g", (double)loss); /* and further digits */
		expect(keys, value, NULL);
	}
}

static void the_best_value_depends_on_the_direction_of_the_tag(void **state)
{
	(void)state;
	static const char *const tags[] = {"loss", "accuracy", "lr"};
	for (int tag = 0; tag < 3; tag++)
		for (int i = 0; i < 5; i++)
			logs_scalar("three/run/events.out.tfevents.1.host", tags[tag], i,
				    logs_start + i,
				    i == 1   ? 0.125f
				    : i == 2 ? 0.875f
					     : 0.5f);
	expect("--size 120x30 --tags '^loss' --keys Enter three", " best\n", "0.875\n");
	expect("--size 120x30 --tags '^loss' --keys Enter three", " 0.125\n", NULL);
	expect("--size 120x30 --tags '^acc' --keys Enter three", " 0.875\n", " 0.125\n");
	expect("--size 120x30 --tags '^lr' --keys Enter three", " wall time UTC\n", " best");
}

static void a_name_may_look_like_an_expression(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		logs_scalar("names/run/events.out.tfevents.1.host", "loss [a]", i, logs_start + i,
			    1);
		logs_scalar("names/run/events.out.tfevents.1.host", "other", i, logs_start + i, 1);
	}
	expect("--size 120x30 --tags 'loss [a]' names", " tag named loss [a] ", "other");
	expect("--size 120x30 --tags 'loss .a' names", " tags loss .a ", "other");
}

/* The memory of a chart is limited to some hundred curves on a wide screen. The title shows the
 * limit. */
static void a_chart_of_too_many_curves_says_how_many_it_shows(void **state)
{
	(void)state;
	enum { RUNS = 100 };
	for (int run = 0; run < RUNS; run++) {
		char name[64];
		snprintf(name, sizeof name, "crowd/r%02d/events.out.tfevents.1.host", run);
		for (int i = 0; i < 2; i++)
			logs_scalar(name, "loss", i, logs_start + i, (float)(i + run));
	}
	expect("--size 120x30 crowd", NULL, "curves");
	expect("--size 1000x30 crowd", " of 100 curves", NULL);
}

/* The labels at the right edge are the values where the smoothed curves end, from the highest to
 * the lowest, and the number of hidden ones is shown. */
static void labels_are_the_values_where_curves_end(void **state)
{
	(void)state;
	enum { RUNS = 40 };
	for (int run = 0; run < RUNS; run++) {
		char name[64];
		snprintf(name, sizeof name, "ends/r%02d/events.out.tfevents.1.host", run);
		for (int i = 0; i < 2; i++)
			logs_scalar(name, "loss", i, logs_start + i,
				    (float)(i * 5 + run * 7 % RUNS)); /* 0.625 of the way up */
	}
	expect("--size 120x30 --runs r00 ends", "a 3.125", "a 5");
	expect("--size 120x30 --runs r00 --smoothing 0 ends", "a 5", "3.125");
	char *frame = frame_of("--size 120x30 ends");
	double last = INFINITY, first = 0;
	int labels = 0;
	for (const char *line = frame; strstr(line, "\u2514\u252c");
	     line += strcspn(line, "\n") + 1) { /* to the x axis */
		char text[1024];
		snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
		char *blank = strrchr(text, ' '), *end;
		const char *arrow = strstr(text, "\u2191")   ? strstr(text, "\u2191") + 3
				    : strstr(text, "\u2193") ? strstr(text, "\u2193") + 3
				    : blank                  ? blank + 1
							     : text;
		double value = strtod(arrow, &end);
		if (!strstr(text, "\u2502") || *end || end == arrow || arrow[0] == '+')
			continue;
		assert_true(value <= last);
		first = labels++ ? first : value;
		last = value;
	}
	assert_true(labels > 15);
	assert_true(fabs(first - 42.125) < 0.01); /* the extremes are among them */
	assert_true(last == 3.125);
	char hidden[16];
	snprintf(hidden, sizeof hidden, " +%d\n", RUNS - labels);
	assert_non_null(strstr(frame, hidden));
	free(frame);
}

/* Steps of any length and values near each other are complete; columns are omitted instead. */
static void no_number_is_cut(void **state)
{
	(void)state;
	static const int widths[] = {40, 60, 80, 100, 120, 200};
	for (int i = 0; i < 3; i++) {
		logs_scalar("long/run/events.out.tfevents.1.host", "loss",
			    INT64_C(249000000000) + INT64_C(1000000000) * i, logs_start + i,
			    1000000.0625f + (float)i / 16);
		logs_scalar("huge/run/events.out.tfevents.1.host", "loss",
			    INT64_MAX - 4096 + 2048 * i, logs_start + i, 1e-30f * (float)(i - 1));
	}
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		char arguments[128];
		snprintf(arguments, sizeof arguments, "--size %dx30 --keys 'Enter G' long",
			 widths[i]);
		expect(arguments, "at step 251000000000 ", "251000000000\u2026");
		expect(arguments, " 1000000.2", "1000000\u2026");
		snprintf(arguments, sizeof arguments, "--size %dx30 --keys 'Enter G' huge",
			 widths[i]);
		expect(arguments, "at step 9223372036854775807 ", "\u2026");
	}
	expect("--size 120x30 --keys 'Enter G' long", "  251000000000  ", NULL);
	/* At the end of a curve, at least the digits of the axis. */
	expect("--size 120x30 --keys Enter long", "a 1000000.14", "a 1e6");
}

/* Values that a logarithm cannot show are counted; no axis is invented for them. */
static void a_logarithm_reports_what_it_cannot_show(void **state)
{
	(void)state;
	for (int i = 0; i < 30; i++) {
		logs_scalar("signs/run/events.out.tfevents.1.host", "all", i, logs_start + i,
			    -1 - (float)i);
		logs_scalar("signs/run/events.out.tfevents.1.host", "some", i, logs_start + i,
			    (float)(i - 10));
	}
	expect("--size 120x30 --tags all --keys y signs", " 30 of 30 not positive ", "0.1");
	expect("--size 120x30 --tags all --keys y signs", "y shows them", "off scale");
	expect("--size 120x30 --tags some --keys y signs", " 11 of 30 not positive ", NULL);
	expect("--size 120x30 --tags some --keys 'y y' signs", "  0\u2524", "not positive");
	expect("--size 120x30 --tags some --keys 'y y' signs", " -1\u2524", NULL);
	expect("--size 120x30 --tags some --keys 'y y y' signs", " y linear ", "not positive");
}

/* Returns how often a frame contains a text. */
static size_t times(const char *arguments, const char *text)
{
	char *frame = frame_of(arguments);
	size_t n = 0;
	for (const char *at = frame; (at = strstr(at, text)); at += strlen(text))
		n++;
	free(frame);
	return n;
}

/* Epochs are not steps: where zooms are linked, one does not empty the others. */
static void a_zoom_applies_to_charts_of_the_same_axis(void **state)
{
	(void)state;
	for (int i = 0; i <= 100; i++) {
		logs_scalar("axes/run/events.out.tfevents.1.host", "batch", i, logs_start + i, 1);
		if (i % 10 == 0)
			logs_scalar("axes/run/events.out.tfevents.1.host", "other", i,
				    logs_start + i, 2);
		if (i % 33 == 0)
			logs_scalar("axes/run/events.out.tfevents.1.host", "epoch", i / 33,
				    logs_start + i, 3);
	}
	expect("--size 120x40 --keys '+ + +' axes", "zoomed", "-1");
	expect("--size 120x40 --keys '* + + +' axes", "zoomed together", "-1");
	expect("--size 120x40 --tags epoch --keys '* +' axes", NULL, "not zoomed");
	expect("--size 120x40 --tags 'batch|epoch' --keys '* + + +' axes", "epoch", NULL);
	expect("--size 120x40 --tags 'batch|epoch' --keys '* + + +' axes", " not zoomed ", NULL);
	expect("--size 120x40 --tags 'batch|other' --keys '* + + +' axes", "zoomed", "not zoomed");
	/* Each chart has its own zoom: its title says so, and the settings of the focused one. */
	expect("--size 120x40 --tags 'batch|other' --keys '+ + +' axes", "zoomed \u2500\n", "not");
	assert_int_equal(times("--size 120x40 --tags 'batch|other' --keys '+ + +' axes", "zoomed"),
			 2);
	assert_int_equal(
		times("--size 120x40 --tags 'batch|other' --keys '+ + + j' axes", "zoomed"), 1);
	assert_int_equal(
		times("--size 120x40 --tags 'batch|other' --keys '+ + + j +' axes", "zoomed"), 3);
	/* Between two points, the line shows the axis. */
	expect("--size 120x40 --tags 'other' --keys 'Enter + + + + +' axes", "a 2", "-1");
}

/* The run was resumed at step 30: the first points from there on are beside the curve, which is
 * straight, the last ones far above it. */
static void write_resumed(const char *run)
{
	char name[80];
	snprintf(name, sizeof name, "%s/events.out.tfevents.1.host", run);
	for (int i = 0; i < 60; i++)
		logs_scalar(name, "loss", i, logs_start + i,
			    i < 30   ? (float)i / 60
			    : i < 50 ? 0.7f
				     : 1e6f);
	snprintf(name, sizeof name, "%s/events.out.tfevents.2.host", run);
	for (int i = 30; i <= 60; i++)
		logs_scalar(name, "loss", i, logs_start + 1000 + i, (float)i / 60);
}

#define SET ": s e t Space "
#define HIDE SET "s u p e r s e d e d Space h i d d e n Enter"

static void superseded_points_are_dotted(void **state)
{
	(void)state;
	static const char dotted[] = "\u2808\u2801\u2801\u2801\u2801";
	write_resumed("resumed/run");
	expect("--size 100x24 --smoothing 0 resumed", dotted, "M\u2524");
	expect("--size 100x24 --smoothing 0 resumed", "\u25b830 superseded", "k\u2524");
	expect("--size 100x24 --smoothing 0.9 resumed", dotted, NULL);
	expect("--size 100x24 --smoothing 0 --glyphs ascii resumed", " ' ' ' ' ", NULL);
	expect("--size 100x24 --smoothing 0 --keys '" HIDE "' resumed", "30 superseded", dotted);
	expect("--size 100x24 --smoothing 0 --restarts keep resumed", NULL, dotted);
}

static void superseded_points_are_on_the_axes_of_the_curve(void **state)
{
	(void)state;
	static const char dotted[] = " \u2804\u2804 \u2804\u2804 \u2804\u2820 ";
	/* They widen the y axis, but only to those nearby, and not the x axis. */
	const char *zoomed = "--size 100x24 --smoothing 0 --keys '+ +' resumed";
	expect(zoomed, dotted, "   60\n");
	expect(zoomed, " 0.7\u2524", "0.8\u2524");
	expect("--size 100x24 --smoothing 0 --keys '+ + " HIDE "' resumed", "0.65\u2524", dotted);
	expect("--size 100x24 --smoothing 0 --keys '+ + H H H H H H' resumed", "0.25\u2524",
	       dotted);
	expect("--size 100x24 --smoothing 0 --keys y resumed",
	       "\u2809\u2801\u2801\u2801\u2801\u2801\u2801\u2801\n", "k\u2524");
	expect("--size 100x24 --smoothing 0 --keys '" SET "l o g x Space o n Enter' resumed",
	       " \u2809\u2808\u2809\u2880", NULL);
}

static void a_chart_in_full_size_counts_superseded_points(void **state)
{
	(void)state;
	write_resumed("twice/run");
	for (int i = 50; i < 55; i++)
		logs_scalar("twice/run/events.out.tfevents.3.host", "loss", i,
			    logs_start + 2000 + i, 1);
	expect("--size 100x24 --keys Enter twice", " 41 superseded by restarts ", NULL);
	expect("--size 100x24 --keys 'Enter G' twice", " step 50 superseded 11 ", NULL);
	expect("--size 100x24 --keys 'Enter : 4 0 Enter' twice", " step 30 superseded 30 ", NULL);
	expect("--size 100x24 --keys 'Enter g' twice", " 41 superseded by restarts ", NULL);
	expect("--size 100x24 twice", "superseded", " superseded by restarts ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(smoothing_is_tensorboards),
		cmocka_unit_test(labels_are_the_values_where_curves_end),
		cmocka_unit_test(no_number_is_cut),
		cmocka_unit_test(a_logarithm_reports_what_it_cannot_show),
		cmocka_unit_test(a_zoom_applies_to_charts_of_the_same_axis),
		cmocka_unit_test(one_value_far_away_does_not_flatten_the_rest),
		cmocka_unit_test(the_y_axis_can_be_logarithmic),
		cmocka_unit_test(the_x_axis_is_step_relative_or_wall_time),
		cmocka_unit_test(a_chart_of_too_many_curves_says_how_many_it_shows),
		cmocka_unit_test(zoom_and_pan_show_a_part),
		cmocka_unit_test(filters_are_regular_expressions_of_perl),
		cmocka_unit_test(the_crosshair_names_the_values_of_all_runs),
		cmocka_unit_test(the_best_value_depends_on_the_direction_of_the_tag),
		cmocka_unit_test(a_name_may_look_like_an_expression),
		cmocka_unit_test(superseded_points_are_dotted),
		cmocka_unit_test(superseded_points_are_on_the_axes_of_the_curve),
		cmocka_unit_test(a_chart_in_full_size_counts_superseded_points),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
