/* Complete frames of `tbtop --once`, compared with tests/tui/golden. */
#include "tui/golden.h"

static const struct golden frames[] = {
	{"scalars-80x24", "--size 80x24"},
	{"scalars-120x40", "--size 120x40"},
	{"scalars-200x60", "--size 200x60"},
	{"scalars-40x10", "--size 40x10"},
	{"too-small", "--size 39x9"},
	{"ascii", "--size 80x24 --glyphs ascii"},
	{"block", "--size 80x24 --glyphs block"},
	{"log", "--size 100x24 --keys y --tags loss"},
	{"symlog", "--size 100x24 --keys 'y y' --tags loss"},
	{"hidden-run", "--size 100x24 --keys 'Tab j Space'"},
	{"light-256", "--size 80x24 --format ansi --color 256 --background light"},
	{"theme-high-contrast", "--size 80x12 --format ansi --color 256 --theme high-contrast"},
	{"theme-colour-blind", "--size 80x12 --format ansi --color 256 --theme colour-blind"},
	{"theme-monochrome", "--size 80x12 --format ansi --color 256 --theme monochrome"},
	{"relative", "--size 100x24 --keys x --tags loss"},
	{"wall", "--size 100x24 --keys 'x x' --tags loss"},
	{"zoom", "--size 100x24 --keys '+ + L' --tags train/loss"},
	{"focus", "--size 120x30 --tags train/loss --keys 'Enter'"},
	{"crosshair", "--size 120x30 --tags train/loss --keys 'Enter j l l h'"},
	{"one-run", "--size 100x24 --keys 'Tab j Enter'"},
	{"filter", "--size 100x24 --keys '/ l o s s'"},
	{"filter-wrong", "--size 100x24 --keys '/ l o ('"},
	{"filter-nothing", "--size 100x24 --runs nothing"},
	{"help", "--size 100x60 --keys ?"},
	{"views", "--size 80x24 --keys v weights"},
	{"views-40x10", "--size 40x10 --keys 'v G' weights"},
	{"view-absent", "--size 80x24 --keys 2"},
	{"tabs-narrow", "--size 52x12 --view distributions weights"},
	{"view-next", "--size 120x30 --keys '> >' weights"},
	{"colour-256", "--size 80x24 --format ansi --color 256"},
	{"colour-16", "--size 80x24 --format ansi --color 16"},
	{"colour-never", "--size 80x24 --format ansi --color never"},
	{"histograms-80x24", "--size 80x24 --view histograms weights"},
	{"histograms-120x40", "--size 120x40 --view histograms weights"},
	{"histograms-ascii", "--size 80x24 --view histograms --glyphs ascii weights"},
	{"histograms-256", "--size 80x24 --view histograms --format ansi --color 256 weights"},
	{"histograms-bars", "--size 120x40 --view histograms --keys 't [' weights"},
	{"histograms-ridge", "--size 120x40 --view histograms --keys 't t' weights"},
	{"histograms-overlay", "--size 80x24 --view histograms --keys 't t t' weights"},
	{"histogram-ridge", "--size 120x40 --view histograms --keys 't t Enter { ['  weights"},
	{"histogram-ridge-ascii",
	 "--size 80x24 --view histograms --glyphs ascii --keys 't t Enter' weights"},
	{"histogram-ridge-40x10", "--size 40x10 --view histograms --keys 't t Enter' weights"},
	{"histogram-steps", "--size 120x40 --view histograms --keys 't Enter { [ m G' weights"},
	{"histogram-runs", "--size 120x40 --view histograms --keys 't Enter |' weights"},
	{"histogram-80x24", "--size 80x24 --view histograms --keys 'Enter' weights"},
	{"histogram-120x40", "--size 120x40 --view histograms --keys 'Enter j { [' weights"},
	{"histogram-200x60", "--size 200x60 --view histograms --keys 'Enter [ x' weights"},
	{"histogram-ascii",
	 "--size 120x40 --view histograms --keys 'Enter' --glyphs ascii weights"},
	{"histogram-40x10", "--size 40x10 --view histograms --keys 'Enter' weights"},
	{"distributions-80x24", "--size 80x24 --view distributions weights"},
	{"distributions-120x40", "--size 120x40 --view distributions --keys 'o r' weights"},
	{"distributions-256",
	 "--size 80x24 --view distributions --format ansi --color 256 weights"},
	{"distribution-120x40", "--size 120x40 --view distributions --keys 'Enter { [' weights"},
	{"distribution-200x60", "--size 200x60 --view distributions --keys Enter weights"},
	{"distribution-ascii",
	 "--size 80x24 --view distributions --keys 'Enter [ +' --glyphs ascii weights"},
	{"distribution-40x10", "--size 40x10 --view distributions --keys 'Enter' weights"},
	{"distribution-two", "--size 120x30 --view distributions --keys 'Enter |' weights"},
	{"distributions-none", "--size 80x24 --view distributions"},
	{"findings-80x24", "--size 80x24 --view findings weights"},
	{"findings-120x40", "--size 120x40 --view findings --keys j weights"},
	{"findings-200x60", "--size 200x60 --view findings weights"},
	{"findings-ascii", "--size 120x40 --view findings --glyphs ascii --keys G weights"},
	{"findings-none", "--size 80x24 --view findings --runs healthy weights"},
	{"finding-chart", "--size 80x24 --keys a weights"},
};

static void frames_are_as_they_were(void **state)
{
	(void)state;
	write_logs();
	write_weights();
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

static void the_same_input_gives_the_same_bytes(void **state)
{
	(void)state;
	char *first = frame_of("--size 120x40 --format ansi logs");
	for (int i = 0; i < 3; i++) {
		char *again = frame_of("--size 120x40 --format ansi logs");
		assert_string_equal(first, again);
		free(again);
	}
	free(first);
}

static void no_color_is_respected(void **state)
{
	(void)state;
	char *never = frame_of("--size 80x24 --format ansi --color never logs");
	char *chosen = frame_of("--size 80x24 --format ansi --color 16 logs");
	setenv("NO_COLOR", "1", 1);
	char *frame = frame_of("--size 80x24 --format ansi logs");
	assert_string_equal(frame, never);
	free(frame);
	frame = frame_of("--size 80x24 --format ansi --color 16 logs");
	assert_string_equal(frame, chosen);
	free(frame);
	unsetenv("NO_COLOR");
	free(chosen);
	free(never);
}

/* The themes dark and light are the usual colours, whatever the terminal is; a command chooses a
 * theme as the option does. */
static void themes_are_chosen(void **state)
{
	(void)state;
	static const char *const same[][2] = {
		{"--theme dark --background light", "--background dark"},
		{"--theme light --background dark", "--background light"},
		{"--theme auto --background light", "--background light"},
		{"--theme monochrome", "--color never"},
	};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		char one[256], other[256];
		snprintf(one, sizeof one, "--size 80x24 --format ansi %s logs", same[i][0]);
		snprintf(other, sizeof other, "--size 80x24 --format ansi %s logs", same[i][1]);
		char *frame = frame_of(one), *want = frame_of(other);
		assert_string_equal(frame, want);
		free(frame);
		free(want);
	}
	char *typed =
		frame_of("--size 80x24 --format ansi --keys ': t h e m e Space h i g h Enter j' "
			 "logs");
	char *given = frame_of("--size 80x24 --format ansi --theme high-contrast --keys 'j' logs");
	assert_string_equal(typed, given);
	free(typed);
	free(given);
	char *wrong = frame_of("--theme pink logs");
	assert_non_null(strstr(wrong, "high-contrast"));
	assert_non_null(strstr(wrong, "colour-blind"));
	free(wrong);
	wrong = frame_of("--size 120x24 --keys ': t h e m e Space p i n k Enter' logs");
	assert_non_null(strstr(wrong, "theme is auto, dark, light, high-contrast"));
	free(wrong);
}

/* Times name their zone: that of the environment, or UTC. */
static void times_name_their_zone(void **state)
{
	(void)state;
	setenv("TZ", "NZST-12", 1);
	char *here = frame_of("--size 100x24 --keys 'x x' --tags train/loss logs");
	char *utc = frame_of("--size 100x24 --keys 'x x' --tags train/loss --utc logs");
	setenv("TZ", "UTC", 1);
	assert_non_null(strstr(here, "2026-01-01 12:00 NZST"));
	assert_non_null(strstr(utc, "2026-01-01 00:00 UTC"));
	free(here);
	free(utc);
}

static int status_of(const char *arguments)
{
	char command[4096];
	snprintf(command, sizeof command, "cd '%s' && '%s' %s >out.txt 2>err.txt </dev/null",
		 logs_folder, built("tbtop"), arguments);
	return system(command) >> 8;
}

static const char *said(const char *name)
{
	static char text[1 << 16];
	FILE *in = fopen(logs_path(name), "r");
	assert_non_null(in);
	text[fread(text, 1, sizeof text - 1, in)] = '\0';
	fclose(in);
	return text;
}

static void the_exit_status_says_what_happened(void **state)
{
	(void)state;
	assert_int_equal(status_of("--once logs"), 0);
	assert_int_equal(status_of("--once --runs nothing logs"), 1);
	assert_int_equal(status_of("--once --tags nothing logs"), 1);
	assert_int_equal(status_of("--help"), 0);
	assert_int_equal(status_of(""), 2);
	assert_int_equal(status_of("--nonsense logs"), 2);
	assert_int_equal(status_of("--once --runs '(' logs"), 2);
	assert_non_null(strstr(said("err.txt"), "parenthesis"));
	assert_int_equal(status_of("--once --size 0x0 logs"), 2);
	assert_int_equal(status_of("--once --keys 'j Nokey Enter' logs"), 2);
	assert_non_null(strstr(said("err.txt"), "\"Nokey\" is no key"));
	assert_int_equal(status_of("--once missing"), 2);
	assert_non_null(strstr(said("err.txt"), "missing"));
	assert_string_equal(said("out.txt"), "");
}

static void an_empty_directory_is_reported(void **state)
{
	(void)state;
	assert_int_equal(mkdir(logs_path("empty"), 0777), 0);
	assert_int_equal(status_of("--once empty"), 1);
	assert_non_null(strstr(said("out.txt"), "no event files under empty"));
	assert_int_equal(status_of("--once --size 60x12 --format text empty"), 1);
	assert_non_null(
		strstr(said("out.txt"), "shown when they appear")); /* the text is complete */
}

static void unreadable_files_are_not_blamed_on_filters(void **state)
{
	(void)state;
	assert_int_equal(mkdir(logs_path("unread"), 0777), 0);
	assert_int_equal(symlink("tfevents.1", logs_path("unread/tfevents.1")), 0);
	assert_int_equal(status_of("--once unread"), 2); /* the same status as that of tfevents */
	assert_non_null(strstr(said("out.txt"), "press 0 for the list"));
	assert_int_equal(status_of("--once --keys 0 unread"), 2);
	assert_non_null(strstr(said("out.txt"), "cannot be read"));
	/* This file can be opened, but reading fails, even for root. */
	assert_int_equal(mkdir(logs_path("broken"), 0777), 0);
	assert_int_equal(symlink("/proc/self/mem", logs_path("broken/tfevents.1")), 0);
	assert_int_equal(status_of("--once broken"), 2);
	assert_non_null(strstr(said("out.txt"), "unreadable"));
	assert_null(strstr(said("out.txt"), "gone"));
	assert_int_equal(mkdir(logs_path("garbage"), 0777), 0);
	FILE *f = fopen(logs_path("garbage/tfevents.1"), "w");
	assert_non_null(f);
	fprintf(f, "%s", "this is no event file, but a text of some length\n");
	assert_int_equal(fclose(f), 0);
	assert_int_equal(status_of("--once garbage"), 1);
	assert_non_null(strstr(said("out.txt"), "no scalars in these runs"));
	assert_non_null(strstr(said("out.txt"), "the log has: findings 1 (key 0)"));
	assert_null(strstr(said("out.txt"), "y scale")); /* keys that do nothing here */
	assert_int_equal(status_of("--once --view histograms logs"), 1);
	assert_non_null(strstr(said("out.txt"), "the log has: scalars 5 (key 1)"));
}

static void without_a_terminal_it_prints_a_frame(void **state)
{
	(void)state;
	char *want = frame_of("logs");
	assert_int_equal(status_of("--now 1767230000 logs"), 0);
	assert_string_equal(said("out.txt"), want);
	assert_string_equal(said("err.txt"), "");
	free(want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(the_same_input_gives_the_same_bytes),
		cmocka_unit_test(no_color_is_respected),
		cmocka_unit_test(themes_are_chosen),
		cmocka_unit_test(times_name_their_zone),
		cmocka_unit_test(the_exit_status_says_what_happened),
		cmocka_unit_test(an_empty_directory_is_reported),
		cmocka_unit_test(unreadable_files_are_not_blamed_on_filters),
		cmocka_unit_test(without_a_terminal_it_prints_a_frame),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
