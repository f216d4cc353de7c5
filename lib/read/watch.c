/* read: following a log directory: told by the system where it can, looking at intervals elsewhere. */
#include "read/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "read/loader.h"
#include "read/notify.h"
#include "read/scan.h"

struct tfe__watch {
	struct tfe_logdir *logdir;
	pthread_t thread;
	_Atomic(bool) stop;
	int wake[2]; /* a pipe: ends the thread's wait */
	struct tfe__notify notify;
	struct tfe__folder **
		by_number; /* folders by the number of their watch; others of the same: same_watch */
	size_t capacity;
	double next_look; /* when what nobody tells about is looked at again */
	bool incomplete;  /* memory ran out: everything must be looked at again */
};

/* --- folders and their watches ----------------------------------------------------------------------- */

static void forget(struct tfe__watch *w, int number)
{
	if (number < 0 || (size_t)number >= w->capacity)
		return;
	for (struct tfe__folder *f = w->by_number[number]; f; f = f->same_watch)
		f->watch = -1;
	w->by_number[number] = NULL;
}

static tfe_status remember(struct tfe__watch *w, struct tfe__folder *folder, int number)
{
	size_t before = w->capacity;
	void *at = w->by_number;
	tfe_status status = tfe__grow(&w->logdir->allocator, &at, &w->capacity, (size_t)number + 1,
				      sizeof *w->by_number);
	w->by_number = at;
	if (status)
		return status;
	for (size_t i = before; i < w->capacity; i++)
		w->by_number[i] = NULL;
	folder->watch = number;
	folder->same_watch = w->by_number[number];
	w->by_number[number] = folder;
	return TFE_OK;
}

/* The scanner is about to list a folder: from now on its changes are told. */
static void entered(void *context, struct tfe__folder *folder)
{
	struct tfe__watch *w = context;
	if (folder->watch >= 0)
		return;
	int number = tfe__notify_add(&w->notify, folder->path, folder->device);
	folder->polled = number < 0 || remember(w, folder, number);
}

/* --- what the system tells ------------------------------------------------------------------------------ */

static void check(struct tfe__watch *w, tfe_status status)
{
	w->incomplete |= status != TFE_OK;
}

static void take(void *context, const struct tfe__change *change)
{
	struct tfe__watch *w = context;
	struct tfe__scan *scan = w->logdir->scan;
	if (change->lost) {
		w->incomplete = true;
		return;
	}
	if (change->number < 0 || (size_t)change->number >= w->capacity)
		return;
	struct tfe__folder *folder = w->by_number[change->number];
	if (change->folder_gone)
		forget(w, change->number);
	for (; folder; folder = folder->same_watch) {
		if (change->folder_gone)
			check(w, tfe__scan_gone(scan, folder));
		else if (change->name)
			check(w, tfe__scan_entry(scan, folder, change->name));
	}
}

/* --- the thread ------------------------------------------------------------------------------------------ */

/* Whether something must be looked at without being told. */
static bool must_poll(const struct tfe__watch *w)
{
	const struct tfe__scan *s = w->logdir->scan;
	if (w->incomplete)
		return true;
	for (size_t i = 0; i < tfe__list_count(&s->folders); i++) {
		const struct tfe__folder *f = tfe__list_at(&s->folders, i);
		if (f->polled || (f->gone && !f->parent))
			return true;
	}
	for (size_t i = 0; i < tfe__list_count(&s->logs); i++) {
		const struct tfe__log *log = tfe__list_at(&s->logs, i);
		if (log->polled)
			return true;
	}
	return false;
}

static void look_again(struct tfe__watch *w)
{
	bool all = w->incomplete;
	w->incomplete = false;
	check(w, all ? tfe__scan_all(w->logdir->scan) : tfe__scan_poll(w->logdir->scan));
}

/* How long to wait for news, in milliseconds: until the next look that nobody tells us to take; -1 when there is
 * none to take. */
static int wait_ms(struct tfe__watch *w)
{
	double interval = w->logdir->options.poll_interval_s, now = tfe__monotonic_seconds();
	if (!must_poll(w)) {
		w->next_look = now + interval;
		return -1;
	}
	double left = w->next_look - now;
	return left > interval ? (int)(interval * 1000) : left > 0 ? (int)(left * 1000) + 1 : 0;
}

static void *follow(void *context)
{
	struct tfe__watch *w = context;
	struct tfe_logdir *d = w->logdir;
	check(w, tfe__scan_all(d->scan));
	tfe__loader_scanned(d);
	w->next_look = tfe__monotonic_seconds() + d->options.poll_interval_s;
	while (!atomic_load(&w->stop)) {
		struct pollfd fds[2] = {{.fd = w->wake[0], .events = POLLIN},
					{.fd = w->notify.fd, .events = POLLIN}};
		int ms = wait_ms(w);
		if (!ms) {
			look_again(w);
			w->next_look = tfe__monotonic_seconds() + d->options.poll_interval_s;
		}
		int n = poll(fds, 2, ms);
		if (n > 0 && fds[1].revents)
			tfe__notify_read(&w->notify, take, w);
		else if (n < 0 && errno != EINTR)
			break;
	}
	return NULL;
}

static void release(struct tfe__watch *w)
{
	struct tfe_logdir *d = w->logdir;
	tfe__notify_close(&w->notify);
	close(w->wake[0]);
	close(w->wake[1]);
	tfe__free(&d->allocator, w->by_number);
	tfe__free(&d->allocator, w);
	d->watch = NULL;
	d->scan->entered = NULL;
}

tfe_status tfe__watch_start(struct tfe_logdir *d)
{
	struct tfe__watch *w = tfe__alloc_zeroed(&d->allocator, 1, sizeof *w);
	if (!w)
		return TFE_E_NOMEM;
	w->logdir = d;
	if (pipe(w->wake)) {
		tfe__free(&d->allocator, w);
		return TFE_E_IO;
	}
	fcntl(w->wake[0], F_SETFD, FD_CLOEXEC);
	fcntl(w->wake[1], F_SETFD, FD_CLOEXEC);
	tfe__notify_open(&w->notify, d->options.poll_only);
	d->watch = w;
	d->scan->entered = entered;
	d->scan->context = w;
	if (!pthread_create(&w->thread, NULL, follow, w))
		return TFE_OK;
	release(w);
	return TFE_E_IO;
}

void tfe__watch_stop(struct tfe_logdir *d)
{
	struct tfe__watch *w = d->watch;
	if (!w)
		return;
	atomic_store(&w->stop, true);
	while (write(w->wake[1], "", 1) < 0 && errno == EINTR)
		continue;
	pthread_join(w->thread, NULL);
	release(w);
}
