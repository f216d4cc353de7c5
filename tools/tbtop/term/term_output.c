/* term: bytes for the terminal. */
#include "tbtop/term/term_output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* It is global because signal handlers use it. -1: standard output, which may block. */
static int own_fd = -1;

static int terminal_fd(void)
{
	return own_fd >= 0 ? own_fd : STDOUT_FILENO;
}

void output_open(void)
{
	const char *name = ttyname(STDOUT_FILENO);
	if (name)
		own_fd = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

void output_close(void)
{
	if (own_fd >= 0)
		close(own_fd);
	own_fd = -1;
}

bool output_is_accepted(void)
{
	struct pollfd p = {.fd = terminal_fd(), .events = POLLOUT};
	return poll(&p, 1, 0) != 0; /* an error is found by writing */
}

/* Waits until the terminal accepts output. Returns false if a signal arrived on `signals` first. */
static bool wait_until_accepted(int signals)
{
	struct pollfd fds[] = {{.fd = terminal_fd(), .events = POLLOUT},
			       {.fd = signals, .events = POLLIN}};
	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		continue;
	return fds[0].revents || !fds[1].revents;
}

static bool send_all(const char *bytes, size_t n, int signals)
{
	while (n) {
		if (!wait_until_accepted(signals))
			return false;
		ssize_t done = write(terminal_fd(), bytes, n);
		if (done < 0 && errno != EINTR && errno != EAGAIN)
			return true; /* the terminal is gone: its end is reported as a signal */
		bytes += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
	return true;
}

void output_text(const char *text)
{
	send_all(text, strlen(text), -1);
}

bool output_frame(const char *bytes, size_t n, int signals)
{
	return send_all(bytes, n, signals);
}

static bool is_accepted_within(int wait_ms)
{
	struct pollfd p = {.fd = terminal_fd(), .events = POLLOUT};
	return poll(&p, 1, wait_ms) == 1 && (p.revents & POLLOUT);
}

void output_insist(const char *bytes, size_t n, int wait_ms)
{
	int fd = terminal_fd(), flags = fcntl(fd, F_GETFL);
	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	tcflow(fd, TCOON);
	if (!is_accepted_within(wait_ms))
		tcflush(fd, TCOFLUSH);
	while (n) {
		ssize_t done = write(fd, bytes, n);
		bool again = done < 0 && (errno == EAGAIN || errno == EINTR);
		if (done <= 0 && (!again || !is_accepted_within(wait_ms)))
			break;
		bytes += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
	fcntl(fd, F_SETFL, flags);
}
