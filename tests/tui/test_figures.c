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
	/* All charts of the page have the range of the largest one. */
	expect_message("--tags 'rate|train' --keys ': y Space s a m e Enter e'",
		       "saved as learning_rate-3.svg");
	expect_content("learning_rate-3.svg", ">300</text>");
	expect_message("--tags loss --keys 'M e'", "saved as train_loss.svg");
	expect_content("train_loss.svg", ">value, smoothed 0.6</text>");
	expect_message("--tags train --keys 'y x x e'", "saved as train_loss-2.svg");
	expect_content("train_loss-2.svg", ">wall time from 2026-01-01 00:00 (UTC)</text>");
	expect_content("train_loss-2.svg", ">train/loss, smoothed 0.6</text>");
	expect_content("train_loss-2.svg", ">lr=0.01</text>");
	expect_message("--view histograms --keys e", "saved as weights__lr_0.1.svg");
	expect_message("--view histograms --keys 't e'", "weights__lr_0.1__step_2.svg");
	expect_content("weights__lr_0.1__step_2.svg", ">density</text>");
	expect_message("--view distributions --keys e", "saved as weights__lr_0.1-2.svg");
	expect_content("weights__lr_0.1-2.svg", ">median</text>");
	expect_message("--view pr --keys 't e'", "saved as pr__lr_0.1__step_2.svg");
	expect_content("pr__lr_0.1__step_2.svg", ">true positive rate</text>");
	expect_message("--view confusion --keys '[ e'", "confusion_counts__lr_0.1__step_1.svg");
	expect_content("confusion_counts__lr_0.1__step_1.svg", ">predicted class</text>");
	expect_message("--view findings --keys ': e x p o r t Enter'",
		       "tfevents report and check --json write the findings");
}

#define EXPORT ": e x p o r t Space "

static void the_name_chooses_the_format(void **state)
{
	(void)state;
	expect_message("--tags rate --keys '" EXPORT "a . t e x Enter'", "saved as a.tex");
	expect_content("a.tex", "\\begin{axis}");
	expect_message("--tags rate --keys '" EXPORT "a . t e x Enter'",
		       "a.tex: exists already; :export! replaces it, or choose another name");
	expect_message("--tags train --keys ': e x p o r t ! Space a . t e x Enter'",
		       "saved as a.tex");
	expect_content("a.tex", "title={train/loss}");
	expect_message("--tags rate --keys ': e x p Space b . t e x Enter'", "saved as b.tex");
	expect_message("--tags rate --keys '" EXPORT "a . v l . j s o n Space d a r k Enter'",
		       "saved as a.vl.json");
	expect_content("a.vl.json", "\"background\": \"#1c1c1c\"");
	expect_message("--tags rate --keys '" EXPORT "a . s v g Space s l i d e s Enter'", "a.svg");
	expect_content("a.svg", "viewBox=\"0 0 720 405\"");
	expect_message("--tags rate --keys '" EXPORT "a . c s v Enter'", "saved as a.csv");
	expect_content("a.csv", "\nlr=0.1,learning_rate,5900,");
	expect_message("--view pr --keys '" EXPORT "p r . c s v Enter'", "saved as pr.csv");
	expect_content("pr.csv", "series,x,y\nAP 0.");
	expect_message("--view histograms --keys '" EXPORT "b . c s v Enter'",
		       "a heat map is no table; tfevents dump --json prints its histograms");
	expect_message("--tags rate --keys '" EXPORT "a . g i f Enter'",
		       "\"a.gif\" does not end in .svg, .pdf, .png");
	expect_message("--tags rate --keys '" EXPORT "n o / a . s v g Enter'",
		       "no/a.svg: cannot write: No such file or directory");
	struct stat st;
	assert_int_equal(stat(logs_path("b.csv"), &st), -1);
}

/* The numbers of a matrix are those of the screen. */
static void a_matrix_has_the_shares_of_the_screen(void **state)
{
	(void)state;
	expect_message("--view confusion --keys '" EXPORT "m . s v g Enter'", "saved as m.svg");
	expect_content("m.svg", ">87.5</text>");
	expect_content("m.svg", ">% of the true class</text>");
	expect_message("--view confusion --keys 't " EXPORT "n . s v g Enter'", "saved as n.svg");
	expect_content("n.svg", ">77.8</text>");
	expect_message("--view confusion --keys 't t " EXPORT "o . s v g Enter'", "saved as o.svg");
	expect_content("o.svg", ">44.4</text>");
	expect_message("--view confusion --keys 't t t " EXPORT "q . s v g Enter'",
		       "saved as q.svg");
	expect_content("q.svg", ">examples</text>");
	expect_message("--view confusion --keys '[ m ] d " EXPORT "d . c s v Enter'",
		       "saved as d.csv");
	expect_content("d.csv", "true,predicted,count,value\n0,0,7,0\n");
	expect_message("--view confusion --keys '[ m ] d " EXPORT "d . s v g Enter'",
		       "saved as d.svg");
	expect_content("d.svg", "step 2, difference to mark: lr=0.1, step 1</text>");
}

/* Each type of the view of hyperparameters is what is saved. */
static void trials_are_saved_as_they_are_shown(void **state)
{
	(void)state;
	expect_message("--view hparams --keys e", "saved as hyperparameters.csv");
	expect_content("hyperparameters.csv", "run,sessions,lr,");
	expect_message("--view hparams --keys 'l l l t e'", "saved as parallel_coordinates.svg");
	expect_content("parallel_coordinates.svg", ">lr</text>");
	expect_message("--view hparams --keys 'l l l t t e'", "_over_lr.svg");
	expect_message("--view hparams --keys 'l l l t t t e'", "saved as importance_for_");
	expect_message("--view hparams --keys 'l l l t " EXPORT "p . v l . j s o n Enter'",
		       "saved as p.vl.json");
	expect_content("p.vl.json", "\"rule\"");
	expect_message("--view hparams --keys 'l l l t " EXPORT "p . t e x Enter'",
		       "saved as p.tex");
	expect_content("p.tex", "hide y axis");
}

/* The name that a user gave to a run is in the legend; the table has the name in the log. */
static void titles_of_runs_and_the_baseline_are_in_figures(void **state)
{
	(void)state;
	expect_message("--tags train --keys 'Tab P : n a m e Space b e s t Enter " EXPORT
		       "t . s v g Enter'",
		       "saved as t.svg");
	expect_content("t.svg", ">best</text>");
	expect_content("t.svg", "stroke-dasharray");
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
		cmocka_unit_test(a_matrix_has_the_shares_of_the_screen),
		cmocka_unit_test(trials_are_saved_as_they_are_shown),
		cmocka_unit_test(titles_of_runs_and_the_baseline_are_in_figures),
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
