/* tools: how far a program is, on a terminal: one line that is written anew, and taken away at the end. */
#ifndef COMMON_PROGRESS_H
#define COMMON_PROGRESS_H

#include <tfevents/logdir.h>

struct progress;

/* After `after_s` seconds begins to say on descriptor `fd` how far the log directory is loaded. Where that is no terminal,
 * or nothing can be said, returns NULL. Nobody else writes there until progress_end. */
struct progress *progress_begin(int fd, const char *program, const tfe_logdir *logdir,
				double after_s);

/* Clears the line. NULL is a no-op. */
void progress_end(struct progress *progress);

#endif
