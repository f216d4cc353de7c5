/* term: signals as bytes in a pipe, and a terminal that is put right whatever ends the program.
 *
 * Handlers know no argument, so what they need is here, in the one set of globals of the program. */
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
static volatile sig_atomic_t asked_by; /* the first signal that asked to quit; 0: none */

/* How long the program may take to end when it is asked to. */
enum { END_S = 3 };

static const int told[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

/* Escape sequences as far as the terminal takes them without waiting, and its modes. For
 * handlers. */
static void restore_terminal(void)
{
	if (restore_size <= 0)
		return;
	signal(SIGTTOU, SIG_IGN); /* in the background too */
	int flags = fcntl(STDOUT_FILENO, F_GETFL);
	fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
	ssize_t n = write(STDOUT_FILENO, restore_bytes, (size_t)restore_size);
	(void)n;
	fcntl(STDOUT_FILENO, F_SETFL, flags);
	if (have_modes)
		tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
}

/* The program was asked to end and has not: it draws a slow frame, or the terminal takes no more
 * output. */
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

static void tell(int number)
{
	int before = errno;
	unsigned char byte = (unsigned char)number;
	if (asks_to_quit(number) && !asked_by) {
		asked_by = number;
		alarm(END_S);
	}
	/* A full pipe holds enough to wake the reader up. */
	ssize_t n = write(pipe_fds[1], &byte, 1);
	(void)n;
	errno = before;
}

static void crash(int number)
{
	restore_terminal();
	raise(number); /* the handler is gone (SA_RESETHAND): this ends the process */
}

static void handle(int number, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

/* A sanitizer that has its own handler keeps it. */
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
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		handle(told[i], tell, SA_RESTART);
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
		handle_if_default(fatal[i]);
	handle(SIGPIPE, SIG_IGN, 0);
	handle(SIGALRM, end, 0);
	have_modes = tcgetattr(STDIN_FILENO, &saved_modes) == 0;
	return true;
}

void signals_close(void)
{
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		handle(told[i], SIG_DFL, 0);
	for (int i = 0; i < 2; i++) {
		close(pipe_fds[i]);
		pipe_fds[i] = -1;
	}
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
	handle(SIGTSTP, tell, SA_RESTART);
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
