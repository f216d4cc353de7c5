/* tests: a program on a pseudo-terminal, and its screen (libvterm). Tests wait for contents of the
 * screen, never for a time. */
#ifndef TESTS_TUI_TERMINAL_H
#define TESTS_TUI_TERMINAL_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <utmp.h>

#include <vterm.h>

#include "tui/program.h"

enum { PATIENCE_MS = 60000 };

struct terminal {
	int fd, w, h;
	pid_t pid;
	struct termios before;
	VTerm *vt;
	VTermScreen *screen;
	int mouse;              /* which events are reported: VTERM_PROP_MOUSE_NONE to _MOVE */
	bool alternate, hidden; /* the alternate screen is shown; the cursor is hidden */
	size_t matched;         /* matched bytes of the sequence that shows or hides the cursor */
	char copied[256];       /* the last text of OSC 52, still base64 */
	size_t copies;          /* number of these sequences */
	size_t copying;         /* length of it and of its beginning so far; 0: none */
	size_t bells, notices9, notices777; /* numbers of BEL, OSC 9 and OSC 777 */
	size_t controls;                    /* number of C1 controls, as a byte or in UTF-8 */
	unsigned char lead, more;           /* of the character of UTF-8 that is arriving */
	size_t notice9, notice777;          /* matched bytes of their beginnings */
	size_t true_colours;                /* number of 24-bit foreground colours that were set */
	size_t coloured;                    /* matched bytes of the sequence that sets one */
	size_t sixels, kittys;              /* numbers of pictures in these forms */
	size_t synced[2];                   /* how often synchronized output ended and began */
	size_t sync_matched; /* matched bytes of the sequence that begins or ends it */
	char last;           /* the last byte */
	bool skipping, held; /* in a string of DCS or APC; after an ESC */
	bool high;           /* a byte above 127 was received */
	size_t bytes;        /* number of bytes received */
	size_t escapes;      /* number of ESC among them */
	char sequence[64];   /* a control sequence without its end */
	size_t sequence_n;
	char printed[4]; /* the bytes of the last character that was printed */
	size_t printed_n;
	char *text; /* the screen, line by line */
};

static inline double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int property(VTermProp prop, VTermValue *value, void *user)
{
	struct terminal *t = user;
	if (prop == VTERM_PROP_ALTSCREEN)
		t->alternate = value->boolean;
	if (prop == VTERM_PROP_MOUSE)
		t->mouse = value->number;
	return 1;
}

static inline void start(struct terminal *t, int w, int h, const char *term, const char *locale,
			 const char *const argv[])
{
	static const VTermScreenCallbacks callbacks = {.settermprop = property};
	struct winsize size = {.ws_row = (unsigned short)h, .ws_col = (unsigned short)w};
	*t = (struct terminal){.w = w, .h = h};
	t->vt = vterm_new(h, w);
	vterm_set_utf8(t->vt, 1);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_reset(t->screen, 1);
	t->text = calloc(1, 1 << 20);
	int slave;
	assert_int_equal(openpty(&t->fd, &slave, NULL, NULL, &size), 0);
	assert_int_equal(tcgetattr(slave, &t->before), 0);
	t->pid = fork();
	assert_true(t->pid >= 0);
	if (t->pid == 0) {
		close(t->fd);
		if (login_tty(slave) || chdir(logs_folder))
			_exit(99);
		setenv("TERM", term, 1);
		setenv("LC_ALL", locale, 1);
		unsetenv("LINES");
		unsetenv("COLUMNS");
		unsetenv("COLORFGBG");
		unsetenv("LANG");
		unsetenv("LC_CTYPE");
		char *copy[8] = {0};
		for (int i = 0; i < 7 && argv[i]; i++)
			copy[i] = strdup(argv[i]);
		execv(copy[0], copy);
		_exit(98);
	}
	close(slave);
	fcntl(t->fd, F_SETFL, O_NONBLOCK);
}

/* libvterm 0.1 restores the visibility of the cursor with its position (ESC 7, ESC 8); terminals do
 * not. So this looks for ESC [ ? 25 h and l in the bytes. */
static inline void watch_cursor(struct terminal *t, char byte)
{
	static const char sequence[] = "\033[?25";
	if (t->matched == sizeof sequence - 1 && (byte == 'h' || byte == 'l'))
		t->hidden = byte == 'l';
	if (t->matched < sizeof sequence - 1 && byte == sequence[t->matched])
		t->matched++;
	else
		t->matched = byte == sequence[0];
}

/* Counts the begins and ends of synchronized output: ESC [ ? 2026 h and l. */
static inline void watch_sync(struct terminal *t, char byte)
{
	static const char sequence[] = "\033[?2026";
	if (t->sync_matched == sizeof sequence - 1 && (byte == 'h' || byte == 'l'))
		t->synced[byte == 'h']++;
	if (t->sync_matched < sizeof sequence - 1 && byte == sequence[t->sync_matched])
		t->sync_matched++;
	else
		t->sync_matched = byte == sequence[0];
}

/* Keeps what the program copies to the clipboard: ESC ] 52 ; c ; TEXT ESC \\ */
static inline void watch_clipboard(struct terminal *t, char byte)
{
	static const char begin[] = "\033]52;c;";
	enum { BEGIN = sizeof begin - 1 };
	if (t->copying < BEGIN) {
		t->copying = byte == begin[t->copying] ? t->copying + 1 : byte == begin[0];
		return;
	}
	size_t n = t->copying - BEGIN;
	if (byte == '\033' || byte == '\a' || n + 1 == sizeof t->copied) {
		t->copied[n] = '\0';
		t->copies++;
		t->copying = 0;
	} else {
		t->copied[n] = byte;
		t->copying++;
	}
}

/* Returns whether a sequence is complete with this byte; `matched` is how much came before. */
static inline bool ends_sequence(const char *sequence, size_t *matched, char byte)
{
	*matched = byte == sequence[*matched] ? *matched + 1 : byte == sequence[0];
	if (sequence[*matched])
		return false;
	*matched = 0;
	return true;
}

static inline void watch_controls(struct terminal *t, unsigned char byte)
{
	bool c1 = byte >= 0x80 && byte < 0xa0;
	t->controls += c1 && (!t->more || t->lead == 0xc2);
	t->more = t->more && (byte & 0xc0) == 0x80 ? t->more - 1
		  : byte >= 0xf0                   ? 3
		  : byte >= 0xe0                   ? 2
						   : byte >= 0xc2;
	t->lead = byte;
}

static inline void watch_notices(struct terminal *t, char byte)
{
	watch_controls(t, (unsigned char)byte);
	t->bells += byte == '\a';
	t->notices9 += ends_sequence("\033]9;", &t->notice9, byte);
	t->notices777 += ends_sequence("\033]777;notify;", &t->notice777, byte);
}

/* Counts 24-bit colours: 38;2;... */
static inline void watch_colours(struct terminal *t, char byte)
{
	static const char sequence[] = "38;2;";
	t->coloured = byte == sequence[t->coloured] ? t->coloured + 1 : byte == sequence[0];
	if (t->coloured == sizeof sequence - 1) {
		t->true_colours++;
		t->coloured = 0;
	}
}

/* Counts pictures, ESC P ... for sixel and ESC _ G a=T ... for kitty, and returns whether the byte
 * belongs to such a string. libvterm 0.1 prints them as text. */
static inline bool watch_pictures(struct terminal *t, char byte)
{
	char last = t->last;
	bool begins = last == '\033' && (byte == 'P' || byte == '_');
	bool ends = t->skipping && last == '\033' && byte == '\\';
	t->sixels += begins && byte == 'P';
	t->kittys += t->skipping && last == '=' && byte == 'T';
	t->last = byte;
	bool inside = t->skipping || begins;
	t->skipping = inside && !ends;
	return inside;
}

static inline void show_bytes(struct terminal *t, const char *bytes, size_t n)
{
	vterm_input_write(t->vt, bytes, n);
}

/* Ends a control sequence. libvterm 0.1 does not know REP, ESC [ N b, which repeats the last
 * character, nor a colour with an empty colour space, such as 38:2::R:G:B. */
static inline void show_sequence(struct terminal *t, char end)
{
	if (end == 'b' && t->sequence_n > 2) {
		t->sequence[t->sequence_n] = '\0';
		for (int i = atoi(t->sequence + 2); i > 0; i--)
			show_bytes(t, t->printed, t->printed_n);
		return;
	}
	for (size_t i = 0; i < t->sequence_n; i++)
		if (!i || t->sequence[i] != ':' || t->sequence[i - 1] != ':')
			show_bytes(t, t->sequence + i, 1);
	show_bytes(t, &end, 1);
}

/* Gives a byte to the screen. */
static inline void show_byte(struct terminal *t, char byte)
{
	bool inside = t->sequence_n > 0;
	if (!inside && byte != '\033') {
		if ((byte & 0xc0) != 0x80 || t->printed_n == sizeof t->printed)
			t->printed_n = 0;
		t->printed[t->printed_n++] = byte;
		show_bytes(t, &byte, 1);
		return;
	}
	bool goes_on = t->sequence_n == 1 ? byte == '[' : byte && strchr("0123456789:;", byte);
	if (!inside || (goes_on && t->sequence_n < sizeof t->sequence - 1)) {
		t->sequence[t->sequence_n++] = byte;
		return;
	}
	show_sequence(t, byte);
	t->sequence_n = 0;
}

/* Processes output of the program, and waits for it at most wait_ms. Returns false at the end of
 * the output. */
static inline bool take(struct terminal *t, int wait_ms)
{
	char bytes[65536];
	struct pollfd p = {.fd = t->fd, .events = POLLIN};
	if (poll(&p, 1, wait_ms) <= 0)
		return true;
	ssize_t n = read(t->fd, bytes, sizeof bytes);
	if (n <= 0)
		return n < 0 && errno == EAGAIN;
	for (ssize_t i = 0; i < n; i++) {
		t->high |= (bytes[i] & 0x80) != 0;
		t->escapes += bytes[i] == '\033';
		watch_cursor(t, bytes[i]);
		watch_sync(t, bytes[i]);
		watch_clipboard(t, bytes[i]);
		watch_colours(t, bytes[i]);
		watch_notices(t, bytes[i]);
		bool held = t->held; /* an ESC, which may begin a string */
		bool inside = watch_pictures(t, bytes[i]);
		t->held = !inside && bytes[i] == '\033';
		if (held && !inside)
			show_byte(t, '\033');
		if (!inside && !t->held)
			show_byte(t, bytes[i]);
	}
	t->bytes += (size_t)n;
	return true;
}

static inline size_t put_utf8(char *to, uint32_t c)
{
	if (c < 0x80)
		return to[0] = (char)c, 1;
	if (c < 0x800)
		return to[0] = (char)(0xc0 | c >> 6), to[1] = (char)(0x80 | (c & 63)), 2;
	if (c < 0x10000)
		return to[0] = (char)(0xe0 | c >> 12), to[1] = (char)(0x80 | (c >> 6 & 63)),
		       to[2] = (char)(0x80 | (c & 63)), 3;
	return to[0] = (char)(0xf0 | c >> 18), to[1] = (char)(0x80 | (c >> 12 & 63)),
	       to[2] = (char)(0x80 | (c >> 6 & 63)), to[3] = (char)(0x80 | (c & 63)), 4;
}

/* Returns the screen as `tbtop --once` prints it: without trailing blanks. */
static inline const char *screen_text(struct terminal *t)
{
	size_t n = 0;
	for (int y = 0; y < t->h; y++) {
		size_t last = n;
		for (int x = 0; x < t->w; x++) {
			VTermScreenCell cell;
			vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = x}, &cell);
			if (cell.chars[0] == (uint32_t)-1)
				continue;
			n += put_utf8(t->text + n, cell.chars[0] ? cell.chars[0] : ' ');
			for (int i = 1; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
				n += put_utf8(t->text + n, cell.chars[i]);
			if (cell.chars[0] && cell.chars[0] != ' ')
				last = n;
		}
		n = last;
		t->text[n++] = '\n';
	}
	t->text[n] = '\0';
	return t->text;
}

/* Prints the first line in which two texts differ. */
static inline void show_difference(const char *want, const char *have)
{
	int line = 1;
	while (*want && strcspn(want, "\n") == strcspn(have, "\n") &&
	       !strncmp(want, have, strcspn(want, "\n") + 1)) {
		size_t n = strcspn(want, "\n");
		want += n + (want[n] != 0);
		have += n + (have[n] != 0);
		line++;
	}
	print_message("line %d: waited for\n%.*s\nbut there is\n%.*s\n", line,
		      (int)strcspn(want, "\n"), want, (int)strcspn(have, "\n"), have);
}

/* Waits until the screen contains the text, or with `whole` equals it. Returns the time in
 * seconds. */
static inline double wait_for(struct terminal *t, const char *text, bool whole)
{
	double begin = seconds();
	for (;;) {
		const char *now = screen_text(t);
		if (whole ? !strcmp(now, text) : strstr(now, text) != NULL)
			return seconds() - begin;
		if (seconds() - begin > PATIENCE_MS / 1000.0 || !take(t, 100)) {
			show_difference(text, screen_text(t));
			fail();
		}
	}
}

static inline void type(struct terminal *t, const char *keys)
{
	assert_int_equal(write(t->fd, keys, strlen(keys)), strlen(keys));
}

static inline void resize(struct terminal *t, int w, int h)
{
	struct winsize size = {.ws_row = (unsigned short)h, .ws_col = (unsigned short)w};
	t->w = w;
	t->h = h;
	vterm_set_size(t->vt, h, w);
	assert_int_equal(ioctl(t->fd, TIOCSWINSZ, &size), 0);
}

/* Waits for the end of the program. Returns its wait status. */
static inline int finish(struct terminal *t)
{
	int status;
	double begin = seconds();
	while (waitpid(t->pid, &status, WNOHANG) == 0) {
		assert_true(seconds() - begin < PATIENCE_MS / 1000.0);
		take(t, 20);
	}
	while (take(t, 0) && seconds() - begin < PATIENCE_MS / 1000.0) {
		struct pollfd p = {.fd = t->fd, .events = POLLIN};
		if (poll(&p, 1, 0) <= 0 || !(p.revents & POLLIN))
			break;
	}
	return status;
}

/* Asserts that the terminal has the modes that it had before the program. */
static inline void assert_restored(struct terminal *t)
{
	struct termios now;
	assert_false(t->alternate);
	assert_false(t->hidden);
	assert_int_equal(t->mouse, VTERM_PROP_MOUSE_NONE);
	assert_int_equal(tcgetattr(t->fd, &now), 0);
	assert_int_equal(now.c_lflag & (ECHO | ICANON | ISIG),
			 t->before.c_lflag & (ECHO | ICANON | ISIG));
	assert_int_equal(now.c_iflag & ICRNL, t->before.c_iflag & ICRNL);
	assert_int_equal(now.c_oflag & ONLCR, t->before.c_oflag & ONLCR);
}

static inline void stop(struct terminal *t)
{
	vterm_free(t->vt);
	close(t->fd);
	free(t->text);
}

#endif
