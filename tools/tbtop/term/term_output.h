/* term: bytes for the terminal.
 *
 * A slow or stopped terminal does not accept output. Nothing here waits for it, because keys and
 * signals would have to wait too: what it does not accept is kept until it does. */
#ifndef TBTOP_TERM_TERM_OUTPUT_H
#define TBTOP_TERM_TERM_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Opens the terminal of standard output again, so that this program does not wait for it, while
 * other programs do. */
void output_open(void);
void output_close(void);

/* Sends bytes after those that are kept. */
void output_send(const char *bytes, size_t n);
void output_text(const char *text);

/* Sends what is kept, as far as the terminal accepts it. Returns whether nothing is left, and the
 * terminal accepts more. */
bool output_is_accepted(void);

/* Forgets what is kept. */
void output_discard(void);

/* Sends bytes, and waits at most wait_ms until the terminal accepts them. If it does not, the
 * output that it has not accepted before is discarded first. Output that was stopped (tcflow)
 * continues. Async-signal-safe. */
void output_insist(const char *bytes, size_t n, int wait_ms);

#endif
