/* term: pasted text.
 *
 * curses reads one byte at a time, which takes minutes for megabytes. So the text is read here, in
 * blocks, up to its end mark. What follows the mark is given back to curses. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/paste.h"

#include <curses.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "common/timer.h"
#include "tbtop/model/key_names.h"

/* The most characters that are returned; the most bytes after the end mark; the least bytes that
 * wait together only if they were pasted. */
enum { RETURNED_MOST = 4096, AFTER_MOST = 100, BURST = 512 };

/* Text without marks ends with a longer pause. */
static const double pause_s = 0.2;

static const char end_mark[] = "\033[201~";
enum { END_MARK = sizeof end_mark - 1 };

/* It is global because curses supports one terminal per process. */
static struct {
	bool on, marked;
	char bytes[1 << 14];
	size_t n, next;
	size_t matched; /* bytes of the end mark */
	size_t returned;
	mbstate_t decoding;
	double at; /* monotonic time of the last byte */
} paste;

void paste_begin(bool marked)
{
	paste.on = true;
	paste.marked = marked;
	paste.n = paste.next = paste.matched = paste.returned = 0;
	memset(&paste.decoding, 0, sizeof paste.decoding);
	paste.at = clock_monotonic_s();
}

bool paste_is_on(void)
{
	return paste.on;
}

bool paste_waits(void)
{
	int waiting = 0;
	return ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting >= BURST;
}

static int end(void)
{
	size_t left = paste.n - paste.next;
	for (size_t i = left < AFTER_MOST ? left : AFTER_MOST; i > 0; i--)
		ungetch((unsigned char)paste.bytes[paste.next + i - 1]);
	paste.on = false;
	return TK_PASTE_END;
}

/* Reads a block. Returns false if there is none now. */
static bool refill(void)
{
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
	if (poll(&p, 1, 0) <= 0)
		return false;
	ssize_t n = read(STDIN_FILENO, paste.bytes, sizeof paste.bytes);
	paste.n = n > 0 ? (size_t)n : 0;
	paste.next = 0;
	return n > 0;
}

/* Skips the bytes of the block that cannot begin the end mark. */
static int skip(void)
{
	const char *from = paste.bytes + paste.next;
	const char *mark = paste.marked ? memchr(from, '\033', paste.n - paste.next) : NULL;
	paste.next = mark ? (size_t)(mark - paste.bytes) : paste.n;
	return TK_IGNORED;
}

/* Returns the character that a byte ends. */
static int decode(char byte)
{
	wchar_t c;
	size_t n = mbrtowc(&c, &byte, 1, &paste.decoding);
	if (n == (size_t)-1)
		memset(&paste.decoding, 0, sizeof paste.decoding);
	if (n > 1 || !c)
		return TK_IGNORED;
	paste.returned++;
	return c == '\n' ? TK_ENTER : (int)c;
}

int paste_key(void)
{
	double now = clock_monotonic_s();
	if (paste.next == paste.n) {
		if (!paste.marked && now - paste.at > pause_s)
			return end();
		if (!refill())
			return KEY_NONE;
	}
	paste.at = now;
	if (paste.returned >= RETURNED_MOST && !paste.matched &&
	    (!paste.marked || paste.bytes[paste.next] != '\033'))
		return skip();
	char byte = paste.bytes[paste.next++];
	if (paste.marked) {
		bool next = byte == end_mark[paste.matched];
		paste.matched = next ? paste.matched + 1 : byte == end_mark[0];
		if (paste.matched == END_MARK)
			return end();
		if (paste.matched)
			return TK_IGNORED;
	}
	return paste.returned < RETURNED_MOST ? decode(byte) : TK_IGNORED;
}
