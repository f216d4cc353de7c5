/* Figures that tbtop saves: what is shown, in the format that the name chooses, never over a file
 * that exists. */
#include <sys/stat.h>

#include "tui/live.h"

static void write_all(void)
{
	write_logs();
	tfe_writer *w;
	const int64_t counts[] = {7, 1, 2, 8};
	const uint8_t labels[] = {1, 1, 0, 0, 1, 0};
	const float predictions[] = {0.9f, 0.6f, 0.2f, 0.4f, 0.3f, 0.7f};
	assert_int_equal(tfe_writer_open(logs_path("logs/lr=0.1"), NULL, &w, NULL), TFE_OK);
	for (int step = 0; step < 3; step++) {
		const float values[] = {0, 1, 2, (float)step};
		tfe_writer_add_histogram(w, "weights", step, values, TFE_DTYPE_FLOAT32, 4);
		tfe_writer_add_confusion_matrix(w, "confusion", step, counts, 2, NULL);
		tfe_writer_add_pr_curve(w, "pr", step, labels, predictions, TFE_DTYPE_FLOAT32, 6,
					NULL);
	}
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

/* Plays keys and expects a message. */
static void expect_message(const char *options, const char *message)
{
	char arguments[512];
	snprintf(arguments, sizeof arguments, "--size 120x30 %s logs", options);
	char *frame = frame_of(arguments);
	if (!strstr(frame, message))
		fail_msg("%s: no \"%s\" in\n%s", options, message, frame);
	free(frame);
}

/* Returns whether a file contains a text. */
static bool contains(const char *name, const char *part)
{
	FILE *f = fopen(logs_path(name), "rb");
	if (!f)
		fail_msg("no file %s", name);
	char *text = read_all(f);
	fclose(f);
	bool found = strstr(text, part) != NULL;
	free(text);
	return found;
}

static void expect_content(const char *name, const char *part)
{
	if (!contains(name, part))
		fail_msg("%s: no \"%s\"", name, part);
}

static void each_view_saves_what_it_shows(void **state)
{
	(void)state;
	write_all();
	expect_message("--tags rate --keys e", "saved as learning_rate.svg");
	expect_content("learning_rate.svg", ">step</text>");
	expect_message("--tags rate --keys e", "saved as learning_rate-2.svg");
	expect_message("--tags train --keys 'y x x e'", "saved as train_loss.svg");
	expect_content("train_loss.svg", ">wall time from 2026-01-01 00:00 (UTC)</text>");
	expect_content("train_loss.svg", ">train/loss, smoothed 0.6</text>");
	expect_content("train_loss.svg", ">lr=0.01</text>");
	expect_message("--view histograms --keys e", "saved as weights__lr_0.1.svg");
	expect_message("--view histograms --keys 't e'", "weights__lr_0.1__step_2.svg");
	expect_content("weights__lr_0.1__step_2.svg", ">density</text>");
	expect_message("--view distributions --keys e", "saved as weights__lr_0.1-2.svg");
	expect_content("weights__lr_0.1-2.svg", ">median</text>");
	expect_message("--view pr --keys 't e'", "saved as pr__lr_0.1__step_2.svg");
	expect_content("pr__lr_0.1__step_2.svg", ">true positive rate</text>");
	expect_message("--view confusion --keys '[ e'", "confusion_counts__lr_0.1__step_1.svg");
	expect_content("confusion_counts__lr_0.1__step_1.svg", ">predicted class</text>");
	expect_message("--view findings --keys ': e x p o r t Enter'", "this view has no figure");
}

#define EXPORT ": e x p o r t Space "

static void the_name_chooses_the_format(void **state)
{
	(void)state;
	expect_message("--tags rate --keys '" EXPORT "a . t e x Enter'", "saved as a.tex");
	expect_content("a.tex", "\\begin{axis}");
	expect_message("--tags rate --keys '" EXPORT "a . t e x Enter'",
		       "a.tex: exists already; remove it or choose another name");
	expect_message("--tags rate --keys '" EXPORT "a . v l . j s o n Space d a r k Enter'",
		       "saved as a.vl.json");
	expect_content("a.vl.json", "\"background\": \"#1c1c1c\"");
	expect_message("--tags rate --keys '" EXPORT "a . s v g Space s l i d e s Enter'", "a.svg");
	expect_content("a.svg", "viewBox=\"0 0 720 405\"");
	expect_message("--tags rate --keys '" EXPORT "a . c s v Enter'", "saved as a.csv");
	expect_content("a.csv", "\nlr=0.1,learning_rate,5900,");
	expect_message("--view pr --keys '" EXPORT "b . c s v Enter'", "a table has scalars");
	expect_message("--tags rate --keys '" EXPORT "a . g i f Enter'",
		       "\"a.gif\" does not end in .svg, .pdf, .png");
	expect_message("--tags rate --keys '" EXPORT "n o / a . s v g Enter'",
		       "no/a.svg: cannot write: No such file or directory");
	struct stat st;
	assert_int_equal(stat(logs_path("b.csv"), &st), -1);
}

/* The folder cannot be written: the message has the name that was tried first. */
static void a_folder_that_is_gone_is_named(void **state)
{
	(void)state;
	char command[4096];
	snprintf(command, sizeof command,
		 "cd '%s' && mkdir gone && cd gone && rmdir ../gone && "
		 "'%s' --once --tags rate --keys e '%s/logs' | "
		 "grep -q 'learning_rate.svg: cannot write: No such file or directory'",
		 logs_folder, built("tbtop"), logs_folder);
	assert_int_equal(system(command), 0);
}

/* The plot of the other program, with the same settings, has the same bytes, except for the colour
 * of the run. */
static void figures_are_those_of_plot(void **state)
{
	(void)state;
	char command[4096];
	expect_message("--tags rate --keys '" EXPORT "s a m e . s v g Enter'", "saved as same.svg");
	snprintf(command, sizeof command,
		 "cd '%s' && '%s' plot --tags=rate --smooth=0.6 logs -o plot.svg 2>err && "
		 "sed 's/#[0-9a-f]*//' plot.svg >plot && sed 's/#[0-9a-f]*//' same.svg | cmp plot",
		 logs_folder, built("tfevents"));
	assert_int_equal(system(command), 0);
}

/* Superseded points are in the figure unless the chart hides them. */
static void superseded_points_are_saved(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		logs_scalar("logs/events.out.tfevents.1.host", "resumed", i, logs_start + i, 1);
	for (int i = 4; i < 10; i++)
		logs_scalar("logs/events.out.tfevents.2.host", "resumed", i, logs_start + 100 + i,
			    2);
	expect_message("--tags resumed --keys e", "saved as resumed.svg");
	expect_content("resumed.svg", ">superseded by restarts</text>");
	expect_message("--tags resumed --keys ': s e t Space s u p e r s e d e d Space h i d d e n "
		       "Enter e'",
		       "saved as resumed-2.svg");
	assert_false(contains("resumed-2.svg", "superseded"));
	assert_int_equal(remove(logs_path("logs/events.out.tfevents.1.host")), 0);
	assert_int_equal(remove(logs_path("logs/events.out.tfevents.2.host")), 0);
}

/* The reader writes the file while frames are drawn. */
static void a_figure_is_saved_live(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 120, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x30 logs");
	type(&t, "e");
	wait_for(&t, "norm.svg, ", false);
	type(&t, ":export live.png\r");
	wait_for(&t, "saved as live.png", false);
	live_quit(&t);
	expect_content("live.png", "PNG");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_view_saves_what_it_shows),
		cmocka_unit_test(the_name_chooses_the_format),
		cmocka_unit_test(a_folder_that_is_gone_is_named),
		cmocka_unit_test(figures_are_those_of_plot),
		cmocka_unit_test(superseded_points_are_saved),
		cmocka_unit_test(a_figure_is_saved_live),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
