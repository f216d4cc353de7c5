/* cache: a queue of histograms to be read from disk, and of the results, between two threads. */
#ifndef TBTOP_CACHE_HIST_QUEUE_H
#define TBTOP_CACHE_HIST_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/histogram.h>
#include <tfevents/series.h>

/* Longer histograms are shortened by merging adjacent rows. No screen shows more rows, and a
 * hostile file may contain millions. */
enum { HIST_ROWS = 768 };

struct hist {
	tfe_point at; /* step and wall time */
	bool good;    /* false: it could not be read */
	bool empty;   /* it has no finite value */
	tfe_histogram data;
	double p01, p1, p50, p99, p999; /* quantiles: 0.1 %, 1 %, ... */
	double zeros;                   /* the fraction of values that are 0 */
};

/* One entry of a series. */
struct hist_key {
	tfe_view view;
	uint64_t entry;
};

struct hist_queue;

/* Pair with hist_queue_close, after the reader thread has ended. */
struct hist_queue *hist_queue_open(void);
void hist_queue_close(struct hist_queue *q);

/* --- for the thread that draws ---------------------------------------------------------------- */

/* Adds a request, unless the reader is processing the same one. */
void hist_queue_request(struct hist_queue *q, const struct hist_key *key);

/* Removes all requests that the reader has not taken. */
void hist_queue_withdraw(struct hist_queue *q);

/* Takes a result. Returns false if there is none. Ownership: the caller releases hist->data. */
bool hist_queue_next_result(struct hist_queue *q, struct hist_key *key, struct hist *hist);

/* --- for a reader, in any thread -------------------------------------------------------------- */

/* Takes the oldest request. If there is none, `wait` makes it wait for one. Returns false without a
 * request or after hist_queue_stop. */
bool hist_queue_take(struct hist_queue *q, bool wait, struct hist_key *key);

/* Ownership: hist->data passes to the queue. */
void hist_queue_put(struct hist_queue *q, const struct hist_key *key, const struct hist *hist);

/* Ends all waiting. It cannot be undone. */
void hist_queue_stop(struct hist_queue *q);

#endif
