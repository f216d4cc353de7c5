/* common: whether output has colours. */
#ifndef TFE_COMMON_COLOUR_H
#define TFE_COMMON_COLOUR_H

#include <stdbool.h>

/* Whether the environment asks for output without colours: NO_COLOR is set and not empty (no-color.org). */
bool colour_is_refused(void);

/* Whether a report on standard output has colours: it is a terminal, and colours are not refused. */
bool colour_on_stdout(void);

#endif
