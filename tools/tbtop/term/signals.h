/* term: signals as bytes in a pipe, and restoring the terminal however the program ends. */
#ifndef TBTOP_TERM_SIGNALS_H
#define TBTOP_TERM_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

/* The signals since the last call of signals_take. */
struct signals {
	bool quit;      /* SIGINT, SIGTERM, SIGHUP, SIGQUIT */
	bool resized;   /* SIGWINCH */
	bool suspend;   /* SIGTSTP */
	bool continued; /* SIGCONT */
	int number;     /* the one that requested the end */
};

/* Call it before the terminal is opened, so that curses does not handle these signals. Returns
 * false with errno set.
 *
 * A process that does not end within three seconds of a request to quit restores the terminal and
 * exits, with 0 for SIGINT, otherwise with 128 plus the signal number. This remains in effect after
 * signals_close. */
bool signals_open(void);
void signals_close(void);

/* Withdraws a request to quit that does not end the program. */
void signals_forgive(void);

/* Becomes readable when signals_take has a signal to return. */
int signals_fd(void);
struct signals signals_take(void);

/* Stops the process as Ctrl-Z would. Returns when it continues. */
void signals_stop(void);

/* Sets the bytes that restore the screen of the terminal however the program ends; the modes that
 * it had at signals_open are restored after them. */
enum { RESTORE_BYTES = 512 };
void signals_set_restore(const char *bytes, size_t n);

/* Restores the terminal: waits a second until it accepts the bytes, and never until its output has
 * drained. */
void signals_restore(void);

#endif
