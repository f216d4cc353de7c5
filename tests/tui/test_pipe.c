/* tbtop --pipe: the log of a program on standard input is a run, and the keys come from the
 * terminal. */
#include <glob.h>

#include "tui/live.h"

/* Starts `cat input | tbtop --pipe OPTIONS`. Returns the end of the input to write to. */
static FILE *pipe_open(struct terminal *t, const char *options)
{
	char command[4096];
	unlink(logs_path("input"));
	assert_int_equal(mkfifo(logs_path("input"), 0600), 0);
	snprintf(command, sizeof command, "trap : INT; cat input | '%s' --pipe %s; echo STATUS $?",
		 built("tbtop"), options);
	const char *const argv[] = {"/bin/sh", "-c", command, NULL};
	start(t, 120, 40, "xterm-256color", "C.UTF-8", argv);
	FILE *input = fopen(logs_path("input"), "w"); /* waits for cat */
	assert_non_null(input);
	return input;
}

static void put(FILE *input, const char *text)
{
	fputs(text, input);
	assert_int_equal(fflush(input), 0);
}

static void assert_no_leftovers(void)
{
	glob_t found;
	char pattern[4096];
	snprintf(pattern, sizeof pattern, "%s/tbtop-*", logs_folder);
	assert_int_equal(glob(pattern, 0, NULL, &found), GLOB_NOMATCH);
}

static void end_pipe(struct terminal *t)
{
	wait_for(t, "STATUS 0", false);
	finish(t);
	assert_restored(t);
	assert_no_leftovers();
	stop(t);
}

static void lines_become_points(void **state)
{
	(void)state;
	struct terminal t;
	FILE *input = pipe_open(&t, "--smoothing=0");
	wait_for(&t, "no event files", false);
	put(input, "starting\nstep 1 loss=0.5 acc: 10%\n");
	wait_for(&t, "1 run  2 tags  2 points", false);
	wait_for(&t, "tbtop standard input", false);
	put(input, "step 2 loss=0.25 acc: 20%\nstep 3 loss=0.1");
	wait_for(&t, "1 run  2 tags  4 points", false);
	put(input, "25 acc: 30%\nbye\n");
	wait_for(&t, "1 run  2 tags  6 points", false);
	wait_for(&t, "a 0.125", false);
	fclose(input);
	wait_for(&t, "the input ended; q quits: bye", false);
	type(&t, "?");
	wait_for(&t, "filter tags by regex", false);
	type(&t, "qq");                                           /* the help is left, too */
	wait_for(&t, "step 3 loss=0.125 acc: 30%\nbye\n", false); /* what the screen covered */
	wait_for(&t, "tbtop: 6 points were shown and not kept", false);
	end_pipe(&t);
}

/* The program that writes the input is not ended by the end of the screen. */
static void the_input_outlives_the_screen(void **state)
{
	(void)state;
	struct terminal t;
	FILE *input = pipe_open(&t, "");
	put(input, "epoch 1 loss 3\n");
	wait_for(&t, "1 run  1 tag", false);
	type(&t, "q");
	wait_for(&t, "the program before the pipe goes on", false);
	assert_false(t.alternate);
	put(input, "epoch 2 loss 2\nthe last line\n");
	wait_for(&t, "epoch 1 loss 3\n", false);
	wait_for(&t, "epoch 2 loss 2\nthe last line\n", false);
	fclose(input);
	end_pipe(&t);
}

/* Ctrl-C reaches both programs. It ends the one that writes the input, and the screen stays. */
static void an_interrupt_keeps_the_screen(void **state)
{
	(void)state;
	struct terminal t;
	FILE *input = pipe_open(&t, "");
	put(input, "epoch 1 loss 3\n");
	wait_for(&t, "1 run  1 tag", false);
	type(&t, "\003");
	wait_for(&t, "the input ended; q quits", false);
	assert_true(t.alternate);
	type(&t, "q");
	end_pipe(&t);
	fclose(input);
}

static char *contents(const char *name)
{
	FILE *f = fopen(logs_path(name), "r");
	assert_non_null(f);
	char *text = read_all(f);
	fclose(f);
	return text;
}

/* Like `tee`: the screen is drawn on the terminal. */
static void another_output_gets_the_input(void **state)
{
	(void)state;
	struct terminal t;
	static const char text[] = "it 1 loss 3\r it 2 loss 2\r\nend \xff without newline";
	FILE *input = pipe_open(&t, "> passed");
	put(input, text);
	wait_for(&t, "1 run  1 tag  2 points", false);
	fclose(input);
	wait_for(&t, "the input ended", false);
	type(&t, "q");
	end_pipe(&t);
	char *passed = contents("passed");
	assert_string_equal(passed, text);
	free(passed);
}

static void a_run_is_kept_beside_earlier_ones(void **state)
{
	(void)state;
	struct terminal t;
	write_logs();
	FILE *input = pipe_open(&t, "--logdir=kept/now --input=csv --step=it logs");
	put(input, "it,train/loss\n7,0.5\n");
	wait_for(&t, "4 runs", false);
	wait_for(&t, " now ", false);
	fclose(input);
	wait_for(&t, "the input ended", false);
	type(&t, "q");
	wait_for(&t, "imported 1 point from 1 of 2 lines into kept/now", false);
	end_pipe(&t);
	char *facts = frame_of("--lines kept");
	assert_non_null(strstr(facts, "now train/loss: 0.5 at step 7"));
	free(facts);
}

static void a_directory_that_cannot_be_written_is_reported(void **state)
{
	(void)state;
	struct terminal t;
	FILE *f = fopen(logs_path("file"), "w");
	assert_non_null(f);
	fclose(f);
	FILE *input = pipe_open(&t, "--logdir=file/run logs");
	fclose(input);
	wait_for(&t, "tbtop: file/run: Not a directory", false);
	wait_for(&t, "STATUS 2", false);
	finish(&t);
	assert_restored(&t);
	stop(&t);
}

static int make_logs(void **state)
{
	int failed = logs_make(state);
	setenv("TMPDIR", logs_folder, 1);
	return failed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_become_points),
		cmocka_unit_test(the_input_outlives_the_screen),
		cmocka_unit_test(an_interrupt_keeps_the_screen),
		cmocka_unit_test(another_output_gets_the_input),
		cmocka_unit_test(a_run_is_kept_beside_earlier_ones),
		cmocka_unit_test(a_directory_that_cannot_be_written_is_reported),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, make_logs, logs_remove);
}
