/* tbtop on a pseudo-terminal: it shows what --once prints, responds to keys, sizes, signals and new
 * data, and restores the terminal. */
#include <glob.h>

#include "tui/live.h"

static void the_screen_is_the_frame(void **state)
{
	(void)state;
	static const char *const terms[] = {"xterm-256color", "screen-256color", "tmux-256color",
					    "xterm"};
	struct terminal t;
	write_logs();
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		live_open(&t, 80, 24, terms[i], "C.UTF-8", "logs");
		live_expect(&t, "--size 80x24 logs");
		assert_true(t.alternate);
		assert_true(t.hidden);
		live_quit(&t);
	}
}

static void simple_terminals_get_ascii(void **state)
{
	(void)state;
	/* xterm repeats ASCII by a sequence (REP) that libvterm 0.1 does not know. */
	static const char *const terms[][3] = {
		{"vt100", "C", "--color never --size 100x30 --glyphs ascii logs"},
		{"linux", "C.UTF-8", "--color 16 --size 100x30 --glyphs ascii logs"},
		{"screen-256color", "C", "--size 100x30 --glyphs ascii logs"}};
	struct terminal t;
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		live_open(&t, 100, 30, terms[i][0], terms[i][1], "logs");
		wait_for(&t, "q quit", false);
		live_expect(&t, terms[i][2]);
		assert_false(t.high);
		live_quit(&t);
	}
}

/* Writes the description of a terminal with 24-bit colours. */
static void describe_direct(void)
{
	FILE *f = fopen(logs_path("direct.ti"), "w");
	assert_non_null(f);
	fputs("xterm-direct|test, use=xterm-256color, RGB, colors#0x1000000, pairs#0x7FFF,\n"
	      "\tinitc@, setaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;"
	      "%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
	      "\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;"
	      "%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n",
	      f);
	fclose(f);
	char command[2400];
	snprintf(command, sizeof command, "cd '%s' && tic -x -o terminfo direct.ti", logs_folder);
	assert_int_equal(system(command), 0);
	setenv("TERMINFO_DIRS",
	       logs_path("terminfo:/etc/terminfo:/lib/terminfo:"
			 "/usr/share/terminfo"),
	       1);
}

/* Returns the colour of the first character of the title, "tbtop". */
static uint32_t title_colour(struct terminal *t)
{
	VTermScreenCell cell;
	vterm_screen_get_cell(t->screen, (VTermPos){.row = 0, .col = 1}, &cell);
	vterm_screen_convert_color_to_rgb(t->screen, &cell.fg);
	return (uint32_t)cell.fg.rgb.red << 16 | (uint32_t)cell.fg.rgb.green << 8 |
	       (uint32_t)cell.fg.rgb.blue;
}

/* 24-bit colours are used where the terminal reports them and the host has its description with
 * these; the colours are those of the theme. */
static void true_colours_need_a_description(void **state)
{
	(void)state;
	static const struct {
		const char *reported, *colours;
		bool expected;
	} cases[] = {{"truecolor", "auto", true},
		     {"24bit", "auto", true},
		     {"yes", "auto", false},
		     {"truecolor", "256", false},
		     {"", "true", true}};
	struct terminal t;
	describe_direct();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *const argv[] = {built("tbtop"),   LIVE_NOW, "--color",
					    cases[i].colours, "logs",   NULL};
		setenv("COLORTERM", cases[i].reported, 1);
		start(&t, 80, 24, "xterm-256color", "C.UTF-8", argv);
		wait_for(&t, "q quit", false);
		assert_int_equal(t.true_colours > 0, cases[i].expected);
		/* The 256 colours of libvterm differ from those of xterm. */
		assert_int_equal(title_colour(&t) == 0x5fafff, cases[i].expected);
		live_quit(&t);
	}
	unsetenv("COLORTERM");
	unsetenv("TERMINFO_DIRS");
}

/* Such a terminal gets the frame as text, without escape sequences, and a note. */
static void an_unusable_terminal_gets_a_printed_frame(void **state)
{
	(void)state;
	static const char *const terms[][2] = {{"dumb", "cannot move the cursor"},
					       {"no-such-terminal", "unknown terminal"},
					       {"", "TERM is not set"}};
	struct terminal t;
	char *frame = frame_of("--format text --size 80x28 logs");
	for (size_t i = 0; i < 3; i++) {
		live_open(&t, 80, 30, terms[i][0], "C.UTF-8", "logs");
		int status = finish(&t);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
		assert_non_null(strstr(screen_text(&t), terms[i][1]));
		assert_non_null(strstr(screen_text(&t), frame));
		assert_int_equal(t.escapes, 0);
		assert_restored(&t);
		stop(&t);
	}
	free(frame);
}

static void keys_do_what_they_do_once(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x40 logs");
	type(&t, "G\r");
	live_expect(&t, "--size 120x40 --keys 'G Enter' logs");
	type(&t, "\033OD\033OD"); /* left arrow */
	live_expect(&t, "--size 120x40 --keys 'G Enter Left Left' logs");
	type(&t, "\033"); /* Esc alone */
	live_expect(&t, "--size 120x40 --keys 'G Enter Left Left Esc' logs");
	type(&t, "?");
	wait_for(&t, "filter tags by regex", false);
	type(&t, "?/loss\r");
	live_expect(&t, "--size 120x40 --keys 'G / l o s s Enter' logs");
	live_quit(&t);
}

/* A terminal may send either form of a key of the cursor, whatever mode it was set to. */
static void keys_of_the_cursor_have_two_forms(void **state)
{
	(void)state;
	static const char *const terms[] = {"xterm-256color", "vt100", "screen"};
	for (int i = 0; i < 3; i++) {
		struct terminal t;
		const char *glyphs = i == 1 ? "--color never --glyphs ascii" : "";
		char options[160];
		live_open(&t, 100, 30, terms[i], "C.UTF-8", "logs");
		snprintf(options, sizeof options, "--size 100x30 %s logs", glyphs);
		live_expect(&t, options);
		type(&t, "\033[B\033OB\033[A");
		snprintf(options, sizeof options, "--size 100x30 %s --keys 'Down' logs", glyphs);
		live_expect(&t, options);
		type(&t, "\r\033[D\033OD\033[C");
		snprintf(options, sizeof options, "--size 100x30 %s --keys 'Down Enter Left' logs",
			 glyphs);
		live_expect(&t, options);
		live_quit(&t);
	}
}

/* Keys may arrive faster than frames. Each of them sees the effect of the previous one. */
static void keys_that_come_together_all_count(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x40 logs");
	type(&t, "jjj");
	live_expect(&t, "--size 120x40 --keys 'j j j' logs");
	type(&t, "?jjj");
	live_expect(&t, "--size 120x40 --keys 'j j j ? j j j' logs");
	type(&t, "?cc");
	live_expect(&t, "--size 120x40 --keys 'j j j c c' logs");
	live_quit(&t);
}

/* Another thread reads the histograms. The final frame is complete. */
static void histograms_come_as_they_are_read(void **state)
{
	(void)state;
	struct terminal t;
	write_weights();
	live_open(&t, 100, 30, "vt100", "C", "weights");
	wait_for(&t, "102 points", false); /* a key during the load would keep the first focus */
	type(&t, "2");
	live_expect(&t, "--size 100x30 --glyphs ascii --view histograms weights");
	type(&t, "\r[{");
	live_expect(&t,
		    "--size 100x30 --glyphs ascii --view histograms --keys 'Enter [ {' weights");
	type(&t, "0");
	live_expect(&t, "--size 100x30 --glyphs ascii --view findings weights");
	live_quit(&t);
}

static void any_size_is_followed(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {40, 10},   {39, 9},  {1, 1},
				       {200, 60}, {500, 150}, {40, 10}, {80, 24}};
	struct terminal t;
	live_open(&t, 80, 24, "xterm-256color", "C.UTF-8", "logs");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char options[64];
		resize(&t, sizes[i][0], sizes[i][1]);
		snprintf(options, sizeof options, "--size %dx%d logs", sizes[i][0], sizes[i][1]);
		live_expect(&t, options);
	}
	for (int i = 0; i < 200; i++) /* many sizes, of which only the last one matters */
		resize(&t, 40 + i % 60, 10 + i % 40);
	for (int i = 0; i < 50; i++)
		resize(&t, i % 2 ? 500 : 40, i % 2 ? 150 : 10);
	resize(&t, 90, 30);
	live_expect(&t, "--size 90x30 logs");
	live_quit(&t);
}

/* A window may report a size that no screen has. */
static void a_size_of_nonsense_is_survived(void **state)
{
	(void)state;
	const struct winsize huge = {.ws_row = 65535, .ws_col = 65535};
	struct terminal t;
	live_open(&t, 80, 24, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 80x24 logs");
	size_t before = t.bytes;
	double begin = seconds();
	assert_int_equal(ioctl(t.fd, TIOCSWINSZ, &huge), 0);
	while (t.bytes - before < 100000 && seconds() - begin < PATIENCE_MS / 1000.0)
		assert_true(take(&t, 100));
	resize(&t, 90, 30);
	live_expect(&t, "--size 90x30 logs");
	live_quit(&t);
}

static void every_signal_leaves_the_terminal_as_it_was(void **state)
{
	(void)state;
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};
	struct terminal t;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		live_open(&t, 80, 24, "xterm-256color", "C.UTF-8", "logs");
		wait_for(&t, "q quit", false);
		kill(t.pid, signals[i]);
		int status = finish(&t);
		assert_true(WIFEXITED(status));
		/* Ctrl-C is a normal way to quit. */
		assert_int_equal(WEXITSTATUS(status), signals[i] == SIGINT ? 0 : 128 + signals[i]);
		assert_restored(&t);
		stop(&t);
	}
}

/* A terminal that accepts no output (Ctrl-S, a dead line) blocks the program within a frame.
 * Signals end it nevertheless. */
static void signals_end_it_in_the_middle_of_a_frame(void **state)
{
	(void)state;
	static const int signals[] = {SIGTERM, SIGINT};
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct terminal t;
		struct termios now;
		live_open(&t, 80, 24, "xterm-256color", "C.UTF-8", "logs");
		wait_for(&t, "q quit", false);
		int slave = open(ptsname(t.fd), O_RDWR | O_NOCTTY | O_CLOEXEC);
		assert_true(slave >= 0);
		assert_int_equal(tcflow(slave, TCOOFF), 0);
		type(&t, "?"); /* another frame */
		kill(t.pid, signals[i]);
		int status = finish(&t);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), signals[i] == SIGINT ? 0 : 128 + signals[i]);
		assert_int_equal(tcgetattr(slave, &now), 0);
		assert_int_equal(now.c_lflag & (ECHO | ICANON), t.before.c_lflag & (ECHO | ICANON));
		assert_false(fcntl(slave, F_GETFL) & O_NONBLOCK);
		close(slave);
		stop(&t);
	}
}

/* Prevents a sanitizer from handling SIGBUS, so that tbtop handles it as in other builds. */
static void leave_sigbus_to_the_program(const char *variable)
{
	char options[4096];
	const char *others = getenv(variable);
	snprintf(options, sizeof options, "%s:handle_sigbus=0", others ? others : "");
	assert_int_equal(setenv(variable, options, 1), 0);
}

static void a_crash_leaves_the_terminal_as_it_was(void **state)
{
	(void)state;
	struct terminal t;
	leave_sigbus_to_the_program("ASAN_OPTIONS");
	leave_sigbus_to_the_program("TSAN_OPTIONS");
	live_open(&t, 80, 24, "xterm-256color", "C.UTF-8", "logs");
	wait_for(&t, "q quit", false);
	kill(t.pid, SIGBUS);
	int status = finish(&t);
	assert_true(WIFSIGNALED(status));
	assert_restored(&t);
	stop(&t);
}

/* Runs the program under a shell that stops and continues it. */
static void it_can_be_stopped_and_goes_on(void **state)
{
	(void)state;
	struct terminal t;
	char command[4096];
	snprintf(command, sizeof command,
		 "'%s' " LIVE_NOW " logs; echo STOPPED; read word; fg >/dev/null; echo ENDED $?",
		 built("tbtop"));
	const char *const argv[] = {"/bin/bash", "--norc", "-mc", command, NULL};
	start(&t, 100, 30, "xterm-256color", "C.UTF-8", argv);
	live_expect(&t, "--size 100x30 logs");
	type(&t, "\032"); /* Ctrl-Z */
	wait_for(&t, "STOPPED", false);
	assert_restored(&t);
	resize(&t, 90, 28);
	type(&t, "go on\n");
	live_expect(&t, "--size 90x28 logs");
	assert_true(t.alternate);
	assert_true(t.hidden);
	type(&t, "q");
	wait_for(&t, "ENDED 0", false);
	live_end(&t);
}

/* Returns the number of colours that the screen requires: 0, 16 or 256. */
static int colours_on(struct terminal *t)
{
	int most = 0;
	screen_text(t);
	for (int y = 0; y < t->h; y++)
		for (int x = 0; x < t->w; x++) {
			VTermScreenCell cell;
			vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = x}, &cell);
			int asks = VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ? 0
				   : !VTERM_COLOR_IS_INDEXED(&cell.fg) ? 1 << 24
				   : cell.fg.indexed.idx < 16          ? 16
								       : 256;
			most = asks > most ? asks : most;
		}
	return most;
}

static void colours_are_what_the_terminal_has(void **state)
{
	(void)state;
	static const struct {
		const char *term, *no_color;
		int colours;
	} want[] = {{"xterm-256color", NULL, 256},
		    {"xterm-256color", "1", 0},
		    {"xterm", NULL, 16},
		    {"linux", NULL, 16},
		    {"vt100", NULL, 0}};
	struct terminal t;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		if (want[i].no_color)
			setenv("NO_COLOR", want[i].no_color, 1);
		live_open(&t, 100, 30, want[i].term, "C.UTF-8", "logs");
		unsetenv("NO_COLOR");
		wait_for(&t, "errors in lr=10", false);
		assert_int_equal(colours_on(&t), want[i].colours);
		live_quit(&t);
	}
}

/* While a large directory is loading, keys are answered and the program can be quit. The runs are
 * hard links to one file, so that there is much to read but little to write. */
static void loading_does_not_block_keys(void **state)
{
	(void)state;
	struct terminal t;
	tfe_writer *w;
	glob_t found;
	assert_int_equal(tfe_writer_open(logs_path("large/run"), NULL, &w, NULL), TFE_OK);
	for (int i = 0; i < 500000; i++)
		tfe_writer_add_scalar(w, "loss", i, i % 1000);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(glob(logs_path("large/run/*tfevents*"), 0, NULL, &found), 0);
	for (int i = 0; i < 60; i++) {
		char name[64];
		snprintf(name, sizeof name, "large/run%d", i);
		assert_int_equal(mkdir(logs_path(name), 0777), 0);
		snprintf(name, sizeof name, "large/run%d/events.out.tfevents.1.host", i);
		assert_int_equal(link(found.gl_pathv[0], logs_path(name)), 0);
	}
	globfree(&found);
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "large");
	wait_for(&t, "loading", false);
	type(&t, "?");
	wait_for(&t, "filter tags by regex", false);
	assert_non_null(strstr(screen_text(&t), "loading"));
	type(&t, "q");
	live_quit(&t);
}

static void new_points_show_at_once(void **state)
{
	(void)state;
	struct terminal t;
	double best = 60, worst = 0, sum = 0;
	enum { N = 10 };
	logs_scalar("live/run/events.out.tfevents.1.host", "loss", 0, logs_start, 1000);
	const char *const argv[] = {built("tbtop"), LIVE_NOW, "--smoothing=0", "live", NULL};
	start(&t, 120, 40, "xterm-256color", "C.UTF-8", argv);
	wait_for(&t, "1 point ", false);
	for (int i = 1; i <= N; i++) {
		char text[64];
		logs_scalar("live/run/events.out.tfevents.1.host", "loss", i, logs_start + i,
			    1000.0f + (float)i);
		snprintf(text, sizeof text, "a %d", 1000 + i);
		double took = wait_for(&t, text, false);
		best = took < best ? took : best;
		worst = took > worst ? took : worst;
		sum += took;
	}
	print_message("a new point is on the screen after %.0f ms, at worst %.0f ms\n",
		      1000 * sum / N, 1000 * worst);
	assert_true(best < 0.5); /* all of them are slow only if something waits */
	/* Another run, another tag. */
	logs_scalar("live/other/events.out.tfevents.1.host", "accuracy", 1, logs_start, 0.5f);
	wait_for(&t, "2 runs  2 tags", false);
	live_quit(&t);
}

static void an_empty_directory_becomes_live(void **state)
{
	(void)state;
	struct terminal t;
	assert_int_equal(mkdir(logs_path("later"), 0777), 0);
	live_open(&t, 80, 24, "xterm-256color", "C.UTF-8", "later");
	wait_for(&t, "no event files under later", false);
	logs_scalar("later/deep/run/events.out.tfevents.1.host", "loss", 1, logs_start, 42);
	wait_for(&t, "a 42", false);
	live_quit(&t);
}

static void a_key_is_answered_soon(void **state)
{
	(void)state;
	struct terminal t;
	double worst = 0, sum = 0;
	int n = 0;
	live_open(&t, 200, 60, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 200x60 logs");
	for (int round = 0; round < 8; round++)
		for (int key = 0; key < 3; key++, n++) {
			static const char *const shown[] = {"y log", "y symlog", "y linear"};
			type(&t, "y");
			double took = wait_for(&t, shown[key], false);
			worst = took > worst ? took : worst;
			sum += took;
		}
	print_message("a key is answered after %.1f ms at 200x60, at worst %.1f ms\n",
		      1000 * sum / n, 1000 * worst);
	live_quit(&t);
}

/* A host that one logs in to may not know the terminal. */
static void a_relative_of_a_known_terminal_is_used(void **state)
{
	(void)state;
	static const char *const terms[] = {"xterm-of-tomorrow", "alacritty-of-tomorrow",
					    "foot-of-tomorrow"};
	struct terminal t;
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		live_open(&t, 120, 40, terms[i], "C.UTF-8", "logs");
		wait_for(&t, "used as xterm-256color", false);
		wait_for(&t, "5/5", false);
		type(&t, "j");
		live_expect(&t, "--size 120x40 --keys j logs");
		live_quit(&t);
	}
}

static void pasted_text_and_flow_keys_do_no_harm(void **state)
{
	(void)state;
	struct termios now;
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x40 logs");
	assert_int_equal(tcgetattr(t.fd, &now), 0);
	assert_int_equal(now.c_iflag & IXON, 0); /* Ctrl-S does not freeze the screen */
	type(&t, "\033[200~quit\rq\033[201~");
	wait_for(&t, "pasted text is ignored", false);
	type(&t, "j");
	live_expect(&t, "--size 120x40 --keys j logs");
	type(&t, "/\033[200~lo\rss\033[201~");
	live_expect(&t, "--size 120x40 --keys 'j / l o s s' logs");
	type(&t, "\003"); /* Ctrl-C leaves the line, and the program goes on */
	live_expect(&t, "--size 120x40 --keys 'j / l o s s Esc' logs");
	live_quit(&t);
	assert_int_equal(t.before.c_iflag & IXON, IXON);
}

/* Ten megabytes, whose characters would quit, and do much else, if they were keys. A terminal that
 * does not mark pasted text sends more at once than anyone types. */
static void much_pasted_text_is_ignored(void **state)
{
	(void)state;
	static const char *const terms[] = {"xterm-256color", "vt100"};
	enum { LINES = 200000 };
	static const char line[] = "quick brown foxes jump over the lazy dog, twice a day\r\n";
	struct terminal t;
	for (int i = 0; i < 2; i++) {
		live_open(&t, 120, 40, terms[i], "C.UTF-8", "logs");
		wait_for(&t, "5/5", false);
		if (!i)
			type(&t, "\033[200~");
		size_t n = sizeof line - 1, size = n * (i ? 1000 : LINES), sent = 0;
		char *text = malloc(size + 1);
		for (size_t k = 0; k < size; k++)
			text[k] = line[k % n];
		while (sent < size) {
			ssize_t done = write(t.fd, text + sent, size - sent);
			sent += done > 0 ? (size_t)done : 0;
			take(&t, done > 0 ? 0 : 10);
		}
		free(text);
		if (!i)
			type(&t, "\033[201~");
		wait_for(&t, "pasted text is ignored", false);
		/* Keys count after a pause. */
		for (double begin = seconds(); !strstr(screen_text(&t), "[0 Findings");) {
			type(&t, "0");
			take(&t, 500);
			assert_true(seconds() - begin < PATIENCE_MS / 1000.0);
		}
		live_quit(&t);
	}
}

/* Returns the index of the colour of a character. */
static int foreground_of(struct terminal *t, int x, int y)
{
	VTermScreenCell cell;
	assert_true(vterm_screen_get_cell(t->screen, (VTermPos){y, x}, &cell));
	return VTERM_COLOR_IS_INDEXED(&cell.fg) ? cell.fg.indexed.idx : -1;
}

/* The terminal answers the query of its background after the first frame. */
static void a_light_terminal_gets_dark_colours(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 80, 24, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 80x24 logs");
	assert_int_equal(foreground_of(&t, 1, 0), 75); /* the accent */
	type(&t, "\033]11;rgb:ffff/ffff/ffff\033\\");
	type(&t, "j");
	live_expect(&t, "--size 80x24 --keys j logs");
	assert_int_equal(foreground_of(&t, 1, 0), 25);
	live_quit(&t);
}

/* Without a locale, as in containers, terminals still have Braille. */
static void without_a_locale_there_is_unicode(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 100, 30, "xterm-256color", "", "logs");
	live_expect(&t, "--size 100x30 --glyphs braille logs");
	live_quit(&t);
	live_open(&t, 100, 30, "screen-256color", "C", "logs");
	live_expect(&t, "--size 100x30 --glyphs ascii logs");
	type(&t, "u");
	wait_for(&t, "the locale has ASCII only", false);
	live_quit(&t);
	const char *const argv[] = {built("tbtop"), LIVE_NOW, "--glyphs=braille", "logs", NULL};
	start(&t, 100, 30, "xterm-256color", "C", argv);
	live_expect(&t, "--size 100x30 --glyphs braille logs");
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_screen_is_the_frame),
		cmocka_unit_test(true_colours_need_a_description),
		cmocka_unit_test(a_relative_of_a_known_terminal_is_used),
		cmocka_unit_test(pasted_text_and_flow_keys_do_no_harm),
		cmocka_unit_test(much_pasted_text_is_ignored),
		cmocka_unit_test(a_light_terminal_gets_dark_colours),
		cmocka_unit_test(without_a_locale_there_is_unicode),
		cmocka_unit_test(simple_terminals_get_ascii),
		cmocka_unit_test(an_unusable_terminal_gets_a_printed_frame),
		cmocka_unit_test(keys_do_what_they_do_once),
		cmocka_unit_test(keys_of_the_cursor_have_two_forms),
		cmocka_unit_test(keys_that_come_together_all_count),
		cmocka_unit_test(histograms_come_as_they_are_read),
		cmocka_unit_test(any_size_is_followed),
		cmocka_unit_test(a_size_of_nonsense_is_survived),
		cmocka_unit_test(every_signal_leaves_the_terminal_as_it_was),
		cmocka_unit_test(signals_end_it_in_the_middle_of_a_frame),
		cmocka_unit_test(a_crash_leaves_the_terminal_as_it_was),
		cmocka_unit_test(it_can_be_stopped_and_goes_on),
		cmocka_unit_test(colours_are_what_the_terminal_has),
		cmocka_unit_test(loading_does_not_block_keys),
		cmocka_unit_test(new_points_show_at_once),
		cmocka_unit_test(an_empty_directory_becomes_live),
		cmocka_unit_test(a_key_is_answered_soon),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
