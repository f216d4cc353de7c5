/* The view of texts: frames, and texts that another process writes while tbtop shows them. */
#include "tui/golden.h"
#include "tui/live.h"
#include "unit/logs_kinds.h"

static const struct golden frames[] = {
	{"texts-80x24", "--size 80x24 --view text"},
	{"texts-120x40", "--size 120x40 --view text"},
	{"texts-40x10", "--size 40x10 --view text --keys 'l l'"},
	{"tensor-40x10", "--size 40x10 --view text --keys 'Enter n n n'"},
	{"text-80x24", "--size 80x24 --view text --keys 'l Enter'"},
	{"text-120x40", "--size 120x40 --view text --keys 'l Enter [ m ] d'"},
	{"text-200x60", "--size 200x60 --view text --keys 'l Enter { r'"},
	{"text-40x10", "--size 40x10 --view text --keys 'l Enter PgDn'"},
	{"text-ascii", "--size 80x24 --view text --keys 'l Enter j j j' --glyphs ascii"},
	{"text-mono", "--size 80x24 --view text --keys 'l Enter' --format ansi --color never"},
	{"text-256", "--size 80x24 --view text --keys 'l Enter m [ d' --format ansi --color 256"},
	{"text-source", "--size 80x24 --view text --keys 'l Enter t'"},
	{"text-keys", "--size 80x24 --view text --keys 'Enter m r d'"},
	{"text-asked", "--size 80x24 --view text --keys 'l Enter [ r'"},
	{"text-tensor", "--size 80x24 --view text --keys 'Enter n n n'"},
	{"text-two", "--size 120x30 --view text --keys 'l Enter |'"},
	{"text-unmarked", "--size 80x24 --view text --keys 'l Enter d'"},
};

static void write_step(int run, int i)
{
	static const char *const files[] = {"logs/lr=0.1/events.out.tfevents.1.host",
					    "logs/lr=0.01/events.out.tfevents.1.host"};
	char text[1000];
	const char *const strings[] = {text};
	snprintf(text, sizeof text,
		 "# Greedy sample\n\nThe quick brown fox jumps over the lazy %s, and then "
		 "**slowly** turns to the *river*.\n\n- temperature 0.0\n- %d tokens\n\n"
		 "| token | logprob |\n"
		 "|---|---|\n| the | -0.12 |\n| river | -2.%d |\n\n"
		 "> end-of-text was not reached\n\n"
		 "```python\nfrom transformers import pipeline\npipeline(\"generation\")\n```\n"
		 "\x1b[31mred\x1b[0m \xe2\x80\xae \x07 \xe7\xb2\xbe\n",
		 i % 2 ? "cat" : "dog", 64 + i, 80 + i);
	logs_strings(files[run], "samples/0", "text", 200 * i + 5 * run, strings, 1);
}

static void write_all(void)
{
	static const char *const configs[] = {"lr: 0.1\nnet:\n  units: 64\n  name: mlp\n",
					      "lr: 0.01\nnet:\n  units: 64\n  name: mlp\n"};
	static const char *const table[] = {"name", "value", "rows", "several strings"};
	static const float weights[] = {0.5f, -1, 2, 0};
	for (int run = 0; run < 2; run++) {
		const char *file = run ? "logs/lr=0.01/events.out.tfevents.1.host"
				       : "logs/lr=0.1/events.out.tfevents.1.host";
		logs_version(file, logs_start);
		logs_strings(file, "config", "text", 0, &configs[run], 1);
		for (int i = 0; i < 12; i++)
			write_step(run, i);
		logs_strings(file, "table", "text", 3, table, 4);
		logs_matrix(file, "weights", "own", 7, weights, 2, 2);
	}
}

static void frames_are_as_they_were(void **state)
{
	(void)state;
	write_all();
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

/* No byte of a text reaches the terminal as a control character, and none turns the direction of
 * writing. */
static void texts_cannot_control_the_terminal(void **state)
{
	(void)state;
	static const char *const options[] = {"--size 100x40 --view text --keys 'l Enter' logs",
					      "--size 100x40 --view text --keys 'l Enter t' logs",
					      "--size 100x40 --view text logs"};
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		char *frame = frame_of(options[i]);
		for (const char *at = frame; *at; at++)
			if (*at != '\n')
				assert_in_range((unsigned char)*at, ' ', 0xff);
		assert_null(strstr(frame, "\u202e"));
		free(frame);
	}
}

/* Each new step is shown, in the page and in full size. A chosen step stays. */
static void new_steps_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	logs_wall_time = 1767230000 - 2800; /* so that the run is live for --once too */
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	write_step(0, 12);
	live_expect(&t, "--size 100x30 logs");
	type(&t, "l\r");
	live_expect(&t, "--size 100x30 --keys 'l Enter' logs");
	write_step(0, 13);
	live_expect(&t, "--size 100x30 --keys 'l Enter' logs");
	type(&t, "m[d");
	live_expect(&t, "--size 100x30 --keys 'l Enter m [ d' logs");
	live_quit(&t);
}

/* The text goes to the clipboard as it is in the file, as base64. */
static void texts_are_copied(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	type(&t, "\031"); /* Ctrl-Y */
	wait_for(&t, "sent 38 B to the clipboard", false);
	assert_string_equal(t.copied, "bHI6IDAuMDEKbmV0OgogIHVuaXRzOiA2NAogIG5hbWU6IG1scAo=");
	live_quit(&t);
	live_open(&t, 100, 30, "vt100", "C", "logs");
	live_expect(&t, "--size 100x30 --glyphs ascii logs");
	type(&t, "\031");
	wait_for(&t, "has no clipboard", false);
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(texts_cannot_control_the_terminal),
		cmocka_unit_test(new_steps_are_shown),
		cmocka_unit_test(texts_are_copied),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
