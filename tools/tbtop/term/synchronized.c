/* term: synchronized output (DEC private mode 2026). */
#include "tbtop/term/synchronized.h"

#include <string.h>

/* It is global because curses supports one terminal per process. */
static bool known;

/* States 1 and 2 are set and reset; 0 is an unknown mode, 3 and 4 one that cannot be changed. */
void synchronized_reply(const char *text)
{
	if (!strncmp(text, "2026;", 5))
		known = !strcmp(text + 5, "1$") || !strcmp(text + 5, "2$");
}

bool synchronized_is_known(void)
{
	return known;
}
