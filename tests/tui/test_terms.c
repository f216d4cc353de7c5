/* tbtop on each kind of terminal: the screen has the characters, colours and attributes of the
 * frame that --once prints for the same options. */
#include "tui/live.h"

/* Terminals that users have, and what tbtop draws on them. Where the host's terminfo lacks one, its
 * family has the description xterm-256color. */
static const struct kind {
	const char *term, *locale, *options;
	bool direct;       /* its own description has 24-bit colour */
	bool no_underline; /* it cannot underline coloured text */
} kinds[] = {
	{"xterm-256color", "C.UTF-8", "--color 256", false, false},
	{"xterm-256color", "C", "--color 256 --glyphs ascii", false, false},
	{"xterm-256color", "", "--color 256", false, false},
	{"xterm", "C.UTF-8", "--color 16", false, false},
	{"screen", "C.UTF-8", "--color 16", false, false},
	{"screen-256color", "C.UTF-8", "--color 256", false, false},
	{"tmux", "C.UTF-8", "--color 16", false, false},
	{"tmux-256color", "C.UTF-8", "--color 256", false, false},
	{"linux", "C.UTF-8", "--color 16 --glyphs ascii", false, true},
	{"vt100", "C.UTF-8", "--color never --glyphs ascii", false, false},
	{"vt100", "C", "--color never --glyphs ascii", false, false},
	{"vt220", "C.UTF-8", "--color never --glyphs ascii", false, false},
	{"xterm-kitty", "C.UTF-8", "--color 256", false, false},
	{"kitty", "C.UTF-8", "--color 256", false, false},
	{"xterm-ghostty", "C.UTF-8", "--color 256", false, false},
	{"ghostty", "C.UTF-8", "--color 256", false, false},
	{"alacritty", "C.UTF-8", "--color 256", false, false},
	{"foot", "C.UTF-8", "--color 256", false, false},
	{"wezterm", "C.UTF-8", "--color 256", false, false},
	{"xterm-direct", "C.UTF-8", "--color true", true, false},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Returns whether the host's terminfo has the description. */
static bool is_described(const char *term)
{
	char command[128];
	snprintf(command, sizeof command, "infocmp '%s' >/dev/null 2>&1", term);
	return system(command) == 0;
}

/* Gives the output of `tbtop --once --format ansi` to another terminal of the same size. */
static void show_frame(struct terminal *t, int w, int h, const char *options)
{
	char arguments[256];
	snprintf(arguments, sizeof arguments, "--format ansi --size %dx%d %s logs", w, h, options);
	char *frame = frame_of(arguments);
	*t = (struct terminal){.w = w, .h = h, .vt = vterm_new(h, w), .fd = -1};
	vterm_set_utf8(t->vt, 1);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_reset(t->screen, 1);
	t->text = calloc(1, 1 << 20);
	for (char *line = strtok(frame, "\n"); line; line = strtok(NULL, "\n")) {
		vterm_input_write(t->vt, line, strlen(line));
		vterm_input_write(t->vt, "\033[E", 3); /* the next line, without scrolling */
	}
	free(frame);
}

static void cell_at(struct terminal *t, int x, int y, VTermScreenCell *cell)
{
	assert_true(vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = x}, cell));
}

/* Colours that are not visible do not matter: those of blanks, and of the right half of a wide
 * character. */
static bool same_cell(const VTermScreenCell *a, const VTermScreenCell *b, bool underlined)
{
	if (a->chars[0] == (uint32_t)-1)
		return b->chars[0] == (uint32_t)-1;
	bool blank = !a->attrs.reverse && (a->chars[0] == 0 || a->chars[0] == ' ');
	return vterm_color_is_equal(&a->bg, &b->bg) && a->attrs.reverse == b->attrs.reverse &&
	       (blank || vterm_color_is_equal(&a->fg, &b->fg)) &&
	       (blank || a->attrs.bold == b->attrs.bold) &&
	       (!underlined || a->attrs.underline == b->attrs.underline);
}

/* Returns whether all cells are equal. If not, sets the column and the line of the first one. */
static bool same_cells(struct terminal *t, struct terminal *frame, const struct kind *kind, int *x,
		       int *y)
{
	for (*y = 0; *y < t->h; ++*y)
		for (*x = 0; *x < t->w; ++*x) {
			VTermScreenCell have, want;
			cell_at(t, *x, *y, &have);
			cell_at(frame, *x, *y, &want);
			if (!same_cell(&have, &want, !kind->no_underline))
				return false;
		}
	return true;
}

static void drop_frame(struct terminal *t)
{
	vterm_free(t->vt);
	free(t->text);
}

/* Waits for the characters of the frame, and then for its colours. */
static void expect_frame(struct terminal *t, const struct kind *kind, const char *more)
{
	struct terminal frame;
	char options[128];
	snprintf(options, sizeof options, "%s %s", kind->options, more);
	show_frame(&frame, t->w, t->h, options);
	char *want = strdup(screen_text(&frame));
	wait_for(t, want, true);
	int x, y;
	for (double begin = seconds(); !same_cells(t, &frame, kind, &x, &y);) {
		take(t, 100);
		if (seconds() - begin > PATIENCE_MS / 1000.0) {
			print_message("%s %s: other colours in line %d, column %d\n", kind->term,
				      more, y, x);
			fail();
		}
	}
	free(want);
	drop_frame(&frame);
}

static void try_kind(const struct kind *kind)
{
	struct terminal t;
	struct kind fallback = *kind;
	bool described = is_described(kind->term);
	if (kind->direct && !described)
		fallback.options = "--color 256";
	live_open(&t, 100, 30, kind->term, kind->locale, "logs");
	if (!described)
		wait_for(&t, "used as xterm-256color", false);
	wait_for(&t, "5/5", false); /* all tags were found */
	type(&t, "j");
	expect_frame(&t, &fallback, "--keys j");
	type(&t, "\r");
	expect_frame(&t, &fallback, "--keys 'j Enter'");
	live_quit(&t);
}

static void every_terminal_shows_the_frame(void **state)
{
	(void)state;
	for (int i = 0; i < KINDS; i++)
		try_kind(&kinds[i]);
}

static void every_size_shows_the_frame(void **state)
{
	(void)state;
	static const int sizes[][2] = {{40, 10}, {500, 150}, {500, 10}, {40, 150}};
	struct terminal t;
	live_open(&t, 80, 24, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 80x24 logs");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		resize(&t, sizes[i][0], sizes[i][1]);
		expect_frame(&t, &kinds[0], "");
	}
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_terminal_shows_the_frame),
		cmocka_unit_test(every_size_shows_the_frame),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, live_make_logs, logs_remove);
}
