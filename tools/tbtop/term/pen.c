/* term: colours and attributes of the characters that are written.
 *
 * curses sends both colours whenever one of them changes, and resets the pen to remove an
 * attribute. On terminals whose sequences are those of ECMA-48 (SGR), this sends only the
 * parameters that change, in one sequence. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/pen.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

enum { ATTRS = 4, PARAMETER = 32 };

/* It is global because curses supports one terminal per process. */
static struct {
	bool sgr;      /* all sequences are those of SGR */
	bool defaults; /* 39 and 49 are the default colours */
	const char *enter[ATTRS];
	char parameter[ATTRS][PARAMETER];
	uint8_t has;     /* the attributes that the terminal has */
	uint8_t colours; /* those that it has together with colours */
} able;

static const uint8_t attr_of[ATTRS] = {ATTR_BOLD, ATTR_DIM, ATTR_REVERSE, ATTR_UNDERLINE};

/* Copies the parameters of a sequence of SGR. Returns false for another sequence. */
static bool parameter_of(const char *sequence, char parameter[PARAMETER])
{
	char text[PARAMETER + 3];
	if (!sequence || !sequence_copy(text, sizeof text, sequence))
		return false;
	size_t n = strlen(text);
	if (n < 3 || strncmp(text, "\033[", 2) || text[n - 1] != 'm' ||
	    strspn(text + 2, "0123456789:;") != n - 3)
		return false;
	memcpy(parameter, text + 2, n - 3);
	parameter[n - 3] = '\0';
	return true;
}

/* Bits of no_color_video. */
enum { NCV_UNDERLINE = 2, NCV_REVERSE = 4, NCV_DIM = 16, NCV_BOLD = 32 };

static void find_conflicts(void)
{
	static const int bit[ATTRS] = {NCV_BOLD, NCV_DIM, NCV_REVERSE, NCV_UNDERLINE};
	able.colours = able.has;
	for (int i = 0; i < ATTRS; i++)
		if (no_color_video > 0 && (no_color_video & bit[i]))
			able.colours &= (uint8_t)~attr_of[i];
}

void pen_open(void)
{
	const char *const enter[ATTRS] = {enter_bold_mode, enter_dim_mode, enter_reverse_mode,
					  enter_underline_mode};
	char parameter[PARAMETER];
	memset(&able, 0, sizeof able);
	able.sgr = !set_a_foreground || parameter_of(tiparm(set_a_foreground, 1), parameter);
	for (int i = 0; i < ATTRS; i++) {
		able.enter[i] = enter[i];
		able.has |= enter[i] ? attr_of[i] : 0;
		able.sgr &= !enter[i] || parameter_of(enter[i], able.parameter[i]);
	}
	able.defaults = parameter_of(orig_pair, parameter) && !strcmp(parameter, "39;49");
	find_conflicts();
}

struct pen pen_possible(struct pen pen)
{
	pen.attr &= pen.fg >= 0 || pen.bg >= 0 ? able.colours : able.has;
	return pen;
}

bool pen_equal(struct pen a, struct pen b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

/* Parameters of a sequence of SGR. */
struct parameters {
	char text[8 * PARAMETER];
	size_t n;
};

static void add(struct parameters *p, const char *parameter)
{
	p->n += (size_t)snprintf(p->text + p->n, sizeof p->text - p->n, "%s%s", p->n ? ";" : "",
				 parameter);
}

static void add_colour(struct parameters *p, const char *set, int32_t value, const char *standard)
{
	char parameter[PARAMETER];
	if (value < 0)
		add(p, standard);
	else if (set && parameter_of(tiparm(set, value), parameter))
		add(p, parameter);
}

static void change_by_sgr(struct byte_buffer *to, const struct pen *from, struct pen pen)
{
	struct parameters p = {.n = 0};
	struct pen now = from ? *from : (struct pen){-1, -1, 0};
	bool drops = (now.attr & ~pen.attr) != 0;
	bool fades = (now.fg >= 0 && pen.fg < 0) || (now.bg >= 0 && pen.bg < 0);
	if (!from || drops || (fades && !able.defaults)) {
		add(&p, "0");
		now = (struct pen){-1, -1, 0};
	}
	for (int i = 0; i < ATTRS; i++)
		if (pen.attr & ~now.attr & attr_of[i])
			add(&p, able.parameter[i]);
	if (pen.fg != now.fg)
		add_colour(&p, set_a_foreground, pen.fg, "39");
	if (pen.bg != now.bg)
		add_colour(&p, set_a_background, pen.bg, "49");
	if (!strcmp(p.text, "0"))
		p.text[0] = '\0';
	byte_buffer_text(to, "\033[");
	byte_buffer_text(to, p.text);
	byte_buffer_text(to, "m");
}

static void change_by_terminfo(struct byte_buffer *to, struct pen pen)
{
	byte_buffer_sequence(to, exit_attribute_mode);
	byte_buffer_sequence(to, orig_pair);
	for (int i = 0; i < ATTRS; i++)
		if (pen.attr & attr_of[i])
			byte_buffer_sequence(to, able.enter[i]);
	if (pen.fg >= 0 && set_a_foreground)
		byte_buffer_sequence(to, tiparm(set_a_foreground, pen.fg));
	if (pen.bg >= 0 && set_a_background)
		byte_buffer_sequence(to, tiparm(set_a_background, pen.bg));
}

void pen_change(struct byte_buffer *to, const struct pen *from, struct pen pen)
{
	if (from && pen_equal(*from, pen))
		return;
	if (able.sgr)
		change_by_sgr(to, from, pen);
	else
		change_by_terminfo(to, pen);
}
