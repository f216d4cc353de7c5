/* term: pixels over cells, on terminals that report sixel graphics or kitty's protocol. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/graphics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* An overlay on the screen. */
struct shown {
	struct rect r;
	uint64_t number;
};

/* It is global because curses supports one terminal per process. */
static struct {
	bool sixel, kitty;
	struct shown shown[OVERLAYS_MOST];
	int n;
} graphics;

/* --- what the terminal reports ---------------------------------------------------------------- */

/* Multiplexers take kitty's sequence for a title. */
static bool is_multiplexer(const char *name)
{
	return getenv("TMUX") || !strncmp(name, "screen", 6) || !strncmp(name, "tmux", 4);
}

const char *graphics_query(const char *name)
{
	if (is_multiplexer(name))
		return "\033[c";
	return "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\\033[c";
}

/* The attributes are numbers; 4 is sixel graphics. */
void graphics_attributes_reply(const char *text)
{
	for (const char *at = text; at; at = strchr(at, ';')) {
		at += *at == ';';
		char *end;
		if (strtol(at, &end, 10) == 4 && end != at && (*end == ';' || !*end))
			graphics.sixel = true;
	}
}

void graphics_kitty_reply(const char *text)
{
	if (!strcmp(text, "i=31;OK"))
		graphics.kitty = true;
}

enum graphics graphics_of_terminal(int *cell_w, int *cell_h)
{
	struct winsize size = {0};
	enum { CELL_MOST = 127 };
	if ((!graphics.sixel && !graphics.kitty) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) ||
	    !size.ws_col || !size.ws_row)
		return GRAPHICS_NONE;
	*cell_w = size.ws_xpixel / size.ws_col;
	*cell_h = size.ws_ypixel / size.ws_row;
	if (*cell_w < 1 || *cell_h < 1 || *cell_w > CELL_MOST || *cell_h > CELL_MOST)
		return GRAPHICS_NONE;
	return graphics.kitty ? GRAPHICS_KITTY : GRAPHICS_SIXEL;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static bool same(const struct shown *s, const struct overlay *o)
{
	return s->number == o->number && s->r.x == o->r.x && s->r.y == o->r.y && s->r.w == o->r.w &&
	       s->r.h == o->r.h;
}

static bool is_shown(const struct overlay *o)
{
	for (int i = 0; i < graphics.n; i++)
		if (same(&graphics.shown[i], o))
			return true;
	return false;
}

bool graphics_leave(const struct grid *g)
{
	for (int i = 0; i < graphics.n; i++) {
		bool stays = false;
		for (int k = 0; k < g->overlays && !stays; k++)
			stays = same(&graphics.shown[i], &g->overlay[k]);
		if (!stays)
			return true;
	}
	return false;
}

static void add(struct byte_buffer *to, const struct overlay *o)
{
	char place[32];
	snprintf(place, sizeof place, "\0337\033[%d;%dH", o->r.y + 1, o->r.x + 1);
	byte_buffer_text(to, place);
	byte_buffer_add(to, o->bytes, o->n);
	byte_buffer_text(to, "\0338");
}

void graphics_add(struct byte_buffer *to, const struct grid *g, bool whole)
{
	if (whole && graphics.n && graphics.kitty)
		byte_buffer_text(to, "\033_Ga=d\033\\"); /* all pictures */
	if (whole)
		graphics.n = 0;
	for (int i = 0; i < g->overlays; i++)
		if (!is_shown(&g->overlay[i]))
			add(to, &g->overlay[i]);
	for (graphics.n = 0; graphics.n < g->overlays; graphics.n++)
		graphics.shown[graphics.n] =
			(struct shown){g->overlay[graphics.n].r, g->overlay[graphics.n].number};
}
