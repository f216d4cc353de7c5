/* tbtop: --pipe: the log of a program on standard input becomes a run that is watched.
 *
 * A thread reads the input, so that the program that writes it never waits for the screen. The
 * thread writes an event file, which the log directory follows like any other. */
#define _XOPEN_SOURCE 700 /* nftw */
#include "tbtop/pipe_input.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/format.h"
#include "common/memory.h"
#include "common/metric_import.h"
#include "common/start_thread.h"
#include "common/stop.h"
#include "tbtop/line_tail.h"

static const char program[] = "tbtop", input_name[] = "standard input";

struct pipe_input {
	struct metric_log log;
	struct metric_runs runs;
	char *directory, *operand;
	const char **paths; /* those of the options, and the run */
	bool temporary;
	int fd;
	int events[2]; /* the reader closes [1] at the end of the input */
	int stop[2];   /* [1] is closed to stop the reader */
	pthread_t thread;
	bool started;
	int read_errno;
	atomic_bool ended;
	pthread_mutex_t lock; /* of the fields below and of runs.error */
	struct line_tail tail;
	int pass_fd; /* where the input is passed on; -1: nowhere */
};

/* --- opening ---------------------------------------------------------------------------------- */

/* Makes the operand NAME:DIRECTORY, which names the run. */
static void name_run(struct pipe_input *p, const char *name)
{
	size_t n = strlen(name) + 1 + strlen(p->directory) + 1;
	p->operand = need_zeroed(n, 1);
	snprintf(p->operand, n, "%s:%s", name, p->directory);
}

/* Returns the last part of a path as the name of a run, or "input" if it is none. */
static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	return *name && !strpbrk(name, ":=") && strcmp(name, ".") && strcmp(name, "..") ? name
											: "input";
}

/* Creates a directory and those that it is in. The path is unchanged in the end. */
static bool make_path(char *path)
{
	for (char *at = path + 1;; at++) {
		char c = *at;
		if (c && c != '/')
			continue;
		*at = '\0';
		bool made = !mkdir(path, 0777) || errno == EEXIST || errno == EISDIR;
		*at = c;
		if (!made || !c)
			return made;
	}
}

static bool make_directory(struct pipe_input *p, const char *chosen)
{
	char path[4096];
	const char *folder = getenv("TMPDIR");
	if (chosen) {
		p->directory = need_copy(chosen);
		name_run(p, last_part(chosen));
		if (*chosen && make_path(p->directory))
			return true;
		complain(program, chosen, "%s", *chosen ? strerror(errno) : "--logdir is empty");
		return false;
	}
	int n = snprintf(path, sizeof path, "%s/tbtop-XXXXXX", folder && *folder ? folder : "/tmp");
	if (n < 0 || (size_t)n >= sizeof path || !mkdtemp(path)) {
		complain(program, path, "%s", strerror(errno));
		return false;
	}
	p->temporary = true;
	p->directory = need_copy(path);
	name_run(p, "input");
	return true;
}

/* The run is the first path, so that its colours are the first ones. */
static void add_path(struct pipe_input *p, struct options *o)
{
	p->paths = need_zeroed(o->n_paths + 1, sizeof *p->paths);
	p->paths[0] = p->operand;
	for (size_t i = 0; i < o->n_paths; i++)
		p->paths[i + 1] = o->paths[i];
	o->paths = p->paths;
	o->n_paths++;
}

static bool open_pipes(struct pipe_input *p)
{
	p->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (p->fd < 0 || pipe(p->events) || pipe(p->stop)) {
		complain(program, input_name, "%s", strerror(errno));
		return false;
	}
	for (int i = 0; i < 2; i++) {
		fcntl(p->events[i], F_SETFD, FD_CLOEXEC);
		fcntl(p->stop[i], F_SETFD, FD_CLOEXEC);
	}
	return true;
}

static void release(struct pipe_input *p)
{
	metric_import_release(&p->log);
	line_tail_release(&p->tail);
	pthread_mutex_destroy(&p->lock);
	free(p->directory);
	free(p->operand);
	free(p->paths);
	free(p);
}

struct pipe_input *pipe_open(struct options *o)
{
	struct pipe_input *p = need_zeroed(1, sizeof *p);
	pthread_mutex_init(&p->lock, NULL);
	p->pass_fd = -1;
	if (isatty(STDIN_FILENO)) {
		complain(program, NULL,
			 "--pipe reads the log of a program from standard input, "
			 "which is a terminal: ./train | tbtop --pipe");
		release(p);
		return NULL;
	}
	if (!metric_import_patterns(&p->log, o->patterns, o->n_patterns, program) ||
	    !open_pipes(p) || !make_directory(p, o->logdir)) {
		release(p);
		return NULL;
	}
	p->log.format = o->input;
	p->log.fields = (struct metric_fields){o->step_column, o->time_column};
	p->log.emit = metric_runs_add;
	p->log.context = &p->runs;
	p->runs.program = program;
	p->runs.directory = p->directory;
	p->runs.quiet = true;
	add_path(p, o);
	o->piped_from = p->temporary ? input_name : p->directory;
	return p;
}

bool pipe_take_terminal(struct pipe_input *p)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (tty < 0)
		return false;
	if (!isatty(STDOUT_FILENO)) {
		p->pass_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		dup2(tty, STDOUT_FILENO);
	}
	dup2(tty, STDIN_FILENO);
	close(tty);
	return true;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Passes bytes on. Afterwards they are not passed on any more if their reader has ended. */
static void pass(struct pipe_input *p, const char *bytes, size_t n)
{
	pthread_mutex_lock(&p->lock);
	int fd = p->pass_fd;
	line_tail_add(&p->tail, bytes, n);
	pthread_mutex_unlock(&p->lock);
	while (n && fd >= 0) {
		ssize_t done = write(fd, bytes, n);
		if (done < 0 && errno != EINTR) {
			pthread_mutex_lock(&p->lock);
			p->pass_fd = -1;
			pthread_mutex_unlock(&p->lock);
			return;
		}
		bytes += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
}

/* Reads what is there. Returns false at the end. */
static bool read_some(struct pipe_input *p)
{
	static char buffer[1 << 16];
	ssize_t n = read(p->fd, buffer, sizeof buffer);
	if (n < 0 && errno != EINTR && errno != EAGAIN)
		p->read_errno = errno;
	if (n > 0) {
		pass(p, buffer, (size_t)n);
		pthread_mutex_lock(&p->lock);
		metric_log_feed(&p->log, buffer, (size_t)n);
		pthread_mutex_unlock(&p->lock);
	}
	return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

static void flush(struct pipe_input *p)
{
	pthread_mutex_lock(&p->lock);
	metric_runs_flush(&p->runs);
	pthread_mutex_unlock(&p->lock);
}

/* Writes what was read to the event files as soon as the input pauses, not at the flush interval of
 * the writer. */
static void read_to_end(struct pipe_input *p)
{
	struct pollfd fds[] = {{.fd = p->fd, .events = POLLIN},
			       {.fd = p->stop[0], .events = POLLIN}};
	bool flushed = true, more = true;
	while (more) {
		if (!poll(fds, 2, flushed ? -1 : 0)) {
			flush(p);
			flushed = true;
			continue;
		}
		if (fds[1].revents)
			break;
		if (fds[0].revents)
			more = read_some(p);
		flushed = false;
	}
	pthread_mutex_lock(&p->lock);
	metric_log_finish(&p->log);
	pthread_mutex_unlock(&p->lock);
	flush(p);
	p->ended = !more;
	close(p->events[1]);
}

static void *read_thread(void *input)
{
	read_to_end(input);
	return NULL;
}

bool pipe_start(struct pipe_input *p)
{
	p->started = start_thread(&p->thread, read_thread, p);
	if (!p->started)
		complain(program, NULL, "cannot start the thread that reads standard input");
	return p->started;
}

void pipe_read_all(struct pipe_input *p)
{
	read_to_end(p);
}

/* --- state ------------------------------------------------------------------------------------ */

int pipe_fd(const struct pipe_input *p)
{
	return p->events[0];
}

bool pipe_error(struct pipe_input *p, char *text, size_t size)
{
	pthread_mutex_lock(&p->lock);
	bool failed = p->runs.failed;
	if (failed)
		snprintf(text, size, "%s", p->runs.error);
	pthread_mutex_unlock(&p->lock);
	return failed;
}

void pipe_last_line(struct pipe_input *p, char *text, size_t size)
{
	pthread_mutex_lock(&p->lock);
	line_tail_last(&p->tail, text, size);
	pthread_mutex_unlock(&p->lock);
}

/* --- closing ---------------------------------------------------------------------------------- */

/* Waits for the end of the thread. A first SIGINT reached the program that writes the input too;
 * its last lines are read. */
static void wait_for_end(struct pipe_input *p)
{
	bool interrupted = false;
	while (!p->ended && !interrupted) {
		stop_wait(p->events[0], 3600);
		interrupted = stop_asked();
	}
	struct pollfd fd = {.fd = p->events[0], .events = POLLIN};
	static const int last_lines_ms = 5000;
	if (interrupted)
		poll(&fd, 1, last_lines_ms);
}

void pipe_print_rest(struct pipe_input *p, bool goes_on)
{
	bool passed = p->pass_fd >= 0;
	goes_on = goes_on && !p->ended;
	if (goes_on)
		stop_begin();
	pthread_mutex_lock(&p->lock);
	if (!passed)
		line_tail_print(&p->tail, STDOUT_FILENO);
	if (goes_on && !passed)
		p->pass_fd = STDOUT_FILENO;
	pthread_mutex_unlock(&p->lock);
	if (!goes_on)
		return;
	complain(program, NULL, "the program before the pipe goes on%s; Ctrl-C ends it",
		 passed ? "" : ", and its lines follow");
	wait_for_end(p);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

int pipe_close(struct pipe_input *p)
{
	close(p->stop[1]);
	if (p->started)
		pthread_join(p->thread, NULL);
	if (p->read_errno)
		complain(program, input_name, "%s", strerror(p->read_errno));
	bool written = metric_runs_close(&p->runs);
	bool read = !p->read_errno;
	if (read && written && (!p->temporary || !p->runs.points))
		metric_import_report(&p->log, &p->runs, input_name, program);
	else if (p->started && p->temporary)
		complain(program, NULL,
			 "%" PRIu64 " %s shown and not kept; --logdir=DIR keeps them",
			 p->runs.points, format_noun(p->runs.points, "point was", "points were"));
	if (p->temporary)
		nftw(p->directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	close(p->fd);
	close(p->events[0]);
	close(p->stop[0]);
	release(p);
	return read && written ? 0 : 2;
}
