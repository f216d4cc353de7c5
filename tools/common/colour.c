/* common: decides whether output has colours. */
#include "common/colour.h"

#include <stdlib.h>
#include <unistd.h>

bool colour_is_refused(void)
{
	const char *no_color = getenv("NO_COLOR");
	return no_color && *no_color;
}

bool colour_on_stdout(void)
{
	return isatty(STDOUT_FILENO) && !colour_is_refused();
}
