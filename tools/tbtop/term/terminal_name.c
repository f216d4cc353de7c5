/* term: the description of the terminal (terminfo). */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/terminal_name.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

static const char advice[] = "`tbtop --once` prints one frame anywhere";

/* Terminals that understand the sequences of another one, by the beginning of their names. A host
 * that one logs in to often does not have their descriptions. */
static const struct {
	const char *prefix, *like;
} relatives[] = {
	{"xterm", "xterm-256color"},
	{"alacritty", "xterm-256color"},
	{"foot", "xterm-256color"},
	{"wezterm", "xterm-256color"},
	{"ghostty", "xterm-256color"},
	{"kitty", "xterm-256color"},
	{"contour", "xterm-256color"},
	{"konsole", "xterm-256color"},
	{"vte", "xterm-256color"},
	{"gnome", "xterm-256color"},
	{"iterm", "xterm-256color"},
	{"mintty", "xterm-256color"},
	{"rio", "xterm-256color"},
	{"st-", "xterm-256color"},
	{"tmux", "screen-256color"},
	{"screen", "screen"},
	{"rxvt", "rxvt"},
};
enum { RELATIVES = sizeof relatives / sizeof *relatives };

static int relative_of(const char *name)
{
	for (int i = 0; i < RELATIVES; i++)
		if (!strncmp(name, relatives[i].prefix, strlen(relatives[i].prefix)))
			return i;
	return RELATIVES;
}

bool terminal_knows_osc(const char *name)
{
	return relative_of(name) < RELATIVES;
}

/* Returns whether terminfo has the description. Sets *moves to whether it can move the cursor. */
static bool is_known(const char *name, bool *moves)
{
	int why;
	if (setupterm(name, STDOUT_FILENO, &why) != OK)
		return false;
	*moves = cursor_address != NULL;
	del_curterm(cur_term);
	return true;
}

/* Finds the description of a related terminal. */
static bool find_relative(const char *name, char found[TERMINAL_NAME])
{
	bool moves;
	int i = relative_of(name);
	if (i == RELATIVES)
		return false;
	const char *const candidates[] = {relatives[i].like, "xterm-256color", "xterm"};
	for (size_t k = 0; k < sizeof candidates / sizeof *candidates; k++)
		if (is_known(candidates[k], &moves) && moves) {
			snprintf(found, TERMINAL_NAME, "%s", candidates[k]);
			return true;
		}
	return false;
}

bool terminal_name(char name[TERMINAL_NAME], char *text, size_t size)
{
	const char *own = getenv("TERM");
	bool moves = false;
	text[0] = '\0';
	if (!own || !*own) {
		snprintf(text, size, "TERM is not set; %s", advice);
		return false;
	}
	snprintf(name, TERMINAL_NAME, "%s", own);
	if (is_known(own, &moves)) {
		if (!moves)
			snprintf(text, size, "the terminal \"%.40s\" cannot move the cursor; %s",
				 own, advice);
		return moves;
	}
	if (find_relative(own, name)) {
		snprintf(text, size, "terminfo has no \"%.30s\": used as %s", own, name);
		return true;
	}
	snprintf(text, size, "unknown terminal \"%.40s\"; %s", own, advice);
	return false;
}
