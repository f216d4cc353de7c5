/* tbtop sends few bytes for a frame, because slow lines are common: only what changed, and nothing
 * while nothing changes. */
#include "tui/live.h"

/* Limits of a frame at 120x40 with 256 colours, in bytes. */
enum { MOVE_BYTES = 435, CROSSHAIR_BYTES = 1700, VIEW_BYTES = 15000 };

/* Presses a key, waits for the frame that --once prints after all keys, and returns its bytes. */
static size_t bytes_of(struct terminal *t, const char *key, const char *options)
{
	size_t before = t->bytes;
	type(t, key);
	live_expect(t, options);
	return t->bytes - before;
}

static void assert_few(const char *what, size_t bytes, size_t limit)
{
	print_message("%s: %zu bytes\n", what, bytes);
	assert_in_range(bytes, 1, limit);
}

static void a_frame_has_few_bytes(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x40 logs");
	/* A chart over the whole width, and one with a long title. */
	assert_few("last chart", bytes_of(&t, "G", "--size 120x40 --keys G logs"), MOVE_BYTES);
	assert_few("first chart", bytes_of(&t, "g", "--size 120x40 --keys 'G g' logs"), MOVE_BYTES);
	assert_few("next chart", bytes_of(&t, "j", "--size 120x40 --keys 'j' logs"), MOVE_BYTES);
	assert_few("full size", bytes_of(&t, "\r", "--size 120x40 --keys 'j Enter' logs"),
		   VIEW_BYTES);
	assert_few("crosshair", bytes_of(&t, "\033OD", "--size 120x40 --keys 'j Enter Left' logs"),
		   CROSSHAIR_BYTES);
	assert_few("crosshair",
		   bytes_of(&t, "\033OD", "--size 120x40 --keys 'j Enter Left Left' logs"),
		   CROSSHAIR_BYTES);
	live_quit(&t);
}

static void a_change_of_view_has_few_bytes(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "weights");
	live_expect(&t, "--size 120x40 weights");
	assert_few("histograms", bytes_of(&t, "2", "--size 120x40 --view histograms weights"),
		   VIEW_BYTES);
	assert_few("distributions", bytes_of(&t, "3", "--size 120x40 --view distributions weights"),
		   VIEW_BYTES);
	assert_few("scalars", bytes_of(&t, "1", "--size 120x40 weights"), VIEW_BYTES);
	assert_few("findings", bytes_of(&t, "0", "--size 120x40 --view findings weights"),
		   VIEW_BYTES);
	live_quit(&t);
}

/* A terminal that has the mode shows large frames at once. A small one, such as a moved focus, has
 * no sequence around it. */
static void large_frames_are_synchronized_on_request(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "weights");
	live_expect(&t, "--size 120x40 weights");
	assert_int_equal(t.synced[1], 0);
	type(&t, "\033[?2026;2$y");
	bytes_of(&t, "j", "--size 120x40 --keys j weights");
	assert_int_equal(t.synced[1], 0);
	bytes_of(&t, "2", "--size 120x40 --keys 'j 2' weights");
	live_expect(&t, "--size 120x40 --keys 'j 2' weights");
	type(&t, "q");
	live_ends(&t);
	assert_true(t.synced[1] > 0);
	assert_int_equal(t.synced[0], t.synced[1] + 1); /* one at the end of the program */
	stop(&t);
}

static void replies_that_are_no_reply_do_no_harm(void **state)
{
	(void)state;
	static const char *const replies[] = {
		"\033[?2026;0$y", "\033[?2026;9$y", "\033]11;rgb:no/such/colour\033\\",
		"\033]11;\007",   "\033[?c",        "\033_Gi=31;ENOENT\033\\",
	};
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x40 logs");
	for (size_t i = 0; i < sizeof replies / sizeof *replies; i++)
		type(&t, replies[i]);
	wait_for(&t, "the terminal misreports its background", false);
	type(&t, "jk2");
	live_expect(&t, "--size 120x40 --keys 'j k 2' logs");
	/* A reply that is longer than any. */
	type(&t, "\033]11;");
	for (int i = 0; i < 100; i++)
		type(&t, "rgb:0123456789");
	type(&t, "\033\\");
	wait_for(&t, "the terminal misreports its background", false);
	type(&t, "1j");
	live_expect(&t, "--size 120x40 --keys 'j k 2 1 j' logs");
	live_quit(&t);
	assert_int_equal(t.synced[1], 0);
}

static int make_logs(void **state)
{
	int failed = live_make_logs(state);
	if (!failed)
		write_weights();
	return failed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_has_few_bytes),
		cmocka_unit_test(a_change_of_view_has_few_bytes),
		cmocka_unit_test(large_frames_are_synchronized_on_request),
		cmocka_unit_test(replies_that_are_no_reply_do_no_harm),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, make_logs, logs_remove);
}
