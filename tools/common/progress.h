/* common: shows the progress of a program on a terminal, in one line that is rewritten and finally
 * cleared. */
#ifndef COMMON_PROGRESS_H
#define COMMON_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress;

struct progress_now {
	const char *doing; /* an activity: "reading" */
	uint64_t done, total;
	/* True: done and total are bytes and are shown; false: only the share is shown. */
	bool bytes;
};

/* Gets the current progress. A separate thread calls it. */
typedef void progress_look(const void *context, struct progress_now *now);

/* Starts a thread that shows the progress on descriptor `fd` after `after_s` seconds. Returns NULL
 * if fd is not a terminal or the thread cannot be started. Only one progress may exist at a time;
 * the thread that writes to the terminal begins and ends it. */
struct progress *progress_begin(int fd, const char *program, double after_s, progress_look *look,
				const void *context);

/* Ends the thread and clears the line. NULL has no effect. */
void progress_end(struct progress *progress);

/* Clears the line, if there is one, so that other code can write whole lines to the terminal until
 * progress_resume. */
void progress_pause(void);
void progress_resume(void);

#endif
