/* common: programs that end, fail, run too long or cannot be run. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/run_program.h"
#include "common/timer.h"

/* Runs a script of the shell with a text as its standard input. */
static struct program_end run(const char *script, const char *text, double limit_s)
{
	char program[] = "sh", c[] = "-c", code[512], path[] = "PATH=/usr/bin:/bin";
	char *argv[] = {program, c, code, NULL}, *env[] = {path, NULL};
	FILE *input = tmpfile();
	assert_non_null(input);
	fputs(text, input);
	assert_int_equal(fflush(input), 0);
	snprintf(code, sizeof code, "%s", script);
	struct program_end end = run_program(argv, env, fileno(input), -1, limit_s);
	fclose(input);
	return end;
}

static void ends(void **state)
{
	(void)state;
	struct program_end end = run("read a; read b; test \"$a$b\" = xy", "x\ny\n", 60);
	assert_int_equal(end.how, PROGRAM_EXITED);
	assert_int_equal(end.number, 0);
	end = run("exit 7", "", 60);
	assert_int_equal(end.how, PROGRAM_EXITED);
	assert_int_equal(end.number, 7);
	end = run("kill -9 $$", "", 60);
	assert_int_equal(end.how, PROGRAM_KILLED);
	assert_int_equal(end.number, SIGKILL);
}

/* A program that waits for its own child, and one that ignores SIGTERM. */
static void runs_too_long(void **state)
{
	(void)state;
	double begin = clock_monotonic_s();
	assert_int_equal(run("sleep 1000; exit 0", "", 0.05).how, PROGRAM_TOO_LONG);
	assert_int_equal(run("trap '' TERM; sleep 1000; sleep 1000", "", 0.05).how,
			 PROGRAM_TOO_LONG);
	assert_true(clock_monotonic_s() - begin < 500);
}

static void cannot_be_run(void **state)
{
	(void)state;
	char path[] = "/nowhere/program", folder[] = "/";
	char *argv[] = {path, NULL}, *env[] = {NULL};
	FILE *input = tmpfile();
	assert_non_null(input);
	struct program_end end = run_program(argv, env, fileno(input), -1, 1);
	assert_int_equal(end.how, PROGRAM_NOT_RUN);
	assert_int_equal(end.number, ENOENT);
	argv[0] = folder;
	end = run_program(argv, env, fileno(input), -1, 1);
	assert_int_equal(end.how, PROGRAM_NOT_RUN);
	assert_int_equal(end.number, EACCES);
	fclose(input);
	end = run_program(argv, env, -1, -1, 1);
	assert_int_equal(end.how, PROGRAM_NOT_RUN);
	assert_int_equal(end.number, EBADF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends),
		cmocka_unit_test(runs_too_long),
		cmocka_unit_test(cannot_be_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
