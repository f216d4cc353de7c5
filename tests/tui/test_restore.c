/* tbtop gives the terminal back however it ends, also a terminal that accepts no output. */
#include "tui/live.h"

static void open_logs(struct terminal *t, const char *term)
{
	live_open(t, 80, 24, term, "C.UTF-8", "logs");
	wait_for(t, "q quit", false);
}

/* Waits for the end without reading output. Returns the wait status. */
static int wait_unread(struct terminal *t)
{
	int status;
	alarm(PATIENCE_MS / 1000); /* fails the whole suite */
	assert_int_equal(waitpid(t->pid, &status, 0), t->pid);
	alarm(0);
	return status;
}

/* Processes the output that is left. */
static void read_rest(struct terminal *t)
{
	struct pollfd p = {.fd = t->fd, .events = POLLIN};
	while (poll(&p, 1, 0) == 1 && (p.revents & POLLIN) && take(t, 0))
		continue;
}

/* Waits for the end without reading output, with an exit status, and then for the restored
 * terminal. */
static void ends_unread(struct terminal *t, int expected)
{
	int status = wait_unread(t);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), expected);
	read_rest(t);
	assert_restored(t);
}

/* Nobody reads the output: the program writes whole frames until the terminal is full, and the last
 * one is sent in part. No signal comes meanwhile. */
static void fill(struct terminal *t)
{
	int slave = open(ptsname(t->fd), O_RDWR | O_NOCTTY | O_CLOEXEC), unread;
	struct pollfd space = {.fd = slave, .events = POLLOUT};
	double begin = seconds();
	while (poll(&space, 1, 0) == 1) {
		type(t, "\f");
		do {
			assert_int_equal(ioctl(slave, FIONREAD, &unread), 0);
			assert_true(seconds() - begin < PATIENCE_MS / 1000.0);
		} while (unread && poll(&space, 1, 0) == 1);
	}
	close(slave);
}

/* The terminal is large, so that a frame does not fit into the memory of the line. */
static void open_large(struct terminal *t)
{
	live_open(t, 400, 150, "xterm-256color", "C.UTF-8", "logs");
	wait_for(t, "q quit", false);
}

/* A dead line. */
static void a_terminal_that_is_full_gets_restored(void **state)
{
	(void)state;
	struct terminal t;
	open_large(&t);
	fill(&t);
	kill(t.pid, SIGTERM);
	ends_unread(&t, 128 + SIGTERM);
	stop(&t);
}

static void keys_are_read_while_the_terminal_is_full(void **state)
{
	(void)state;
	struct terminal t;
	open_large(&t);
	fill(&t);
	type(&t, "jjq");
	ends_unread(&t, 0);
	stop(&t);
}

/* The rest of a frame follows as soon as the terminal accepts it. */
static void frames_go_on_when_a_full_terminal_is_read(void **state)
{
	(void)state;
	struct terminal t;
	open_large(&t);
	fill(&t);
	resize(&t, 100, 30);
	type(&t, "j");
	live_expect(&t, "--size 100x30 --keys j logs");
	live_quit(&t);
}

/* Output that was stopped goes on, so that the terminal is restored. */
static void a_stopped_terminal_is_restored(void **state)
{
	(void)state;
	struct terminal t;
	open_logs(&t, "xterm-256color");
	int slave = open(ptsname(t.fd), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(slave >= 0);
	assert_int_equal(tcflow(slave, TCOOFF), 0);
	type(&t, "?"); /* a frame that cannot be drawn */
	kill(t.pid, SIGTERM);
	ends_unread(&t, 128 + SIGTERM);
	close(slave);
	stop(&t);
}

/* Keys are answered while a frame waits for the terminal: q ends the program. */
static void keys_are_read_while_a_frame_waits(void **state)
{
	(void)state;
	struct terminal t;
	open_logs(&t, "xterm-256color");
	int slave = open(ptsname(t.fd), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_int_equal(tcflow(slave, TCOOFF), 0);
	type(&t, "2q");
	ends_unread(&t, 0);
	close(slave);
	stop(&t);
}

static void frames_go_on_when_the_terminal_does(void **state)
{
	(void)state;
	struct terminal t;
	open_logs(&t, "xterm-256color");
	live_expect(&t, "--size 80x24 logs");
	int slave = open(ptsname(t.fd), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_int_equal(tcflow(slave, TCOOFF), 0);
	type(&t, "jj");
	assert_int_equal(tcflow(slave, TCOON), 0);
	live_expect(&t, "--size 80x24 --keys 'j j' logs");
	close(slave);
	live_quit(&t);
}

/* The window is closed: there is nothing left to restore. */
static void a_terminal_that_is_gone_ends_it(void **state)
{
	(void)state;
	struct terminal t;
	open_logs(&t, "xterm-256color");
	close(t.fd);
	int status = wait_unread(&t);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 128 + SIGHUP);
	t.fd = open("/dev/null", O_RDWR);
	stop(&t);
}

/* SIGHUP comes only from the controlling terminal, which setsid leaves. */
static void a_terminal_that_is_gone_ends_it_without_a_signal(void **state)
{
	(void)state;
	struct terminal t;
	char command[4200];
	snprintf(command, sizeof command, "trap '' HUP; setsid '%s' %s logs; exit $?",
		 built("tbtop"), LIVE_NOW);
	const char *const argv[] = {"/bin/sh", "-c", command, NULL};
	start(&t, 100, 30, "xterm-256color", "C.UTF-8", argv);
	live_expect(&t, "--size 100x30 logs");
	close(t.fd);
	int status = wait_unread(&t);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 128 + SIGHUP);
	t.fd = open("/dev/null", O_RDWR);
	stop(&t);
}

/* Prevents a sanitizer from handling the signal, so that tbtop handles it as in other builds. */
static void leave_signals_to_the_program(const char *variable)
{
	char options[4096];
	const char *others = getenv(variable);
	snprintf(options, sizeof options, "%s:handle_segv=0:handle_sigbus=0:handle_abort=0",
		 others ? others : "");
	assert_int_equal(setenv(variable, options, 1), 0);
}

static void every_crash_restores_every_terminal(void **state)
{
	(void)state;
	static const int signals[] = {SIGSEGV, SIGBUS, SIGABRT};
	static const char *const terms[] = {"xterm-256color", "vt100", "linux"};
	leave_signals_to_the_program("ASAN_OPTIONS");
	leave_signals_to_the_program("TSAN_OPTIONS");
	leave_signals_to_the_program("UBSAN_OPTIONS");
	for (int i = 0; i < 3; i++) {
		struct terminal t;
		open_logs(&t, terms[i]);
		kill(t.pid, signals[i]);
		int status = finish(&t);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		assert_restored(&t);
		assert_null(strstr(screen_text(&t), "$<")); /* a delay of terminfo is not sent */
		stop(&t);
	}
}

/* A terminal without a second screen keeps the frame, and the shell continues below it. */
static void the_prompt_is_below_the_frame(void **state)
{
	(void)state;
	struct terminal t;
	VTermPos at;
	open_logs(&t, "vt100");
	type(&t, "q");
	finish(&t);
	assert_restored(&t);
	vterm_state_get_cursorpos(vterm_obtain_state(t.vt), &at);
	assert_int_equal(at.row, 23);
	assert_int_equal(at.col, 0);
	assert_non_null(strstr(screen_text(&t), "q quit"));
	stop(&t);
}

static void a_closed_pipe_and_a_stop_do_not_end_it(void **state)
{
	(void)state;
	struct terminal t;
	int status;
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	kill(t.pid, SIGPIPE);
	type(&t, "j");
	live_expect(&t, "--size 100x30 --keys j logs");
	kill(t.pid, SIGSTOP); /* unlike SIGTSTP, it leaves no time to restore anything */
	assert_int_equal(waitpid(t.pid, &status, WUNTRACED), t.pid);
	assert_true(WIFSTOPPED(status));
	vterm_screen_reset(t.screen, 1); /* the shell writes over the frame */
	kill(t.pid, SIGCONT);
	live_expect(&t, "--size 100x30 --keys j logs");
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_that_is_full_gets_restored),
		cmocka_unit_test(keys_are_read_while_the_terminal_is_full),
		cmocka_unit_test(frames_go_on_when_a_full_terminal_is_read),
		cmocka_unit_test(a_stopped_terminal_is_restored),
		cmocka_unit_test(keys_are_read_while_a_frame_waits),
		cmocka_unit_test(frames_go_on_when_the_terminal_does),
		cmocka_unit_test(a_terminal_that_is_gone_ends_it),
		cmocka_unit_test(a_terminal_that_is_gone_ends_it_without_a_signal),
		cmocka_unit_test(every_crash_restores_every_terminal),
		cmocka_unit_test(the_prompt_is_below_the_frame),
		cmocka_unit_test(a_closed_pipe_and_a_stop_do_not_end_it),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, live_make_logs, logs_remove);
}
