/* The view of PR curves: frames, and curves that another process writes while tbtop shows them. */
#include "tui/golden.h"
#include "tui/live.h"
#include "unit/logs_kinds.h"

static const struct golden frames[] = {
	{"pr-page-80x24", "--size 80x24 --view pr"},
	{"pr-page-120x40", "--size 120x40 --view pr --keys 't t'"},
	{"pr-80x24", "--size 80x24 --view pr --keys 'Enter l l'"},
	{"pr-120x40", "--size 120x40 --view pr --keys 'Enter F j'"},
	{"pr-200x60", "--size 200x60 --view pr --keys 'Enter { r t'"},
	{"pr-40x10", "--size 40x10 --view pr --keys 'Enter t t'"},
	{"pr-ascii", "--size 80x24 --view pr --keys 'Enter' --glyphs ascii"},
	{"pr-mono", "--size 80x24 --view pr --keys 'Enter G' --format ansi --color never"},
	{"pr-256", "--size 80x24 --view pr --keys 'Enter g' --format ansi --color 256"},
	{"pr-asked", "--size 80x24 --view pr --keys 'Enter j [ [ j'"},
	{"pr-difference", "--size 120x40 --view pr --keys 'Enter { m } d F'"},
	{"pr-difference-40x10", "--size 40x10 --view pr --keys 'Enter [ m ] d l l'"},
	{"pr-none", "--size 80x24 --view pr weights"},
	{"pr-no-curve", "--size 80x24 --view pr --keys 'Enter n'"},
};

enum { THRESHOLDS = 31 };

/* Counts of 100 positive and 300 negative examples, which are separated better at later steps and
 * in the second run. */
static void write_step(int run, int i)
{
	static const char *const files[] = {"logs/lr=0.1/events.out.tfevents.1.host",
					    "logs/lr=0.01/events.out.tfevents.1.host"};
	float row[6][THRESHOLDS];
	int shape = 2 + run * 3 + i / 2;
	for (int k = 0; k < THRESHOLDS; k++) {
		int above = THRESHOLDS - 1 - k; /* examples are spread over the thresholds */
		float tp = (float)(100 - 100 * k * k / (30 * 30));
		float fp = (float)(300 * above / (THRESHOLDS - 1) / (k ? shape : 1));
		row[0][k] = tp;
		row[1][k] = fp;
		row[2][k] = 300 - fp;
		row[3][k] = 100 - tp;
		row[4][k] = tp + fp > 0 ? tp / (tp + fp) : 0;
		row[5][k] = tp / 100;
	}
	logs_matrix(files[run], "pr/cat", "pr_curves", 100 * i + 7 * run, row[0], 6, THRESHOLDS);
}

static void write_all(void)
{
	static const float numbers[] = {1, 2, 3, 4};
	for (int run = 0; run < 2; run++)
		for (int i = 0; i < 9; i++)
			write_step(run, i);
	logs_matrix("logs/lr=0.1/events.out.tfevents.1.host", "pr/wrong", "pr_curves", 3, numbers,
		    2, 2);
	logs_scalar("weights/run/events.out.tfevents.1.host", "loss", 1, logs_wall_time, 1);
}

static void frames_are_as_they_were(void **state)
{
	(void)state;
	write_all();
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

static void new_steps_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	logs_wall_time = 1767230000 - 800; /* so that the run is live for --once too */
	live_open(&t, 100, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x40 logs");
	type(&t, "\r");
	live_expect(&t, "--size 100x40 --keys Enter logs");
	write_step(0, 9);
	live_expect(&t, "--size 100x40 --keys Enter logs");
	type(&t, "llt");
	live_expect(&t, "--size 100x40 --keys 'Enter l l t' logs");
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(new_steps_are_shown),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
