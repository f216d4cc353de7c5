/* tools: how far a program is, on a terminal: one line that is written anew, and taken away at the end. */
#ifndef COMMON_PROGRESS_H
#define COMMON_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress;

struct progress_now {
	const char *doing; /* "reading" */
	uint64_t done, total;
	bool bytes; /* that is what they count, and they are told; else only the share is */
};

/* How far it is; called from a thread of its own. */
typedef void progress_look(const void *context, struct progress_now *now);

/* After `after_s` seconds begins to say on descriptor `fd` how far it is. Where that is no terminal, or nothing can be
 * said, returns NULL. One at a time, begun and ended by the thread that writes to the terminal. */
struct progress *progress_begin(int fd, const char *program, double after_s, progress_look *look,
				const void *context);

/* Clears the line. NULL is a no-op. */
void progress_end(struct progress *progress);

/* Takes the line away, if there is one, so that others can write whole lines to the terminal until progress_resume. */
void progress_pause(void);
void progress_resume(void);

#endif
