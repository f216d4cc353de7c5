/* common: decides whether output has colours. */
#ifndef TFE_COMMON_COLOUR_H
#define TFE_COMMON_COLOUR_H

#include <stdbool.h>

/* Returns whether the environment asks for output without colours: NO_COLOR is set and not empty
 * (no-color.org). */
bool colour_is_refused(void);

/* Returns whether a report on standard output has colours: it is a terminal, and NO_COLOR does not
 * refuse them. */
bool colour_on_stdout(void);

#endif
