/* term: bytes for the terminal. */
#include "tbtop/term/term_output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tbtop/term/byte_buffer.h"

/* It is global because signal handlers use it. -1: standard output, which may block. */
static int own_fd = -1;

/* Bytes that the terminal has not accepted yet, and how many of them are sent. */
static struct byte_buffer left;
static size_t sent;

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
	byte_buffer_release(&left);
	sent = 0;
}

void output_discard(void)
{
	left.n = sent = 0;
}

/* Returns whether the terminal accepts bytes now. An error is found by writing. */
static bool is_writable(void)
{
	struct pollfd p = {.fd = terminal_fd(), .events = POLLOUT};
	return poll(&p, 1, 0) != 0;
}

bool output_is_accepted(void)
{
	while (sent < left.n && is_writable()) {
		ssize_t done = write(terminal_fd(), left.bytes + sent, left.n - sent);
		if (done >= 0)
			sent += (size_t)done;
		else if (errno == EAGAIN)
			return false;
		else if (errno != EINTR)
			output_discard(); /* the terminal is gone: a signal reports that */
	}
	if (sent < left.n)
		return false;
	output_discard();
	return is_writable();
}

void output_send(const char *bytes, size_t n)
{
	byte_buffer_add(&left, bytes, n);
	output_is_accepted();
}

void output_text(const char *text)
{
	output_send(text, strlen(text));
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
