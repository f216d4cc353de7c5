/* term: signals as bytes in a pipe, and restoring the terminal however the program ends.
 *
 * A signal handler has no argument, so its data are global. */
#include "tbtop/term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int pipe_fds[2] = {-1, -1};
static char restore_bytes[256];
static volatile sig_atomic_t restore_size;
static struct termios saved_modes;
static bool have_modes;
static volatile sig_atomic_t asked_by; /* the first signal that requested the end; 0: none */

/* The maximum time in seconds between such a signal and the end of the program. */
enum { END_S = 3 };

static const int reported[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

/* Restores the terminal: its modes, and as many escape sequences as it accepts without blocking.
 * Async-signal-safe. */
static void restore_terminal(void)
{
	if (restore_size <= 0)
		return;
	signal(SIGTTOU, SIG_IGN); /* so that it works in the background too */
	int flags = fcntl(STDOUT_FILENO, F_GETFL);
	fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
	ssize_t n = write(STDOUT_FILENO, restore_bytes, (size_t)restore_size);
	(void)n;
	fcntl(STDOUT_FILENO, F_SETFL, flags);
	if (have_modes)
		tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
}

/* The program did not end in time: it draws a slow frame, or the terminal blocks. */
static void end(int number)
{
	(void)number;
	restore_terminal();
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
	restore_terminal();
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
		handle(number, crash, (int)SA_RESETHAND | SA_NODEFER);
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

void signals_on_crash(const char *restore)
{
	size_t n = restore ? strlen(restore) : 0;
	restore_size = 0;
	if (n >= sizeof restore_bytes)
		return;
	memcpy(restore_bytes, restore ? restore : "", n);
	restore_size = (sig_atomic_t)n;
}
