/* term: bytes that this program sends to the terminal itself, beside those of curses. */
#include "tbtop/term/term_output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

void output_bytes(const void *bytes, size_t n)
{
	const char *from = bytes;
	while (n) {
		ssize_t done = write(STDOUT_FILENO, from, n);
		if (done < 0 && errno != EINTR)
			return; /* the terminal is gone: its end is also reported as a signal */
		if (done > 0) {
			from += done;
			n -= (size_t)done;
		}
	}
}

void output_text(const char *text)
{
	output_bytes(text, strlen(text));
}

static bool wait_until_accepted(int wait_ms)
{
	struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};
	return poll(&p, 1, wait_ms) == 1 && (p.revents & POLLOUT);
}

bool output_is_accepted(void)
{
	struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};
	return poll(&p, 1, 0) != 0; /* an error is found by writing */
}

void output_insist(const char *bytes, size_t n, int wait_ms)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);
	fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
	tcflow(STDOUT_FILENO, TCOON);
	if (!wait_until_accepted(wait_ms))
		tcflush(STDOUT_FILENO, TCOFLUSH);
	while (n) {
		ssize_t done = write(STDOUT_FILENO, bytes, n);
		if (done <= 0 && !wait_until_accepted(wait_ms))
			break;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
	fcntl(STDOUT_FILENO, F_SETFL, flags);
}
