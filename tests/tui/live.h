/* tests: tbtop on a pseudo-terminal, compared with what --once prints. */
#ifndef TESTS_TUI_LIVE_H
#define TESTS_TUI_LIVE_H

#include "tui/terminal.h"

#define LIVE_NOW "--now=1767230000"

static inline void live_open(struct terminal *t, int w, int h, const char *term, const char *locale,
			     const char *dir)
{
	const char *const argv[] = {built("tbtop"), LIVE_NOW, dir, NULL};
	start(t, w, h, term, locale, argv);
}

/* Waits for the frame of a terminal with colours; the options may have another --color. */
static inline void live_expect(struct terminal *t, const char *options)
{
	char arguments[600];
	const char *colours = strstr(options, "--color") ? "" : "--color 256";
	snprintf(arguments, sizeof arguments, "--format text %s %s", colours, options);
	char *want = frame_of(arguments);
	wait_for(t, want, true);
	free(want);
}

/* Waits for the end of the program; the caller stops the terminal. */
static inline void live_ends(struct terminal *t)
{
	int status = finish(t);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_restored(t);
}

static inline void live_end(struct terminal *t)
{
	live_ends(t);
	stop(t);
}

static inline void live_quit(struct terminal *t)
{
	type(t, "q");
	live_end(t);
}

/* Set-up of a group of tests: a temporary folder with the logs of write_logs. */
static inline int live_make_logs(void **state)
{
	int failed = logs_make(state);
	if (!failed)
		write_logs();
	return failed;
}

#endif
