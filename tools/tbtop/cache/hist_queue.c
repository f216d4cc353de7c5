/* cache: requests for histograms and their results, protected by one lock. */
#include "tbtop/cache/hist_queue.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/memory.h"

struct result {
	struct hist_key key;
	struct hist hist;
};

struct hist_queue {
	pthread_mutex_t lock; /* protects all members below */
	pthread_cond_t requested;
	struct hist_key *request;
	size_t next, n_requests, requests_capacity;
	struct result *result;
	size_t n_results, results_capacity;
	struct hist_key busy; /* the one that is being read; its series is NULL if none is */
	bool stopped;
};

struct hist_queue *hist_queue_open(void)
{
	struct hist_queue *q = need_zeroed(1, sizeof *q);
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->requested, NULL);
	return q;
}

void hist_queue_close(struct hist_queue *q)
{
	if (!q)
		return;
	for (size_t i = 0; i < q->n_results; i++)
		tfe_histogram_release(&q->result[i].hist.data);
	free(q->result);
	free(q->request);
	pthread_cond_destroy(&q->requested);
	pthread_mutex_destroy(&q->lock);
	free(q);
}

static bool same(const struct hist_key *a, const struct hist_key *b)
{
	return a->view.series == b->view.series && a->view.version == b->view.version &&
	       a->entry == b->entry;
}

void hist_queue_request(struct hist_queue *q, const struct hist_key *key)
{
	pthread_mutex_lock(&q->lock);
	if (!same(&q->busy, key)) {
		q->request = need_room(q->request, q->n_requests, &q->requests_capacity,
				       sizeof *q->request);
		q->request[q->n_requests++] = *key;
		pthread_cond_signal(&q->requested);
	}
	pthread_mutex_unlock(&q->lock);
}

void hist_queue_withdraw(struct hist_queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->n_requests = q->next = 0;
	pthread_mutex_unlock(&q->lock);
}

bool hist_queue_next_result(struct hist_queue *q, struct hist_key *key, struct hist *hist)
{
	pthread_mutex_lock(&q->lock);
	bool found = q->n_results > 0;
	if (found) {
		q->n_results--;
		*key = q->result[q->n_results].key;
		*hist = q->result[q->n_results].hist;
	}
	pthread_mutex_unlock(&q->lock);
	return found;
}

bool hist_queue_take(struct hist_queue *q, bool wait, struct hist_key *key)
{
	pthread_mutex_lock(&q->lock);
	q->busy = (struct hist_key){0};
	while (wait && q->next == q->n_requests && !q->stopped)
		pthread_cond_wait(&q->requested, &q->lock);
	bool found = q->next < q->n_requests && !q->stopped;
	if (found)
		*key = q->busy = q->request[q->next++];
	pthread_mutex_unlock(&q->lock);
	return found;
}

void hist_queue_put(struct hist_queue *q, const struct hist_key *key, const struct hist *hist)
{
	pthread_mutex_lock(&q->lock);
	q->result = need_room(q->result, q->n_results, &q->results_capacity, sizeof *q->result);
	q->result[q->n_results++] = (struct result){*key, *hist};
	pthread_mutex_unlock(&q->lock);
}

void hist_queue_stop(struct hist_queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->stopped = true;
	pthread_cond_broadcast(&q->requested);
	pthread_mutex_unlock(&q->lock);
}
