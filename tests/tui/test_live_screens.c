/* Every screen follows what another process appends: its page, one entry in full size, and again
 * its page are those of a fresh start after each step. */
#include "tui/live.h"
#include "unit/logs_screens.h"

/* Another process writes one step of every kind, and ends. */
static void append_step(int step)
{
	int status;
	char trial[32];
	snprintf(trial, sizeof trial, "logs/trial_%d", step);
	screens_now = 1767230000 - 40 + step; /* the runs are live for --once too */
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(!screens_step("logs/run", "", step) || !screens_trial(trial, step));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void expect_view(struct terminal *t, const char *view, const char *keys)
{
	char options[128];
	snprintf(options, sizeof options, "--size 100x30 --view %s --keys '%s' logs", view, keys);
	live_expect(t, options);
}

static void every_screen_follows_the_log(void **state)
{
	(void)state;
	static const struct {
		const char *view, *key;
		bool full; /* Enter shows an entry in full size */
	} views[] = {
		{"scalars", "1", true},   {"histograms", "2", true}, {"distributions", "3", true},
		{"images", "4", true},    {"confusion", "5", true},  {"pr", "6", true},
		{"text", "7", true},      {"graph", "8", false},     {"hparams", "9", false},
		{"findings", "0", false}, {"audio", ">", true},      {"embeddings", ">", false},
	};
	struct terminal t;
	int step = 0;
	append_step(step++);
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		if (i)
			type(&t, views[i].key);
		expect_view(&t, views[i].view, "");
		append_step(step++);
		expect_view(&t, views[i].view, "");
		if (!views[i].full)
			continue;
		type(&t, "\r");
		expect_view(&t, views[i].view, "Enter");
		append_step(step++);
		expect_view(&t, views[i].view, "Enter");
		type(&t, "\033");
		expect_view(&t, views[i].view, "Enter Esc");
	}
	live_quit(&t);
}

/* Otherwise the comparison with a fresh start would say nothing. */
static void every_screen_shows_a_new_step(void **state)
{
	(void)state;
	static const char *const views[] = {"scalars",   "histograms", "distributions", "images",
					    "confusion", "pr",         "text",          "graph",
					    "hparams",   "audio",      "embeddings",    "findings"};
	enum { VIEWS = sizeof views / sizeof *views };
	char *before[VIEWS], arguments[64];
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < VIEWS; i++) {
			snprintf(arguments, sizeof arguments, "--size 100x30 --view %s logs",
				 views[i]);
			char *frame = frame_of(arguments);
			const char *shown = strchr(frame, '\n'); /* without the number of points */
			if (round && !strcmp(strchr(before[i], '\n'), shown))
				fail_msg("%s does not show a new step", views[i]);
			if (round)
				free(before[i]);
			before[i] = frame;
		}
		append_step(90 + round);
	}
	for (size_t i = 0; i < VIEWS; i++)
		free(before[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_screen_follows_the_log),
		cmocka_unit_test(every_screen_shows_a_new_step),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
