/* tbtop on a pseudo-terminal: what it remembers of a log directory, and where. */
#include "tbtop/model/key_names.h"
#include "tui/live.h"

static char home[600];

/* Starts tbtop in the folder of the test with an option, which may be NULL. */
static void open_with(struct terminal *t, const char *option, const char *dir)
{
	const char *const argv[] = {built("tbtop"), LIVE_NOW, dir, option, NULL};
	start(t, 120, 40, "xterm-256color", "C.UTF-8", argv);
	wait_for(t, "Runs 3", false);
}

static size_t count(const char *command)
{
	char line[1400], number[32] = "";
	snprintf(line, sizeof line, "cd '%s' && %s", logs_folder, command);
	FILE *in = popen(line, "r");
	assert_non_null(in);
	assert_non_null(fgets(number, sizeof number, in));
	pclose(in);
	return strtoul(number, NULL, 10);
}

static void the_next_session_begins_as_the_last_one_ended(void **state)
{
	(void)state;
	struct terminal t;
	write_logs();
	size_t files = count("find logs | wc -l");
	open_with(&t, NULL, "logs");
	type(&t, "s/loss\r");
	wait_for(&t, "tags loss", false);
	wait_for(&t, "smooth 0.8", false);
	live_quit(&t);
	open_with(&t, NULL, "logs//../logs/."); /* another path */
	wait_for(&t, "as in the last session", false);
	wait_for(&t, "tags loss", false);
	wait_for(&t, "smooth 0.8", false);
	type(&t, "y");
	wait_for(&t, "y log", false);
	kill(t.pid, SIGTERM);
	int status = finish(&t);
	assert_int_equal(WEXITSTATUS(status), 128 + SIGTERM);
	stop(&t);
	open_with(&t, NULL, "logs");
	wait_for(&t, "y log", false);
	live_quit(&t);
	assert_int_equal(count("find logs | wc -l"), files);
	assert_int_equal(count("find xdg -name '*.state' | wc -l"), 1);
	assert_int_equal(count("find xdg -type f | wc -l"), 1);
}

/* Types keys by their names, all of which are one byte. */
static void type_keys(struct terminal *t, const char *keys)
{
	int key;
	while ((key = key_parse(&keys)) != KEY_NONE) {
		const char text[2] = {(char)key, '\0'};
		type(t, text);
	}
}

static void expect_after(struct terminal *t, const char *keys, const char *then)
{
	char arguments[512];
	snprintf(arguments, sizeof arguments, "--size 120x40 --keys '%s %s' logs", keys, then);
	live_expect(t, arguments);
}

/* What a session changed is there in the next one: frames are equal to those after the same keys in
 * one session. `then`: keys that move the focus, which is not remembered. */
static void expect_remembered(const char *keys, const char *then)
{
	const char *const argv[] = {built("tbtop"), LIVE_NOW, "logs", NULL};
	struct terminal t;
	assert_int_equal(system("rm -rf \"$XDG_STATE_HOME\""), 0);
	for (int session = 0; session < 2; session++) {
		start(&t, 120, 40, "xterm-256color", "C.UTF-8", argv);
		wait_for(&t, "279 points", false); /* before, no key finds a chart */
		type_keys(&t, session ? "" : keys);
		type_keys(&t, then);
		expect_after(&t, keys, then);
		live_quit(&t);
	}
}

static void everything_comes_back(void **state)
{
	(void)state;
	static const char runs[] = "Tab G H g Space j R C-u X Enter E n i c e Enter P m Tab Tab";
	static const char charts[] = "+ + L l + n P g : f o l d Esc s s y Y w X";
	expect_remembered(runs, "Tab g j");       /* names, notes, marks, hidden runs */
	expect_remembered(runs, "Tab g Tab Tab"); /* the baseline, runs that are not drawn */
	expect_remembered(charts, "G g");
	expect_remembered(charts, "G g Enter"); /* the zoom of each chart */
	expect_remembered(charts, "G g Enter n");
	expect_remembered("K : s e t Space m i d d l e Space m e d i a n Enter", "G g");
	expect_remembered("+ + * l H", "G g"); /* linked zooms */
	expect_remembered("x + x + + o c", "G g");
}

static void a_frame_and_an_option_leave_it_out(void **state)
{
	(void)state;
	struct terminal t;
	char *frame = frame_of("--size 120x40 --keys 's' logs");
	assert_null(strstr(frame, "tags loss"));
	free(frame);
	open_with(&t, "--no-state", "logs");
	live_expect(&t, "--size 120x40 logs");
	type(&t, "x");
	live_expect(&t, "--size 120x40 --keys x logs");
	live_quit(&t);
	open_with(&t, "--smoothing=0.3", "logs");
	wait_for(&t, "smooth 0.3", false);
	wait_for(&t, "x step", false);
	live_quit(&t);
	open_with(&t, NULL, "logs");
	wait_for(&t, "smooth 0.8", false);
	live_quit(&t);
}

static void it_can_be_forgotten(void **state)
{
	(void)state;
	struct terminal t;
	open_with(&t, NULL, "logs");
	wait_for(&t, "tags loss", false);
	wait_for(&t, "279 points", false); /* before, no key finds a chart */
	type(&t, ":reset\r");
	wait_for(&t, "as at the first start", false);
	type(&t, "Gg"); /* ends the message, and goes to the first chart */
	live_expect(&t, "--size 120x40 --keys 'G g' logs");
	type(&t, "sss");
	live_quit(&t);
	open_with(&t, "--reset", "logs");
	live_expect(&t, "--size 120x40 logs");
	live_quit(&t);
	assert_int_equal(count("find xdg -name '*.state' | wc -l"), 0);
	assert_int_equal(count("find xdg -name '*.state.old' | wc -l"), 1);
}

static void trouble_is_told_after_the_end(void **state)
{
	(void)state;
	struct terminal t;
	FILE *file = fopen(logs_path("plain"), "w");
	assert_non_null(file);
	fclose(file);
	setenv("XDG_STATE_HOME", logs_path("plain"), 1);
	open_with(&t, NULL, "logs");
	type(&t, "s");
	wait_for(&t, "smooth 0.8", false);
	type(&t, "q");
	assert_int_equal(finish(&t), 0);
	assert_non_null(strstr(screen_text(&t), "tbtop: the settings are not remembered: "));
	assert_non_null(strstr(screen_text(&t), "Not a directory"));
	assert_restored(&t);
	stop(&t);
	setenv("XDG_STATE_HOME", home, 1);
}

static void put_config(const char *text)
{
	logs_folders("config/tfevents/tbtop.ini");
	FILE *out = fopen(logs_path("config/tfevents/tbtop.ini"), "w");
	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static void the_config_of_the_user_is_read(void **state)
{
	(void)state;
	struct terminal t;
	setenv("XDG_CONFIG_HOME", logs_path("config"), 1);
	put_config("[options]\nscale = log\nsmoothing = 0.95\nsmothing = 1\n[keys]\nquit = Q\n");
	open_with(&t, "--smoothing=0.3", "logs");
	wait_for(&t, "tbtop.ini:4: unknown option", false);
	wait_for(&t, "y log", false);
	wait_for(&t, "smooth 0.3", false);
	type(&t, "q");
	wait_for(&t, "q: leave the help or the list", false);
	type(&t, "Q");
	live_end(&t);
	/* Without a stored state, :reset leads to the config. */
	put_config("[options]\nscale = log\n");
	open_with(&t, "--reset", "logs");
	type(&t, "y:reset\r");
	wait_for(&t, "y log", false);
	live_quit(&t);
	/* A file that is printed changes nothing, and has no problem. */
	char command[4096];
	snprintf(command, sizeof command, "'%s' --print-config | sed 's/^#\\([a-z]\\)/\\1/' >'%s'",
		 built("tbtop"), logs_path("config/tfevents/tbtop.ini"));
	assert_int_equal(system(command), 0);
	open_with(&t, "--no-state", "logs");
	live_expect(&t, "--size 120x40 logs");
	type(&t, "sj");
	live_expect(&t, "--size 120x40 --keys 's j' logs");
	live_quit(&t);
	setenv("XDG_CONFIG_HOME", logs_path("no-config"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_session_begins_as_the_last_one_ended),
		cmocka_unit_test(a_frame_and_an_option_leave_it_out),
		cmocka_unit_test(it_can_be_forgotten),
		cmocka_unit_test(trouble_is_told_after_the_end),
		cmocka_unit_test(everything_comes_back),
		cmocka_unit_test(the_config_of_the_user_is_read),
	};
	if (logs_make(NULL))
		return 1;
	snprintf(home, sizeof home, "%s", logs_path("xdg"));
	setenv("XDG_STATE_HOME", home, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	setenv("XDG_CONFIG_HOME", logs_path("no-config"), 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, NULL, logs_remove);
}
