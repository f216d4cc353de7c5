/* term: bytes that this program sends to the terminal itself, beside those of curses. */
#ifndef TBTOP_TERM_TERM_OUTPUT_H
#define TBTOP_TERM_TERM_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Sends bytes with write(2), after everything that curses has sent. stdio is not used for this: it
 * would keep bytes that the terminal did not accept, and send them at the end of the program. */
void output_bytes(const void *bytes, size_t n);
void output_text(const char *text);

/* Returns whether the terminal accepts output now: a slow or stopped one may not. */
bool output_is_accepted(void);

/* Sends bytes to the terminal, and waits at most wait_ms until it accepts them. If it does not, the
 * output that it has not accepted before is discarded first. Output that was stopped (tcflow)
 * continues. Async-signal-safe. */
void output_insist(const char *bytes, size_t n, int wait_ms);

#endif
