/* The view of confusion matrices: frames, tensors that are none, and steps that another process
 * writes while tbtop shows them. */
#include "tui/golden.h"
#include "tui/live.h"
#include "unit/logs_kinds.h"

static const struct golden frames[] = {
	{"confusions-80x24", "--size 80x24 --view confusion"},
	{"confusions-120x40", "--size 120x40 --view confusion --keys 't t'"},
	{"confusion-80x24", "--size 80x24 --view confusion --tags matrix --keys 'Enter'"},
	{"confusion-120x40", "--size 120x40 --view confusion --tags matrix --keys 'Enter j [ t'"},
	{"confusion-200x60", "--size 200x60 --view confusion --tags matrix --keys 'Enter t t t'"},
	{"confusion-40x10", "--size 40x10 --view confusion --tags matrix --keys 'Enter G'"},
	{"confusion-ascii",
	 "--size 80x24 --view confusion --tags matrix --keys 'Enter' --glyphs ascii"},
	{"confusion-mono",
	 "--size 80x24 --view confusion --tags matrix --keys 'Enter' --format ansi --color never"},
	{"confusion-256",
	 "--size 80x24 --view confusion --tags matrix --keys 'Enter' --format ansi --color 256"},
	{"confusion-difference",
	 "--size 120x40 --view confusion --tags matrix --keys 'Enter m r [ d'"},
	{"confusion-many", "--size 120x40 --view confusion --tags many --keys 'Enter L L PgDn'"},
	{"confusion-many-80x24", "--size 80x24 --view confusion --tags many --keys 'Enter t t t'"},
	{"confusion-many-256",
	 "--size 80x24 --view confusion --tags many --format ansi --color 256"},
	{"confusion-broken", "--size 80x24 --view confusion --tags broken"},
	{"confusion-own", "--size 80x24 --view confusion --tags own --keys 'Enter t t t'"},
	{"confusion-none", "--size 80x24 --view confusion --tags nothing"},
};

static const char *const names[] = {"airplane",     "automobile", "bird",
				    "cat \x1b[31m", "deer",       "d\xc3\xb6g"};

static const char *file_of(int run)
{
	return run ? "logs/lr=0.01/events.out.tfevents.1.host"
		   : "logs/lr=0.1/events.out.tfevents.1.host";
}

/* Writes one step of `n` classes. The fourth and the sixth are confused, less so later. */
static void write_step(int run, int i, size_t n, const char *tag, const char *const *classes)
{
	static int64_t counts[80 * 80];
	for (size_t t = 0; t < n; t++)
		for (size_t p = 0; p < n; p++) {
			int64_t wrong = (int64_t)((t * 7 + p * 3 + (size_t)i) % 5) - 2;
			counts[t * n + p] = t == p ? 70 + 2 * i - 5 * run : wrong > 0 ? wrong : 0;
		}
	counts[3 * n + 5] = 40 - 3 * i;
	counts[5 * n + 3] = 25 - i;
	logs_counts(file_of(run), tag, "tfe_confusion_matrix", 200 * i + 5 * run, counts, n,
		    classes);
}

static void write_all(void)
{
	const int64_t own[] = {9, 1, 2, 8}, negative[] = {1, -2, 3, 4}, row[] = {1};
	for (int run = 0; run < 2; run++) {
		logs_version(file_of(run), logs_start);
		for (int i = 0; i < 12; i++)
			write_step(run, i, 6, "matrix/counts", names);
		write_step(run, 11, 80, "many/counts", NULL);
	}
	logs_counts(file_of(0), "own", NULL, 3, own, 2, NULL);
	logs_counts(file_of(0), "broken/negative", "tfe_confusion_matrix", 3, negative, 2, NULL);
	logs_counts(file_of(0), "broken/one", "tfe_confusion_matrix", 3, row, 1, NULL);
}

static void frames_are_as_they_were(void **state)
{
	(void)state;
	write_all();
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

/* Each new step is shown, in the page and in full size. A chosen step and the mark stay. */
static void new_steps_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	logs_wall_time = 1767230000 - 2800; /* so that the run is live for --once too */
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	write_step(0, 12, 6, "matrix/counts", names);
	live_expect(&t, "--size 100x30 logs");
	type(&t, "lll\r");
	live_expect(&t, "--size 100x30 --keys 'l l l Enter' logs");
	write_step(0, 13, 6, "matrix/counts", names);
	live_expect(&t, "--size 100x30 --keys 'l l l Enter' logs");
	type(&t, "m[djl");
	live_expect(&t, "--size 100x30 --keys 'l l l Enter m [ d j l' logs");
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
