/* common: SIGINT and SIGTERM as a request to end, for commands that follow a log directory. */
#ifndef TFE_COMMON_STOP_H
#define TFE_COMMON_STOP_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* From now on the first of these signals is a request to end; a second one ends the program at
 * once. */
void stop_begin(void);

/* Returns whether there was such a request. */
bool stop_asked(void);

/* Waits until a descriptor (-1: none) is readable, `seconds` have passed (INFINITY: no limit), or a
 * request comes. Returns at once if there was one. */
void stop_wait(int fd, double seconds);

/* Waits in the same way for several descriptors. Sets their `revents`: 0 for all of them if none is
 * ready. */
void stop_poll(struct pollfd *fds, size_t n, double seconds);

#endif
