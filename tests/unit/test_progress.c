/* common: how far a program is, as a terminal gets it, and that nothing else does. */
#include <poll.h>
#include <pty.h>

#include "logs.h"

#include <tfevents/logdir.h>

#include "common/progress.h"

static tfe_logdir *open_logs(void)
{
	const char *path = logs_folder;
	tfe_logdir *d = NULL;
	logs_scalar("events.tfevents.1", "a", 1, 1, 1);
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &d, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	return d;
}

/* Reads from a terminal until `text` has come. */
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

static void a_terminal_is_told_and_cleared(void **state)
{
	(void)state;
	tfe_logdir *d = open_logs();
	int master, terminal;
	assert_int_equal(openpty(&master, &terminal, NULL, NULL, NULL), 0);
	setenv("TERM", "xterm", 1);
	struct progress *p = progress_begin(terminal, "tfevents ls", d, 0);
	assert_non_null(p);
	expect(master, "\r\033[Ktfevents ls: reading, 100 % (");
	expect(master, "\r\033[Ktfevents ls: reading, 100 % ("); /* again, in place */
	progress_end(p);
	assert_int_equal(write(terminal, "end", 3), 3);
	expect(master, "\r\033[Kend");
	/* What is over before it is time says nothing. */
	p = progress_begin(terminal, "tfevents ls", d, 1000);
	assert_non_null(p);
	progress_end(p);
	assert_int_equal(write(terminal, "x", 1), 1);
	char first;
	assert_int_equal(read(master, &first, 1), 1);
	assert_int_equal(first, 'x');
	setenv("TERM", "dumb", 1);
	assert_null(progress_begin(terminal, "tfevents ls", d, 0));
	close(terminal);
	close(master);
	tfe_logdir_close(d);
}

static void nothing_else_is_told(void **state)
{
	(void)state;
	tfe_logdir *d = open_logs();
	int fds[2];
	assert_int_equal(pipe(fds), 0);
	setenv("TERM", "xterm", 1);
	assert_null(progress_begin(fds[1], "tfevents ls", d, 0));
	close(fds[0]);
	close(fds[1]);
	tfe_logdir_close(d);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(a_terminal_is_told_and_cleared),
		TEST(nothing_else_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
