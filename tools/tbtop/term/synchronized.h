/* term: synchronized output (DEC private mode 2026): the terminal shows a frame when all of it has
 * arrived. */
#ifndef TBTOP_TERM_SYNCHRONIZED_H
#define TBTOP_TERM_SYNCHRONIZED_H

#include <stdbool.h>

#define SYNCHRONIZED_BEGIN "\033[?2026h"
#define SYNCHRONIZED_END "\033[?2026l"

/* The query whether the terminal has the mode (DECRQM). */
#define SYNCHRONIZED_QUERY "\033[?2026$p"

/* Adopts the reply to the query, such as "2026;2$": mode and state. */
void synchronized_reply(const char *text);

/* Returns whether the terminal has the mode: false until it replied. */
bool synchronized_is_known(void);

#endif
