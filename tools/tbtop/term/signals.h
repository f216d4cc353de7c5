/* term: signals as bytes in a pipe, and a terminal that is put right whatever ends the program. */
#ifndef TBTOP_TERM_SIGNALS_H
#define TBTOP_TERM_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

/* What came in since the last look. */
struct signals {
	bool quit;      /* SIGINT, SIGTERM, SIGHUP, SIGQUIT */
	bool resized;   /* SIGWINCH */
	bool suspend;   /* SIGTSTP */
	bool continued; /* SIGCONT */
	int number;     /* of the one that asked to quit */
};

/* Before the terminal is opened: curses then leaves these signals alone. False with errno. A
 * process that is asked to quit and does not within three seconds puts the terminal right and
 * exits, with 0 for SIGINT, else with 128 and the signal's number: also after signals_close. */
bool signals_open(void);
void signals_close(void);

/* Readable when there is something to take. */
int signals_fd(void);
struct signals signals_take(void);

/* Stops the process as Ctrl-Z would have, and returns when it goes on. */
void signals_stop(void);

/* The bytes that put the terminal right when the program crashes (at most 255), with the modes it has now.
 * NULL: there is nothing to put right any more. */
void signals_on_crash(const char *restore);

#endif
