/* The view of distributions while another process writes histograms. Its frames are in
 * test_golden.c. */
#include "tui/live.h"

static double now = 1767230000 - 130; /* so that the run is live for --once too */

static void write_step(tfe_writer *w, int i)
{
	double values[500];
	for (int k = 0; k < 500; k++)
		values[k] = sin(k * 0.7 + i) * (1 + 0.1 * i) + 0.002 * k;
	assert_int_equal(tfe_writer_add_histogram(w, "dense/kernel", 100 * i, values,
						  TFE_DTYPE_FLOAT64, 500),
			 TFE_OK);
	assert_int_equal(tfe_writer_add_histogram_v2(w, "dense/bias", 100 * i, values,
						     TFE_DTYPE_FLOAT64, 100, 0),
			 TFE_OK);
	now += 20;
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
}

static void new_steps_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	tfe_writer *w;
	tfe_writer_options options = {.size = sizeof options,
				      .clock = weights_clock,
				      .clock_context = &now,
				      .hostname = "host",
				      .pid = 1};
	assert_int_equal(tfe_writer_open(logs_path("logs/run"), &options, &w, NULL), TFE_OK);
	for (int i = 0; i < 5; i++)
		write_step(w, i);
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	/* A key during the load would keep the first focus. */
	live_expect(&t, "--size 100x30 logs");
	type(&t, "3");
	live_expect(&t, "--size 100x30 --view distributions logs");
	write_step(w, 5);
	live_expect(&t, "--size 100x30 --view distributions logs");
	type(&t, "\r");
	live_expect(&t, "--size 100x30 --view distributions --keys Enter logs");
	write_step(w, 6);
	live_expect(&t, "--size 100x30 --view distributions --keys Enter logs");
	type(&t, "[[");
	live_expect(&t, "--size 100x30 --view distributions --keys 'Enter [ [' logs");
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_steps_are_shown),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
