/* cache: requests for values on disk and their results, protected by one lock. */
#include "tbtop/cache/read_queue.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/memory.h"
#include "tbtop/cache/shared.h"

struct read_queue {
	pthread_mutex_t lock; /* protects all members below */
	pthread_cond_t requested;
	struct read_key *request;
	size_t next, n_requests, requests_capacity;
	struct read_result *result;
	size_t n_results, results_capacity;
	struct read_key busy; /* the one that is being read; its kind is NULL if none is */
	bool stopped;
	double progress; /* of the one that is being read */
	int waker;       /* -1: nobody waits */
};

struct read_queue *read_queue_open(void)
{
	struct read_queue *q = need_zeroed(1, sizeof *q);
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->requested, NULL);
	q->waker = -1;
	return q;
}

void read_queue_close(struct read_queue *q)
{
	if (!q)
		return;
	read_queue_withdraw(q);
	for (size_t i = 0; i < q->n_results; i++)
		q->result[i].key.kind->release(q->result[i].value);
	free(q->result);
	free(q->request);
	pthread_cond_destroy(&q->requested);
	pthread_mutex_destroy(&q->lock);
	free(q);
}

static bool same_view(const tfe_view *a, const tfe_view *b)
{
	return a->series == b->series && a->version == b->version;
}

static bool same(const struct read_key *a, const struct read_key *b)
{
	return a->kind == b->kind && a->run == b->run && same_view(&a->view, &b->view) &&
	       a->entry == b->entry && same_view(&a->other, &b->other) &&
	       a->other_entry == b->other_entry && a->detail == b->detail;
}

/* Returns whether a key is being read, or was read and waits to be collected: a frame may be drawn
 * between the two. A second reading would write a second file. */
static bool in_work(const struct read_queue *q, const struct read_key *key)
{
	for (size_t i = 0; i < q->n_results; i++)
		if (same(&q->result[i].key, key))
			return true;
	return same(&q->busy, key);
}

void read_queue_request(struct read_queue *q, const struct read_key *key)
{
	pthread_mutex_lock(&q->lock);
	if (!in_work(q, key)) {
		q->request = need_room(q->request, q->n_requests, &q->requests_capacity,
				       sizeof *q->request);
		q->request[q->n_requests++] = *key;
		shared_hold(key->from);
		pthread_cond_signal(&q->requested);
	}
	pthread_mutex_unlock(&q->lock);
}

void read_queue_withdraw(struct read_queue *q)
{
	pthread_mutex_lock(&q->lock);
	while (q->next < q->n_requests)
		shared_drop(q->request[q->next++].from);
	q->n_requests = q->next = 0;
	pthread_mutex_unlock(&q->lock);
}

bool read_queue_next_result(struct read_queue *q, struct read_result *result)
{
	pthread_mutex_lock(&q->lock);
	bool found = q->n_results > 0;
	if (found)
		*result = q->result[--q->n_results];
	pthread_mutex_unlock(&q->lock);
	return found;
}

bool read_queue_take(struct read_queue *q, bool wait, struct read_key *key)
{
	pthread_mutex_lock(&q->lock);
	q->busy = (struct read_key){0};
	while (wait && q->next == q->n_requests && !q->stopped)
		pthread_cond_wait(&q->requested, &q->lock);
	bool found = q->next < q->n_requests && !q->stopped;
	if (found)
		*key = q->busy = q->request[q->next++];
	key->queue = q;
	q->progress = 0;
	pthread_mutex_unlock(&q->lock);
	return found;
}

double read_queue_progress(struct read_queue *q, const struct read_key *key)
{
	pthread_mutex_lock(&q->lock);
	double share = same(&q->busy, key) ? q->progress : 0;
	pthread_mutex_unlock(&q->lock);
	return share;
}

void read_queue_set_waker(struct read_queue *q, int fd)
{
	q->waker = fd;
}

bool read_queue_report(const struct read_key *key, double share)
{
	static const double step = 0.04; /* smaller ones need no frame, and add up */
	struct read_queue *q = key->queue;
	if (!q)
		return true;
	pthread_mutex_lock(&q->lock);
	bool go_on = !q->stopped;
	bool more = share >= q->progress + step, wake = more && q->waker >= 0;
	q->progress = more ? share : q->progress;
	pthread_mutex_unlock(&q->lock);
	ssize_t written = wake ? write(q->waker, "", 1) : 0;
	(void)written;
	return go_on;
}

void read_queue_put(struct read_queue *q, const struct read_result *result)
{
	pthread_mutex_lock(&q->lock);
	q->result = need_room(q->result, q->n_results, &q->results_capacity, sizeof *q->result);
	q->result[q->n_results++] = *result;
	q->busy = (struct read_key){0};
	pthread_mutex_unlock(&q->lock);
}

void read_queue_stop(struct read_queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->stopped = true;
	pthread_cond_broadcast(&q->requested);
	pthread_mutex_unlock(&q->lock);
}
