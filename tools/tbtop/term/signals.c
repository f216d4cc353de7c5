/* term: signals as bytes in a pipe, and restoring the terminal however the program ends.
 *
 * A signal handler has no argument, so its data are global. */
#ifndef _XOPEN_SOURCE     /* the flags of ncurses define it */
#define _XOPEN_SOURCE 700 /* sigaltstack */
#endif
#include "tbtop/term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tbtop/term/term_output.h"

static int pipe_fds[2] = {-1, -1};
/* The bytes that restore the screen. A handler may run while new ones are copied, so there are two
 * buffers; NONE: the terminal is restored. */
enum { NONE = 2 };
static struct {
	char bytes[RESTORE_BYTES];
	size_t n;
} restore[NONE];
static volatile sig_atomic_t restore_with = NONE;
static struct termios saved_modes;
static bool have_modes;
static volatile sig_atomic_t asked_by; /* the first signal that requested the end; 0: none */

/* The maximum time in seconds between such a signal and the end of the program. */
enum { END_S = 3 };
/* The maximum times that the terminal has to accept the bytes that restore it. */
enum { CLOSE_WAIT_MS = 1000, CRASH_WAIT_MS = 100 };

static const int reported[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

/* Restores the terminal: its screen, if it accepts the bytes within wait_ms, and its modes, without
 * waiting until output has drained. Async-signal-safe. */
static void restore_terminal(int wait_ms)
{
	if (restore_with == NONE)
		return;
	signal(SIGTTOU, SIG_IGN); /* so that it works in the background too */
	output_insist(restore[restore_with].bytes, restore[restore_with].n, wait_ms);
	if (have_modes)
		tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
}

/* The program did not end in time: it draws a slow frame, or the terminal blocks. */
static void end(int number)
{
	(void)number;
	restore_terminal(0);
	_exit(asked_by == SIGINT ? 0 : 128 + asked_by);
}

static bool asks_to_quit(int number)
{
	return number == SIGINT || number == SIGTERM || number == SIGHUP || number == SIGQUIT;
}

static void report(int number)
{
	int before = errno;
	unsigned char byte = (unsigned char)number;
	if (asks_to_quit(number) && !asked_by) {
		asked_by = number;
		alarm(END_S);
	}
	/* If the pipe is full, its contents wake up the reader. */
	ssize_t n = write(pipe_fds[1], &byte, 1);
	(void)n;
	errno = before;
}

static void crash(int number)
{
	restore_terminal(CRASH_WAIT_MS);
	raise(number); /* the handler was reset (SA_RESETHAND): this ends the process */
}

static void handle(int number, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

/* Keeps the handler of a sanitizer. */
static void handle_if_default(int number)
{
	struct sigaction now;
	if (sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
		handle(number, crash, (int)SA_RESETHAND | SA_NODEFER | SA_ONSTACK);
}

/* A handler of an overflow of the stack needs another stack. That of a sanitizer is kept. */
static void provide_stack(void)
{
	static char bytes[1 << 16];
	const stack_t own = {.ss_sp = bytes, .ss_size = sizeof bytes};
	stack_t now;
	if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
		sigaltstack(&own, NULL);
}

bool signals_open(void)
{
	if (pipe(pipe_fds) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		fcntl(pipe_fds[i], F_SETFD, FD_CLOEXEC);
		fcntl(pipe_fds[i], F_SETFL, O_NONBLOCK);
	}
	for (size_t i = 0; i < sizeof reported / sizeof *reported; i++)
		handle(reported[i], report, SA_RESTART);
	provide_stack();
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
		handle_if_default(fatal[i]);
	handle(SIGPIPE, SIG_IGN, 0);
	handle(SIGALRM, end, 0);
	have_modes = tcgetattr(STDIN_FILENO, &saved_modes) == 0;
	return true;
}

void signals_close(void)
{
	for (size_t i = 0; i < sizeof reported / sizeof *reported; i++)
		handle(reported[i], SIG_DFL, 0);
	for (int i = 0; i < 2; i++) {
		close(pipe_fds[i]);
		pipe_fds[i] = -1;
	}
}

void signals_forgive(void)
{
	alarm(0);
	asked_by = 0;
}

int signals_fd(void)
{
	return pipe_fds[0];
}

struct signals signals_take(void)
{
	struct signals s = {0};
	unsigned char bytes[64];
	ssize_t n;
	while ((n = read(pipe_fds[0], bytes, sizeof bytes)) > 0)
		for (ssize_t i = 0; i < n; i++)
			switch (bytes[i]) {
			case SIGWINCH:
				s.resized = true;
				break;
			case SIGTSTP:
				s.suspend = true;
				break;
			case SIGCONT:
				s.continued = true;
				break;
			default:
				s.quit = true;
				s.number = bytes[i];
			}
	return s;
}

void signals_stop(void)
{
	handle(SIGTSTP, SIG_DFL, 0);
	raise(SIGTSTP);
	handle(SIGTSTP, report, SA_RESTART);
}

void signals_set_restore(const char *bytes, size_t n)
{
	int other = restore_with == 0;
	restore[other].n = n < RESTORE_BYTES ? n : RESTORE_BYTES;
	memcpy(restore[other].bytes, bytes, restore[other].n);
	restore_with = other;
}

void signals_restore(void)
{
	restore_terminal(CLOSE_WAIT_MS);
	restore_with = NONE;
}
