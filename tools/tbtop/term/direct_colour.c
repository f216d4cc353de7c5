/* term: descriptions of terminals with 24-bit colours. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/direct_colour.h"

#include <curses.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

static bool is_wanted(enum colour_tier asked)
{
	const char *reported = getenv("COLORTERM");
	if (asked < COLOUR_TIERS)
		return asked == COLOURS_TRUE;
	return reported && (!strcmp(reported, "truecolor") || !strcmp(reported, "24bit"));
}

/* Returns whether terminfo has the description, and it has 24-bit colours. */
static bool is_direct(const char *name)
{
	int why;
	if (setupterm(name, STDOUT_FILENO, &why) != OK)
		return false;
	bool direct = tigetflag("RGB") > 0 && max_colors > 256;
	del_curterm(cur_term);
	return direct;
}

void direct_colour_name(char name[TERMINAL_NAME], enum colour_tier asked)
{
	static const char suffix[] = "-256color";
	char direct[TERMINAL_NAME + 8];
	size_t n = strlen(name), end = sizeof suffix - 1;
	if (!is_wanted(asked))
		return;
	if (n > end && !strcmp(name + n - end, suffix))
		n -= end;
	snprintf(direct, sizeof direct, "%.*s-direct", (int)n, name);
	if (strlen(direct) < TERMINAL_NAME && is_direct(direct))
		memcpy(name, direct, strlen(direct) + 1);
}

int32_t direct_colour_value(int32_t rgb)
{
	return rgb >= 0 && rgb < 8 ? 8 : rgb;
}
