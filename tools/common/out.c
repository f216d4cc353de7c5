/* common: buffered output whose first error is kept until the end. */
#include "common/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/printable.h"
#include "common/progress.h"

void out_init(struct out *out, int fd)
{
	out->fd = fd;
	out->error = 0;
	out->terminal = isatty(fd);
	out->used = 0;
	out->written = 0;
}

static void write_all(struct out *out, const char *p, size_t n)
{
	if (out->terminal)
		progress_pause();
	while (n && !out->error) {
		ssize_t r = write(out->fd, p, n);
		if (r < 0 && errno != EINTR)
			out->error = errno;
		if (r > 0) {
			p += r;
			n -= (size_t)r;
		}
	}
	if (out->terminal)
		progress_resume();
}

bool out_flush(struct out *out)
{
	write_all(out, out->buffer, out->used);
	out->used = 0;
	return !out->error;
}

void out_bytes(struct out *out, const void *data, size_t n)
{
	out->written += n;
	if (n > sizeof out->buffer - out->used) {
		out_flush(out);
		if (n > sizeof out->buffer) {
			write_all(out, data, n);
			return;
		}
	}
	if (n) /* if n is 0, data may be NULL */
		memcpy(out->buffer + out->used, data, n);
	out->used += n;
}

void out_text(struct out *out, const char *text)
{
	out_bytes(out, text, strlen(text));
}

void out_format(struct out *out, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (n > 0)
		out_bytes(out, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

static int report_error(int error, const char *program)
{
	if (error == EPIPE)
		return 0;
	fprintf(stderr, "%s: cannot write: %s\n", program, strerror(error));
	return 2;
}

int out_finish(struct out *out, const char *program)
{
	return out_flush(out) ? 0 : report_error(out->error, program);
}

int out_finish_stdio(const char *program)
{
	bool failed = fflush(stdout) != 0;
	/* If an earlier write failed, errno is still that of the write: no other call has failed
	 * since. */
	return failed || ferror(stdout) ? report_error(errno, program) : 0;
}

void out_visible(struct out *out, const void *data, size_t n)
{
	const char *p = data;
	while (n) {
		const struct printable next = printable_next(p, n);
		if (next.cp == 0xfffd)
			out_text(out, "\xef\xbf\xbd");
		else if (next.cp)
			out_bytes(out, p, next.bytes);
		else
			out_text(out, next.escape);
		p += next.bytes;
		n -= next.bytes;
	}
}
