/* cache: a thread that reads values from disk while the event loop draws. */
#include "tbtop/cache/read_thread.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/memory.h"
#include "common/start_thread.h"
#include "tbtop/cache/shared.h"

struct read_thread {
	struct read_queue *queue;
	pthread_t thread;
	int fds[2]; /* a pipe that wakes up the event loop */
};

static void read_one(struct read_queue *queue, const struct read_key *key)
{
	struct read_result result = {.key = *key};
	result.value = key->kind->read(key, &result.bytes);
	shared_drop(key->from);
	read_queue_put(queue, &result);
}

bool read_missed(struct caches *c)
{
	struct read_key key;
	bool any = false;
	while (read_queue_take(c->reads, false, &key)) {
		read_one(c->reads, &key);
		any = true;
	}
	return any;
}

static void *run(void *arg)
{
	struct read_thread *r = arg;
	struct read_key key;
	while (read_queue_take(r->queue, true, &key)) {
		read_one(r->queue, &key);
		ssize_t written =
			write(r->fds[1], "", 1); /* a full pipe wakes up the event loop as well */
		(void)written;
	}
	return NULL;
}

struct read_thread *read_thread_open(struct caches *c)
{
	struct read_thread *r = need_zeroed(1, sizeof *r);
	r->queue = c->reads;
	if (pipe(r->fds)) {
		free(r);
		return NULL;
	}
	for (int i = 0; i < 2; i++) {
		fcntl(r->fds[i], F_SETFL, O_NONBLOCK);
		fcntl(r->fds[i], F_SETFD, FD_CLOEXEC);
	}
	read_queue_set_waker(r->queue, r->fds[1]);
	if (!start_thread(&r->thread, run, r)) {
		close(r->fds[0]);
		close(r->fds[1]);
		free(r);
		return NULL;
	}
	return r;
}

void read_thread_close(struct read_thread *r)
{
	if (!r)
		return;
	read_queue_stop(r->queue);
	pthread_join(r->thread, NULL);
	close(r->fds[0]);
	close(r->fds[1]);
	free(r);
}

int read_thread_fd(const struct read_thread *r)
{
	return r->fds[0];
}

void read_thread_acknowledge(struct read_thread *r)
{
	char bytes[512];
	while (read(r->fds[0], bytes, sizeof bytes) > 0)
		;
}
