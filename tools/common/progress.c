/* tools: how far a program is, on a terminal: one line that is written anew, and taken away at the end. */
#include "common/progress.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/format.h"

static const double again_s = 0.2;

struct progress {
	int fd;
	const char *program;
	const tfe_logdir *logdir;
	double after_s;
	bool shown;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool end;
};

static void say(struct progress *p)
{
	char text[160], read[FORMAT_TEXT], total[FORMAT_TEXT];
	tfe_progress now;
	tfe_logdir_progress(p->logdir, &now);
	format_bytes(read, now.bytes_read);
	format_bytes(total, now.bytes_total);
	double share = now.bytes_total ? (double)now.bytes_read / (double)now.bytes_total : 0;
	/* Short enough not to wrap on any terminal. */
	int n = snprintf(text, sizeof text, "\r\033[K%.20s: reading, %d %% (%s of %s)", p->program,
			 (int)(100 * (share < 1 ? share : 1)), read, total);
	p->shown |= write(p->fd, text, (size_t)n) > 0;
}

/* Waits so long, or until the end: then true. */
static bool wait_for_end(struct progress *p, double seconds)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	long ns = until.tv_nsec + (long)((seconds - (double)(time_t)seconds) * 1e9);
	until.tv_sec += (time_t)seconds + ns / 1000000000;
	until.tv_nsec = ns % 1000000000;
	while (!p->end && !pthread_cond_timedwait(&p->ended, &p->lock, &until))
		continue;
	return p->end;
}

static void *work(void *context)
{
	struct progress *p = context;
	pthread_mutex_lock(&p->lock);
	for (double wait_s = p->after_s; !wait_for_end(p, wait_s); wait_s = again_s)
		say(p);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct progress *progress_begin(int fd, const char *program, const tfe_logdir *logdir,
				double after_s)
{
	const char *term = getenv("TERM");
	if (!isatty(fd) || !term || !strcmp(term, "dumb"))
		return NULL;
	struct progress *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	p->fd = fd;
	p->program = program;
	p->logdir = logdir;
	p->after_s = after_s;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->ended, NULL);
	if (!pthread_create(&p->thread, NULL, work, p))
		return p;
	free(p);
	return NULL;
}

void progress_end(struct progress *p)
{
	static const char clear[] = "\r\033[K";
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->end = true;
	pthread_cond_signal(&p->ended);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
	if (p->shown && write(p->fd, clear, sizeof clear - 1) < 0)
		p->shown = false; /* the terminal is gone */
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->ended);
	free(p);
}
