/* Notifications: of a finding, of the end of a run and of a condition, once each, and none of what
 * is old. */
#include <sys/stat.h>

#include "tui/live.h"

static int make(void **state)
{
	if (logs_make(state))
		return -1;
	write_logs();
	FILE *f = fopen(logs_path("hook"), "w");
	assert_non_null(f);
	fputs("#!/bin/sh\nread -r text\nprintf '%s|%s|%s|%s|%s\\n' \"$TFEVENTS_EVENT\" "
	      "\"$TFEVENTS_RUN\" \"$TFEVENTS_TAG\" \"$TFEVENTS_STEP\" \"$text\" >>reported\n",
	      f);
	fclose(f);
	return chmod(logs_path("hook"), 0755);
}

/* Waits until the file that the hook writes has `lines` lines. Returns its text. */
static const char *reported(struct terminal *t, size_t lines)
{
	static char text[4096];
	for (double begin = seconds(); seconds() - begin < PATIENCE_MS / 1000.0;) {
		FILE *f = fopen(logs_path("reported"), "r");
		size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0, have = 0;
		if (f)
			fclose(f);
		text[n] = '\0';
		for (size_t i = 0; i < n; i++)
			have += text[i] == '\n';
		if (have >= lines)
			return text;
		take(t, 20);
	}
	fail_msg("reported: %s", text);
	return "";
}

static const char file[] = "logs/lr=0.1/events.out.tfevents.1.host";

static void begin(struct terminal *t, const char *ways, const char *when)
{
	char how[64];
	snprintf(how, sizeof how, "--notify=%s", ways);
	const char *const argv[] = {built("tbtop"), how,    "--no-state", "--notify-command=./hook",
				    when,           "logs", NULL};
	remove(logs_path("reported"));
	start(t, 120, 24, "xterm-256color", "C.UTF-8", argv);
}

static void a_condition_is_notified_once(void **state)
{
	(void)state;
	struct terminal t;
	begin(&t, "command", "--notify-when=fresh < 0.1");
	wait_for(&t, "waits for fresh < 0.1: no tag is named \"fresh\" now", false);
	logs_scalar(file, "fresh", 1, logs_start + 2000, 0.5f);
	logs_scalar(file, "fresh", 2, logs_start + 2001, 0.05f);
	assert_non_null(strstr(reported(&t, 1), "condition|lr=0.1|fresh|2|fresh < 0.1: holds"));
	/* It holds again, and another one begins to hold. */
	logs_scalar(file, "fresh", 3, logs_start + 2002, 0.5f);
	logs_scalar(file, "fresh", 4, logs_start + 2003, 0.01f);
	type(&t, ":notify fresh > 7\r");
	wait_for(&t, "no run meets the condition yet", false);
	logs_scalar(file, "fresh", 5, logs_start + 2004, 8);
	const char *all = reported(&t, 2), *second = strchr(all, '\n') + 1;
	assert_non_null(strstr(second, "condition|lr=0.1|fresh|5|fresh > 7"));
	assert_int_equal(strlen(strchr(second, '\n')), 1);
	/* Another one takes the place of both. */
	type(&t, ":notify off\r");
	wait_for(&t, "nothing is notified", false);
	type(&t, ":notify command\r");
	type(&t, ":notify fresh > 20\r");
	wait_for(&t, "no run meets the condition yet", false);
	logs_scalar(file, "fresh", 6, logs_start + 2005, 21);
	assert_non_null(strstr(reported(&t, 3), "condition|lr=0.1|fresh|6|fresh > 20"));
	live_quit(&t);
}

/* What was true before tbtop began is no news. */
static void old_findings_are_no_news(void **state)
{
	(void)state;
	struct terminal t;
	begin(&t, "bell,osc9,osc777,command", "--notify-when=fresh > 7");
	wait_for(&t, "already in lr=0.1", false);
	assert_int_equal(t.bells, 0);
	/* A new run with a finding. */
	for (int i = 0; i < 40; i++)
		logs_scalar("logs/bad/events.out.tfevents.1.host", "train/loss", i, logs_start + i,
			    i < 20 ? 1.0f : NAN);
	reported(&t, 1);
	wait_for(&t, "bad: ", false);
	assert_int_equal(t.bells, 1);
	assert_int_equal(t.notices9, 1);
	assert_int_equal(t.notices777, 1);
	live_quit(&t);
	assert_int_equal(access(logs_path("reported"), F_OK), 0);
}

/* More programs than run at a time: none is lost. */
static void many_notices_wait_for_each_other(void **state)
{
	(void)state;
	enum { RUNS = 20 };
	struct terminal t;
	begin(&t, "command", "--notify-when=many > 0");
	wait_for(&t, "no tag is named \"many\" now", false);
	for (int i = 0; i < RUNS; i++) {
		char name[64];
		snprintf(name, sizeof name, "logs/many%d/events.out.tfevents.1.host", i);
		logs_scalar(name, "many", 1, logs_start + 2010, 1);
	}
	const char *all = reported(&t, RUNS);
	for (int i = 0; i < RUNS; i++) {
		char part[64];
		snprintf(part, sizeof part, "condition|many%d|many|1|", i);
		assert_non_null(strstr(all, part));
	}
	live_quit(&t);
}

/* A run ends, goes on, and ends again. */
static void the_end_of_a_run_is_notified_once(void **state)
{
	(void)state;
	struct terminal t;
	static const char ending[] = "logs/ending/events.out.tfevents.1.host";
	begin(&t, "command,bell", "--notify-when=later > 1e6");
	wait_for(&t, "no tag is named \"later\" now", false);
	logs_scalar(ending, "loss", 6, logs_start + 3000, 1);
	wait_for(&t, " ending", false);
	logs_session(ending, 6, logs_start + 3002, 2);
	assert_non_null(strstr(reported(&t, 1), "end|ending||6|the run ended at step 6"));
	logs_scalar(ending, "loss", 9, logs_start + 3003, 1);
	logs_session(ending, 9, logs_start + 3004, 2);
	/* A condition that holds later: what comes before it has been handled. */
	logs_scalar(file, "later", 1, logs_start + 3005, 2e6f);
	const char *all = reported(&t, 2), *second = strchr(all, '\n') + 1;
	if (!strstr(second, "condition|lr=0.1|later|1|"))
		fail_msg("reported: %s", all);
	live_quit(&t);
	assert_int_equal(strlen(strchr(second, '\n')), 1);
	assert_int_equal(t.bells, 2);
}

/* Within tmux the sequence is sent in the form that reaches the terminal. */
static void a_notice_passes_tmux(void **state)
{
	(void)state;
	struct terminal t;
	setenv("TMUX", "1", 1);
	begin(&t, "osc9", "--notify-when=other > 0");
	wait_for(&t, "no tag is named \"other\" now", false);
	logs_scalar(file, "other", 1, logs_start + 2010, 1);
	wait_for(&t, "lr=0.1: other", false);
	assert_int_equal(t.notices9, 1);
	live_quit(&t);
	unsetenv("TMUX");
}

/* The name of a run may have any bytes: none of them ends the sequence or controls the terminal. */
static void names_in_notices_are_harmless(void **state)
{
	(void)state;
	struct terminal t;
	begin(&t, "osc9,osc777", "--notify-when=odd > 0");
	wait_for(&t, "no tag is named \"odd\" now", false);
	logs_scalar("logs/a\x9c\x9b\x31m\xc2\x9c\x07z/events.out.tfevents.1.host", "odd", 1,
		    logs_start + 2020, 1);
	wait_for(&t, "odd > 0: holds", false);
	assert_int_equal(t.notices9, 1);
	assert_int_equal(t.controls, 0);
	live_quit(&t);
}

static void wrong_notifications_are_refused(void **state)
{
	(void)state;
	static const char *const wrong[][2] = {
		{"--notify=horn", "--notify=horn is not understood"},
		{"--notify=bell,", "is not understood"},
		{"--notify-when='loss <'", "--notify-when"},
		{"--keys ': n o t i f y Space l o s s Enter'", "5"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char options[128];
		snprintf(options, sizeof options, "%s logs", wrong[i][0]);
		char *frame = frame_of(options);
		assert_non_null(strstr(frame, wrong[i][1]));
		free(frame);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_condition_is_notified_once),
		cmocka_unit_test(old_findings_are_no_news),
		cmocka_unit_test(many_notices_wait_for_each_other),
		cmocka_unit_test(the_end_of_a_run_is_notified_once),
		cmocka_unit_test(a_notice_passes_tmux),
		cmocka_unit_test(names_in_notices_are_harmless),
		cmocka_unit_test(wrong_notifications_are_refused),
	};
	return cmocka_run_group_tests(tests, make, logs_remove);
}
