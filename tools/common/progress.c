/* common: shows the progress of a program on a terminal, in one line that is rewritten and finally
 * cleared. */
#include "common/progress.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/format.h"
#include "common/start_thread.h"

static const double again_s = 0.2;

struct progress {
	int fd;
	const char *program;
	progress_look *look;
	const void *context;
	double after_s;
	bool shown; /* the line is on the screen */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool end;
};

/* The progress that is shown; only the writing thread uses it. */
static struct progress *current;

static void show(struct progress *p)
{
	char text[160], done[FORMAT_TEXT], total[FORMAT_TEXT];
	struct progress_now now;
	p->look(p->context, &now);
	double share = now.total ? (double)now.done / (double)now.total : 0;
	/* The line is short enough not to wrap on any terminal. */
	int n = snprintf(text, sizeof text, "\r\033[K%.20s: %.16s, %d %%", p->program, now.doing,
			 (int)(100 * (share < 1 ? share : 1)));
	if (now.bytes) {
		format_bytes(done, now.done);
		format_bytes(total, now.total);
		n += snprintf(text + n, sizeof text - (size_t)n, " (%s of %s)", done, total);
	}
	p->shown |= write(p->fd, text, (size_t)n) > 0;
}

static void clear(struct progress *p)
{
	static const char line[] = "\r\033[K";
	if (p->shown && write(p->fd, line, sizeof line - 1) <= 0)
		return;
	p->shown = false;
}

/* Waits `seconds`, or until the end; returns whether the end came. */
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
		show(p);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct progress *progress_begin(int fd, const char *program, double after_s, progress_look *look,
				const void *context)
{
	const char *term = getenv("TERM");
	if (!isatty(fd) || !term || !strcmp(term, "dumb"))
		return NULL;
	struct progress *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	p->fd = fd;
	p->program = program;
	p->look = look;
	p->context = context;
	p->after_s = after_s;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->ended, NULL);
	if (start_thread(&p->thread, work, p))
		return current = p;
	free(p);
	return NULL;
}

void progress_end(struct progress *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->end = true;
	pthread_cond_signal(&p->ended);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
	clear(p);
	current = NULL;
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->ended);
	free(p);
}

void progress_pause(void)
{
	if (!current)
		return;
	pthread_mutex_lock(&current->lock);
	clear(current);
}

void progress_resume(void)
{
	if (current)
		pthread_mutex_unlock(&current->lock);
}
