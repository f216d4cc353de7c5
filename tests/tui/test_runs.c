/* Runs: titles, notes, hiding, marks, copies, and the commands that delete marked runs. */
#include "tui/golden.h"
#include "tui/live.h"

static void write_point(const char *file, float value)
{
	logs_scalar(file, "loss", 0, logs_start, value);
	logs_scalar(file, "loss", 100, logs_start + 20, value / 2);
}

/* A run beside others, one with a run below it, one in the log directory itself, and one whose name
 * has characters with a meaning for a shell. */
static void write_nested(void)
{
	static const char *const files[] = {"nested/events.out.tfevents.1.host",
					    "nested/a b's/events.out.tfevents.1.host",
					    "nested/outer/events.out.tfevents.1.host",
					    "nested/outer/inner/events.out.tfevents.1.host",
					    "nested/plain/events.out.tfevents.1.host"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		write_point(files[i], (float)(i + 1));
}

static int make(void **state)
{
	if (logs_make(state))
		return -1;
	write_logs();
	write_nested();
	return 0;
}

static const struct golden frames[] = {
	{"run-note", "--size 120x24 --keys 'Tab j E b e s t Space o n e Enter'"},
	{"run-title", "--size 120x24 --keys 'Tab j : n a m e Space l a r g e Space s t e p Enter'"},
	{"run-hidden", "--size 120x24 --keys 'Tab j j H'"},
};

static void frames_are_as_they_were(void **state)
{
	(void)state;
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

/* Returns the frame after keys in a log directory. Release it with free. */
static char *after(const char *keys, const char *logs)
{
	char arguments[512];
	snprintf(arguments, sizeof arguments, "--size 200x40 --keys '%s' %s", keys, logs);
	return frame_of(arguments);
}

static void expect_text(const char *keys, const char *logs, const char *with, const char *without)
{
	char *frame = after(keys, logs);
	if (!strstr(frame, with))
		fail_msg("%s: no \"%s\" in\n%s", keys, with, frame);
	if (without && strstr(frame, without))
		fail_msg("%s: \"%s\" in\n%s", keys, without, frame);
	free(frame);
}

/* "NaN" beside a run that never logged the tag would be read as a failed training. */
static void a_run_without_the_value_has_none(void **state)
{
	(void)state;
	expect_text("Tab T T", "logs nested --tags=rate", " - dmg", "NaN");
	expect_text("Tab T", "logs nested --tags=rate", "sorted by the last value of learning_rate",
		    "NaN");
}

static void the_note_of_the_chosen_run_is_shown(void **state)
{
	(void)state;
	const char *note = "E a Space l o n g Space n o t e Enter";
	char keys[128];
	snprintf(keys, sizeof keys, "Tab j %s k j", note);
	expect_text(keys, "logs", "\n a long note  ", NULL);
}

/* A key of the list of runs that is pressed beside it. */
static void a_key_of_the_list_is_explained(void **state)
{
	(void)state;
	expect_text("R", "logs", "R: show the run under another name; in the list of runs (Tab)",
		    NULL);
	expect_text("0 e", "logs", "e: save as SVG", "DOT");
}

static void titles_and_notes_are_edited(void **state)
{
	(void)state;
	expect_text("Tab j R", "logs", ":name lr=0.1", NULL);
	expect_text("Tab j R C-u X Enter", "logs", "lr=0.1 is shown as X", NULL);
	expect_text("Tab j R C-u X Enter R C-u Enter", "logs", "lr=0.1 has its own name", NULL);
	expect_text("Tab E a b c Enter E", "logs", ":note abc", NULL);
	/* C-u deletes what was typed, also after a completed command; and then the command. */
	expect_text("Tab E a b c C-u", "logs", ":note  ", "abc");
	expect_text("Tab E a b c C-u C-u n a m e Space Y Enter", "logs", "is shown as Y", NULL);
	expect_text("Tab : n o t e Tab a b c C-u d e Enter E", "logs", ":note de", NULL);
	expect_text("Tab : n o t e Space a b c C-u u n h i d e Enter", "logs", "no run was hidden",
		    NULL);
	expect_text("Tab E a b c Enter E C-w Enter", "logs", "no note for lr=0.01", "\"abc\"");
	/* Filters and the order of the list use the name of the log. */
	expect_text("Tab j R C-u a a a Enter f l r = 0 . 1 Enter", "logs", "Runs 1/3", NULL);
}

static void hidden_runs_are_in_no_list(void **state)
{
	(void)state;
	expect_text("Tab j j H", "logs", "Runs 2/2 +1 hidden", "lr=10");
	expect_text("Tab j j H : u n h i d e Enter", "logs", "Runs 3/3", "hidden ");
	/* Neither are their findings. */
	expect_text("0", "logs", "2 errors in lr=10", NULL);
	expect_text(": h i d e Space = 1 0 Enter 0", "logs", "Findings", "lr=10");
	expect_text("Tab m j m H", "logs", "Runs 1/1 +2 hidden", NULL);
	expect_text(": h i d e Space ( Enter", "logs", "parenthesis", NULL);
	expect_text(": h i d e Space n o n e Enter", "logs", "no run matches", NULL);
	expect_text(": h i d e Space . Enter", "logs", "Runs 0/0 +3 hidden", NULL);
}

/* Returns the real path of the folder of the test. */
static const char *real_folder(void)
{
	static char path[4096];
	assert_non_null(realpath(logs_folder, path));
	return path;
}

static void expect_command(const char *keys, const char *command, const char *path)
{
	char line[8192];
	snprintf(line, sizeof line, "\n %s%s%s\n", command, real_folder(), path);
	char *frame = after(keys, "nested");
	if (!strstr(frame, line))
		fail_msg("%s: no \"%s\" in\n%s", keys, line, frame);
	free(frame);
}

static void deletions_are_safe(void **state)
{
	(void)state;
	/* The order of the list: ., a b's, outer, outer/inner, plain. */
	expect_command("Tab G D", "rm -r -- ", "/nested/plain");
	expect_command("Tab G m k m D", "rm -r -- ", "/nested/plain");
	expect_command("Tab G m k m D", "rm -r -- ", "/nested/outer/inner");
	expect_text("Tab j D", "nested", "/nested/a b'\\''s'", NULL);
	/* A run below it would be deleted too, so that only the files are removed; unless it is
	 * marked as well. */
	expect_command("Tab j j D", "rm -- ", "/nested/outer/events.out.tfevents.1.host");
	expect_text("Tab j j D", "nested", "outer shares its directory with outer/inner", "rm -r");
	expect_command("Tab j j m j m D", "rm -r -- ", "/nested/outer");
	expect_text("Tab j j m j m D", "nested", "rm -r -- ", "/outer/inner\n");
	/* The log directory may hold anything. */
	expect_command("Tab D", "rm -- ", "/nested/events.out.tfevents.1.host");
	expect_text("Tab D", "nested", "has the log directory itself", "rm -r");
	expect_text(": m a r k Space . Enter : d e l e t e Enter", "nested", "rm -- ", NULL);
	/* A run that is a file of its own. */
	expect_text("Tab G D", "--per-file nested", "rm -- ", "rm -r");
}

/* Returns the text of a copy, which the terminal receives as base64. */
static const char *copied(struct terminal *t)
{
	static char text[256];
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;
	for (const char *c = t->copied; *c && strchr(digits, *c); c++) {
		bits = bits << 6 | (uint32_t)(strchr(digits, *c) - digits);
		have += 6;
		if (have >= 8)
			text[n++] = (char)(bits >> (have -= 8) & 255);
	}
	text[n] = '\0';
	return text;
}

static void names_and_paths_are_copied(void **state)
{
	(void)state;
	struct terminal t;
	char path[4200];
	snprintf(path, sizeof path, "%s/logs/lr=0.1", real_folder());
	live_open(&t, 120, 24, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x24 logs");
	type(&t, "\tjy");
	wait_for(&t, "sent to the clipboard", false);
	assert_string_equal(copied(&t), "lr=0.1");
	type(&t, "j\031");
	wait_for(&t, "/logs/lr=10", false);
	type(&t, "k\031");
	wait_for(&t, path, false);
	assert_string_equal(copied(&t), path);
	/* Of marked runs. */
	type(&t, "mjmy");
	wait_for(&t, "lr=0.1\\nlr=10", false);
	assert_string_equal(copied(&t), "lr=0.1\nlr=10");
	live_quit(&t);
}

/* Within a multiplexer the sequence is also sent in the form that reaches the terminal. */
static void copies_pass_multiplexers(void **state)
{
	(void)state;
	static const struct {
		const char *variable, *term;
		size_t sequences;
	} cases[] = {{"TMUX", "screen-256color", 2}, {"STY", "screen", 2}, {"NONE", "xterm", 1}};
	struct terminal t;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		setenv(cases[i].variable, "1", 1);
		live_open(&t, 120, 24, cases[i].term, "C.UTF-8", "logs");
		live_expect(&t, "--size 120x24 logs");
		type(&t, "\tjy");
		wait_for(&t, "sent to the clipboard", false);
		assert_string_equal(copied(&t), "lr=0.1");
		assert_int_equal(t.copies, cases[i].sequences);
		live_quit(&t);
		unsetenv(cases[i].variable);
	}
}

/* Nothing is deleted; the commands are copied, and on the screen after the end. */
static void commands_remain_after_the_end(void **state)
{
	(void)state;
	struct terminal t;
	char line[4300];
	snprintf(line, sizeof line, "rm -r -- %s/nested/plain", real_folder());
	live_open(&t, 200, 24, "xterm-256color", "C.UTF-8", "nested");
	live_expect(&t, "--size 200x24 nested");
	type(&t, "\tGD");
	wait_for(&t, "sent to the clipboard", false);
	wait_for(&t, line, false);
	assert_string_equal(copied(&t), line);
	type(&t, "qq"); /* the commands are left, too */
	int status = finish(&t);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_restored(&t);
	wait_for(&t, line, false);
	stop(&t);
	assert_int_equal(access(logs_path("nested/plain/events.out.tfevents.1.host"), F_OK), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(a_run_without_the_value_has_none),
		cmocka_unit_test(the_note_of_the_chosen_run_is_shown),
		cmocka_unit_test(a_key_of_the_list_is_explained),
		cmocka_unit_test(titles_and_notes_are_edited),
		cmocka_unit_test(hidden_runs_are_in_no_list),
		cmocka_unit_test(deletions_are_safe),
		cmocka_unit_test(names_and_paths_are_copied),
		cmocka_unit_test(copies_pass_multiplexers),
		cmocka_unit_test(commands_remain_after_the_end),
	};
	return cmocka_run_group_tests(tests, make, logs_remove);
}
