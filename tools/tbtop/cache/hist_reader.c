/* cache: a thread that reads histograms from disk while the event loop draws. */
#include "tbtop/cache/hist_reader.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/memory.h"

struct hist_reader {
	struct hist_queue *queue;
	pthread_t thread;
	int fds[2]; /* a pipe that wakes up the event loop */
};

/* Merges adjacent rows until at most HIST_ROWS are left. */
static void thin(tfe_histogram *h)
{
	if (h->rows <= HIST_ROWS)
		return;
	size_t each = (h->rows + HIST_ROWS - 1) / HIST_ROWS, n = 0;
	for (size_t i = 0; i < h->rows; i += each) {
		tfe_bucket joined = h->row[i];
		for (size_t k = i + 1; k < h->rows && k < i + each; k++) {
			joined.right = h->row[k].right;
			joined.count += h->row[k].count;
		}
		h->row[n++] = joined;
	}
	h->rows = n;
}

/* Reads one histogram. Its statistics are those of the rows in the file. */
static void read_one(const struct hist_key *key, struct hist *hist)
{
	tfe_histogram *h = &hist->data;
	*hist = (struct hist){0};
	tfe_histogram_init(h, NULL);
	if (tfe_view_get_points(&key->view, key->entry, &hist->at, 1) != 1 ||
	    tfe_view_read_histogram(&key->view, key->entry, h))
		return;
	hist->good = true;
	hist->empty = !(h->num > 0) || !h->rows;
	hist->p01 = tfe_histogram_quantile(h, 0.001);
	hist->p1 = tfe_histogram_quantile(h, 0.01);
	hist->p50 = tfe_histogram_quantile(h, 0.5);
	hist->p99 = tfe_histogram_quantile(h, 0.99);
	hist->p999 = tfe_histogram_quantile(h, 0.999);
	hist->zeros = hist->empty ? 0 : tfe_histogram_zeros(h) / h->num;
	thin(h);
}

bool hist_read_missed(struct caches *c)
{
	struct hist_key key;
	struct hist hist;
	bool any = false;
	while (hist_queue_take(c->hists, false, &key)) {
		read_one(&key, &hist);
		hist_queue_put(c->hists, &key, &hist);
		any = true;
	}
	return any;
}

static void *run(void *arg)
{
	struct hist_reader *r = arg;
	struct hist_key key;
	struct hist hist;
	while (hist_queue_take(r->queue, true, &key)) {
		read_one(&key, &hist);
		hist_queue_put(r->queue, &key, &hist);
		ssize_t written =
			write(r->fds[1], "", 1); /* a full pipe wakes up the event loop as well */
		(void)written;
	}
	return NULL;
}

/* The event loop handles signals, so the thread blocks them all. */
static bool start(struct hist_reader *r)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool good = pthread_create(&r->thread, NULL, run, r) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return good;
}

struct hist_reader *hist_reader_open(struct caches *c)
{
	struct hist_reader *r = need_zeroed(1, sizeof *r);
	r->queue = c->hists;
	if (pipe(r->fds)) {
		free(r);
		return NULL;
	}
	for (int i = 0; i < 2; i++) {
		fcntl(r->fds[i], F_SETFL, O_NONBLOCK);
		fcntl(r->fds[i], F_SETFD, FD_CLOEXEC);
	}
	if (!start(r)) {
		close(r->fds[0]);
		close(r->fds[1]);
		free(r);
		return NULL;
	}
	return r;
}

void hist_reader_close(struct hist_reader *r)
{
	if (!r)
		return;
	hist_queue_stop(r->queue);
	pthread_join(r->thread, NULL);
	close(r->fds[0]);
	close(r->fds[1]);
	free(r);
}

int hist_reader_fd(const struct hist_reader *r)
{
	return r->fds[0];
}

void hist_reader_acknowledge(struct hist_reader *r)
{
	char bytes[512];
	while (read(r->fds[0], bytes, sizeof bytes) > 0)
		;
}
