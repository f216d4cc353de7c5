/* read/logdir: following a log directory, by change notifications of the system and by polling
 * where it sends none. */
#include "read/logdir/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/thread_start.h"
#include "read/logdir/inotify.h"
#include "read/logdir/loader.h"
#include "read/logdir/scan.h"

struct tfe__watch {
	struct tfe_logdir *logdir;
	pthread_t thread;
	_Atomic(bool) stop;
	int wake[2]; /* a pipe; when readable, the thread checks `stop` and `rescans_asked` */
	struct tfe__notify notify;
	/* Folders by the number of their watch, as a list. It has more than one folder if the
	 * caller named several files of a folder. */
	struct tfe__folder **by_number;
	size_t capacity;
	double next_poll;   /* monotonic time of the next poll */
	double next_settle; /* earliest monotonic time of the next resolution of links */
	bool incomplete;    /* memory ran out or changes were lost: a complete scan is needed */
	/* Under the lock of the logdir: numbers of complete scans that were requested and done. */
	uint64_t rescans_asked, rescans_done;
	tfe_status rescan_status; /* of the last requested scan */
};

/* The pause after a resolution of links is at least this many times its duration. */
enum { PAUSE = 10 };

/* --- folders and their watches ---------------------------------------------------------------- */

/* Ends the watch of a folder that the scanner no longer searches. */
static void left(void *context, struct tfe__folder *folder)
{
	struct tfe__watch *w = context;
	int number = folder->watch;
	if (number < 0 || (size_t)number >= w->capacity)
		return;
	struct tfe__folder **at = &w->by_number[number];
	while (*at && *at != folder)
		at = &(*at)->same_watch;
	if (*at)
		*at = folder->same_watch;
	folder->same_watch = NULL;
	folder->watch = -1;
	if (!w->by_number[number])
		tfe__notify_remove(&w->notify, number);
}

static tfe_status remember(struct tfe__watch *w, struct tfe__folder *folder, int number)
{
	size_t before = w->capacity;
	tfe_status status = TFE__GROW(&w->logdir->store.allocator, w->by_number, w->capacity,
				      (size_t)number + 1);
	if (status)
		return status;
	for (size_t i = before; i < w->capacity; i++)
		w->by_number[i] = NULL;
	folder->watch = number;
	folder->same_watch = w->by_number[number];
	w->by_number[number] = folder;
	return TFE_OK;
}

static struct tfe__folder *by_number(const struct tfe__watch *w, int number)
{
	return number >= 0 && (size_t)number < w->capacity ? w->by_number[number] : NULL;
}

/* Starts the watch of a folder that the scanner is about to list. If that fails, the folder is
 * polled. */
static void entered(void *context, struct tfe__folder *folder)
{
	struct tfe__watch *w = context;
	struct tfe__scan *scan = w->logdir->scan;
	if (folder->watch < 0) {
		dev_t device = folder->directory ? folder->directory->id.device : 0;
		tfe__folder_path(folder, &scan->other);
		int number = tfe__buf_status(&scan->other)
				     ? -1
				     : tfe__notify_add(&w->notify, (const char *)scan->other.data,
						       device);
		if (number >= 0 && remember(w, folder, number) && !by_number(w, number))
			tfe__notify_remove(&w->notify, number);
	}
	tfe__scan_set_polled(scan, folder, folder->watch < 0);
}

/* --- notifications ---------------------------------------------------------------------------- */

static void check(struct tfe__watch *w, tfe_status status)
{
	w->incomplete |= status != TFE_OK;
}

static void handle_change(void *context, const struct tfe__change *change)
{
	struct tfe__watch *w = context;
	struct tfe__scan *scan = w->logdir->scan;
	w->incomplete |= change->lost;
	struct tfe__folder *folder = by_number(w, change->number), *next;
	for (; folder; folder = next) {
		next = folder->same_watch;
		if (change->folder_gone)
			check(w, tfe__scan_gone(scan, folder));
		else if (change->name)
			check(w, tfe__scan_entry(scan, folder, change->name, change->appeared));
	}
}

/* --- the thread ------------------------------------------------------------------------------- */

/* Polls if it is time for that, or scans everything if the last scan was incomplete. */
static void poll_scan(struct tfe__watch *w)
{
	struct tfe__scan *scan = w->logdir->scan;
	double interval = w->logdir->options.poll_interval_s, now = tfe__monotonic_seconds();
	if (!w->incomplete && !tfe__scan_must_poll(scan)) {
		w->next_poll = now + interval;
		return;
	}
	if (now < w->next_poll)
		return;
	bool all = w->incomplete;
	w->incomplete = false;
	check(w, all ? tfe__scan_all(scan) : tfe__scan_poll(scan));
	w->next_poll = tfe__monotonic_seconds() + interval;
}

/* Resolves links after changes, unless the pause after the last resolution is not over. */
static void settle(struct tfe__watch *w)
{
	struct tfe__scan *scan = w->logdir->scan;
	double now = tfe__monotonic_seconds();
	if (tfe__scan_is_settled(scan) || now < w->next_settle)
		return;
	tfe_status status = tfe__scan_settle(scan);
	double end = tfe__monotonic_seconds();
	w->next_settle = end + (status ? w->logdir->options.poll_interval_s : PAUSE * (end - now));
	check(w, status);
}

/* Returns the time until the next poll or resolution of links, in milliseconds; -1 if none is
 * needed. */
static int wait_ms(const struct tfe__watch *w)
{
	const struct tfe__scan *scan = w->logdir->scan;
	double until = INFINITY;
	if (w->incomplete || tfe__scan_must_poll(scan))
		until = w->next_poll;
	if (!tfe__scan_is_settled(scan) && w->next_settle < until)
		until = w->next_settle;
	if (isinf(until))
		return -1;
	double left_s = until - tfe__monotonic_seconds();
	return left_s > 3600 ? 3600000 : left_s > 0 ? (int)(left_s * 1000) + 1 : 0;
}

/* Reports to waiting threads that `done` requested scans are done. */
static void finish_rescans(struct tfe__watch *w, uint64_t done, tfe_status status)
{
	pthread_mutex_lock(&w->logdir->lock);
	w->rescans_done = done;
	w->rescan_status = status;
	pthread_cond_broadcast(&w->logdir->idle);
	pthread_mutex_unlock(&w->logdir->lock);
}

/* Scans everything if that was requested. */
static void rescan(struct tfe__watch *w)
{
	struct tfe_logdir *d = w->logdir;
	pthread_mutex_lock(&d->lock);
	uint64_t asked = w->rescans_asked, done = w->rescans_done;
	pthread_mutex_unlock(&d->lock);
	if (asked == done)
		return;
	tfe_status status = tfe__scan_all(d->scan);
	check(w, status);
	finish_rescans(w, asked, status);
}

static void wake(struct tfe__watch *w)
{
	while (write(w->wake[1], "", 1) < 0 && errno == EINTR)
		continue;
}

tfe_status tfe__watch_rescan(struct tfe_logdir *d)
{
	struct tfe__watch *w = d->watch;
	pthread_mutex_lock(&d->lock);
	uint64_t asked = ++w->rescans_asked;
	pthread_mutex_unlock(&d->lock);
	wake(w);
	pthread_mutex_lock(&d->lock);
	while (w->rescans_done < asked)
		pthread_cond_wait(&d->idle, &d->lock);
	tfe_status status = w->rescan_status;
	pthread_mutex_unlock(&d->lock);
	return status;
}

static void *follow(void *context)
{
	struct tfe__watch *w = context;
	struct tfe_logdir *d = w->logdir;
	check(w, tfe__scan_all(d->scan));
	tfe__loader_scanned(d);
	w->next_poll = tfe__monotonic_seconds() + d->options.poll_interval_s;
	while (!atomic_load(&w->stop)) {
		struct pollfd fds[2] = {{.fd = w->wake[0], .events = POLLIN},
					{.fd = w->notify.fd, .events = POLLIN}};
		char bytes[16];
		int n = poll(fds, 2, wait_ms(w));
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0 && fds[0].revents && read(w->wake[0], bytes, sizeof bytes) > 0)
			rescan(w);
		if (n > 0 && fds[1].revents)
			tfe__notify_read(&w->notify, handle_change, w);
		poll_scan(w);
		settle(w);
	}
	finish_rescans(w, UINT64_MAX, TFE_OK);
	return NULL;
}

static void release(struct tfe__watch *w)
{
	struct tfe_logdir *d = w->logdir;
	tfe__notify_close(&w->notify);
	close(w->wake[0]);
	close(w->wake[1]);
	tfe__free(&d->store.allocator, w->by_number);
	tfe__free(&d->store.allocator, w);
	d->watch = NULL;
	d->scan->entered = d->scan->left = NULL;
}

tfe_status tfe__watch_start(struct tfe_logdir *d, tfe_error *error)
{
	struct tfe__watch *w = tfe__alloc_zeroed(&d->store.allocator, 1, sizeof *w);
	if (!w)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	w->logdir = d;
	if (pipe(w->wake)) {
		int sys_errno = errno;
		tfe__free(&d->store.allocator, w);
		return tfe__error(error, TFE_E_IO, sys_errno, NULL, -1, "cannot create a pipe");
	}
	fcntl(w->wake[0], F_SETFD, FD_CLOEXEC);
	fcntl(w->wake[1], F_SETFD, FD_CLOEXEC);
	tfe__notify_open(&w->notify, d->options.poll_only);
	d->watch = w;
	d->scan->entered = entered;
	d->scan->left = left;
	d->scan->context = w;
	int sys_errno = tfe__thread_start(&w->thread, follow, w);
	if (!sys_errno)
		return TFE_OK;
	release(w);
	return tfe__error(error, TFE_E_IO, sys_errno, NULL, -1, "cannot start the watching thread");
}

void tfe__watch_stop(struct tfe_logdir *d)
{
	struct tfe__watch *w = d->watch;
	if (!w)
		return;
	atomic_store(&w->stop, true);
	wake(w);
	pthread_join(w->thread, NULL);
	release(w);
}
