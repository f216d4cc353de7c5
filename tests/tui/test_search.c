/* Searching in a text, in trials and in findings: / finds while typing, n and N repeat, Esc goes
 * back. */
#include "tui/program.h"
#include "unit/logs_screens.h"

struct search_case {
	const char *view, *keys, *shown, *message; /* message: in the footer; NULL: any */
};

static const struct search_case cases[] = {
	{"text", "Enter / N E E D L E Enter", "lines 11-", "1 of 3"},
	{"text", "Enter / n e e d l e Enter n", "lines 51-", "2 of 3"},
	{"text", "Enter / n e e d l e Enter n n n", "lines 11-", "1 of 3"},
	{"text", "Enter / n e e d l e Enter N", "lines 91-", "3 of 3"},
	{"text", "Enter / n e e d l e Enter", "search needle", NULL},
	{"text", "Enter / n e e d l e Esc", "lines 1-", NULL},
	{"text", "Enter / n e e d l e Enter Esc n", "lines 11-", "last chart"},
	{"text", "Enter / n o w h e r e Enter", "lines 1-", "nothing here contains this"},
	{"hparams", "/ 0 . 1 2 5 Enter", "\u25b8d trial_2", "1 of 1"},
	{"hparams", "/ t r i a l Enter N", "\u25b8d trial_2", "3 of 3"},
	{"hparams", "n", "\u25b8b trial_0", "no search is active"},
	{"findings", "/ 5 5 Enter", "error: nonfinite", NULL},
	{"findings", "/ d i v e r g Enter", ": divergence", NULL},
	{"findings", "/ x y z Enter", "error:", "nothing here contains this"},
};

static void write_all(void)
{
	char text[2000] = "", trial[32];
	for (int i = 0; i < 60; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "line %d%s\n\n", i,
			 i % 10 == 5 && i / 10 % 2 == 0 ? " has a needle" : "");
	tfe_writer *w = screens_open("logs/run", 1);
	assert_non_null(w);
	tfe_writer_add_text(w, "notes", 0, text);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	for (int i = 0; i < 60; i++)
		logs_scalar("logs/run/events.out.tfevents.9.host", "loss", i, screens_now + i,
			    i < 55 ? (float)exp(i / 5.0) : NAN);
	for (int i = 0; i < 3; i++) {
		snprintf(trial, sizeof trial, "logs/trial_%d", i);
		assert_true(screens_trial(trial, i == 2 ? 3 : i));
	}
}

static void expect(const struct search_case *c, int *wrong)
{
	char arguments[256];
	snprintf(arguments, sizeof arguments, "--size 100x30 --view %s --keys '%s' logs", c->view,
		 c->keys);
	char *frame = frame_of(arguments);
	if ((c->shown && !strstr(frame, c->shown)) || (c->message && !strstr(frame, c->message))) {
		print_message("%s: no \"%s\" and \"%s\" in\n%s\n", arguments, c->shown, c->message,
			      frame);
		++*wrong;
	}
	free(frame);
}

static void searches_find_and_repeat(void **state)
{
	(void)state;
	int wrong = 0;
	write_all();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&cases[i], &wrong);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(searches_find_and_repeat)};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
