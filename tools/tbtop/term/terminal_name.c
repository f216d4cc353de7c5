/* term: the description of the terminal (terminfo). */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/terminal_name.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

/* Families of terminals, by the beginning of their names, and the terminal whose sequences they
 * understand. A host that one logs in to often does not have their descriptions. */
static const struct {
	const char *prefix, *like;
	bool osc; /* they ignore control strings that they do not understand */
} families[] = {
	{"xterm", "xterm-256color", true},
	{"alacritty", "xterm-256color", true},
	{"foot", "xterm-256color", true},
	{"wezterm", "xterm-256color", true},
	{"ghostty", "xterm-256color", true},
	{"kitty", "xterm-256color", true},
	{"contour", "xterm-256color", true},
	{"konsole", "xterm-256color", true},
	{"vte", "xterm-256color", true},
	{"gnome", "xterm-256color", true},
	{"iterm", "xterm-256color", true},
	{"mintty", "xterm-256color", true},
	{"rio", "xterm-256color", true},
	{"st-", "xterm-256color", true},
	{"tmux", "screen-256color", true},
	{"screen", "screen", true},
	{"rxvt", "rxvt", true},
	{"linux", "linux", false},
	{"vt1", "vt100", false},
	{"vt2", "vt220", false},
	{"vt3", "vt220", false},
	{"vt4", "vt220", false},
	{"vt5", "vt220", false},
};
enum { FAMILIES = sizeof families / sizeof *families };

static int family_of(const char *name)
{
	for (int i = 0; i < FAMILIES; i++)
		if (!strncmp(name, families[i].prefix, strlen(families[i].prefix)))
			return i;
	return FAMILIES;
}

bool terminal_knows_osc(const char *name)
{
	int i = family_of(name);
	return i < FAMILIES && families[i].osc;
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
	int i = family_of(name);
	if (i == FAMILIES)
		return false;
	const char *const candidates[] = {families[i].like, "xterm-256color", "xterm"};
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
		snprintf(text, size, "TERM is not set");
		return false;
	}
	snprintf(name, TERMINAL_NAME, "%s", own);
	if (is_known(own, &moves)) {
		if (!moves)
			snprintf(text, size, "the terminal \"%.40s\" cannot move the cursor", own);
		return moves;
	}
	if (find_relative(own, name)) {
		snprintf(text, size, "terminfo has no \"%.30s\": used as %s", own, name);
		return true;
	}
	snprintf(text, size, "unknown terminal \"%.40s\"", own);
	return false;
}
