/* term: bytes for the terminal.
 *
 * A slow or stopped terminal does not accept output. Nothing here waits for it in write(2), because
 * a signal would have to wait too. */
#ifndef TBTOP_TERM_TERM_OUTPUT_H
#define TBTOP_TERM_TERM_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Opens the terminal of standard output again, so that this program does not wait for it, while
 * other programs do. */
void output_open(void);
void output_close(void);

/* Sends bytes, and waits until the terminal accepts them. */
void output_text(const char *text);

/* Sends a frame. Returns false if the descriptor `signals` became readable while the terminal did
 * not accept it: the screen then shows a part of it. */
bool output_frame(const char *bytes, size_t n, int signals);

/* Returns whether the terminal accepts output now. */
bool output_is_accepted(void);

/* Sends bytes, and waits at most wait_ms until the terminal accepts them. If it does not, the
 * output that it has not accepted before is discarded first. Output that was stopped (tcflow)
 * continues. Async-signal-safe. */
void output_insist(const char *bytes, size_t n, int wait_ms);

#endif
