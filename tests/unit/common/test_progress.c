/* common: the progress line, which only a terminal receives. */
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/complain.h"
#include "common/progress.h"

/* The progress is the given number. */
static void look(const void *context, struct progress_now *now)
{
	*now = (struct progress_now){"reading", (uint64_t) * (const int *)context, 2000, true};
}

/* Reads from a terminal until `text` appears. */
static void expect(int fd, const char *text)
{
	char got[4096] = "";
	size_t n = 0;
	while (!strstr(got, text)) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		assert_int_equal(poll(&p, 1, 60000), 1);
		ssize_t r = read(fd, got + n, sizeof got - 1 - n);
		assert_true(r > 0);
		n += (size_t)r;
		got[n] = '\0';
	}
}

static void a_terminal_shows_it_and_is_cleared(void **state)
{
	(void)state;
	int master, terminal, done = 500;
	assert_int_equal(openpty(&master, &terminal, NULL, NULL, NULL), 0);
	setenv("TERM", "xterm", 1);
	struct progress *p = progress_begin(terminal, "tfevents ls", 0, look, &done);
	assert_non_null(p);
	expect(master, "\r\033[Ktfevents ls: reading, 25 % (500 B of ");
	expect(master, "\r\033[Ktfevents ls: reading, 25 % (500 B of "); /* rewritten in place */
	progress_end(p);
	assert_int_equal(write(terminal, "end", 3), 3);
	expect(master, "\r\033[Kend");
	/* Work that ends before the delay shows no progress. */
	p = progress_begin(terminal, "tfevents ls", 1000, look, &done);
	assert_non_null(p);
	progress_end(p);
	assert_int_equal(write(terminal, "x", 1), 1);
	char first;
	assert_int_equal(read(master, &first, 1), 1);
	assert_int_equal(first, 'x');
	setenv("TERM", "dumb", 1);
	assert_null(progress_begin(terminal, "tfevents ls", 0, look, &done));
	close(terminal);
	close(master);
}

static void others_have_the_line_to_themselves(void **state)
{
	(void)state;
	int master, terminal, done = 3000, before = dup(STDERR_FILENO);
	assert_int_equal(openpty(&master, &terminal, NULL, NULL, NULL), 0);
	setenv("TERM", "xterm", 1);
	struct progress *p = progress_begin(terminal, "tfevents ls", 0, look, &done);
	assert_non_null(p);
	expect(master, "reading, 100 %");
	fflush(stderr);
	dup2(terminal, STDERR_FILENO);
	complain("tfevents ls", "file", "damaged");
	dup2(before, STDERR_FILENO);
	expect(master, "\r\033[Ktfevents ls: file: damaged\r\n\r\033[Ktfevents ls: reading, 100 %");
	progress_end(p);
	close(before);
	close(terminal);
	close(master);
}

static void no_other_file_shows_it(void **state)
{
	(void)state;
	int fds[2], done = 0;
	assert_int_equal(pipe(fds), 0);
	setenv("TERM", "xterm", 1);
	assert_null(progress_begin(fds[1], "tfevents ls", 0, look, &done));
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_shows_it_and_is_cleared),
		cmocka_unit_test(others_have_the_line_to_themselves),
		cmocka_unit_test(no_other_file_shows_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
