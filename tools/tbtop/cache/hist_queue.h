/* cache: histograms to be read from disk and those that were read, between two threads. */
#ifndef TBTOP_CACHE_HIST_QUEUE_H
#define TBTOP_CACHE_HIST_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/histogram.h>
#include <tfevents/series.h>

/* Where a file has more rows, neighbours are joined: no screen shows more, and the file of a
 * hostile writer may hold millions. */
enum { HIST_ROWS = 768 };

struct hist {
	tfe_point at; /* step and wall time */
	bool good;    /* false: it could not be read */
	bool empty;   /* it has no finite value */
	tfe_histogram data;
	double p01, p1, p50, p99, p999; /* quantiles: 0.1 %, 1 %, ... */
	double zeros;                   /* the share of values that are 0 */
};

/* One entry of a series. */
struct hist_key {
	tfe_view view;
	uint64_t entry;
};

struct hist_queue;

/* Pair with hist_queue_close, after the reader has ended. */
struct hist_queue *hist_queue_open(void);
void hist_queue_close(struct hist_queue *q);

/* --- for the thread that draws ------------------------------------------------------------------ */

/* Does nothing if the reader has this one in hand. */
void hist_queue_request(struct hist_queue *q, const struct hist_key *key);

/* Removes all requests that no reader has taken. */
void hist_queue_withdraw(struct hist_queue *q);

/* Returns false when there is no more. Ownership: the caller releases hist->data. */
bool hist_queue_next_result(struct hist_queue *q, struct hist_key *key, struct hist *hist);

/* --- for a reader, in any thread ---------------------------------------------------------------- */

/* Takes the oldest request; with `wait` as soon as there is one. Returns false when there is none,
 * or after hist_queue_stop. */
bool hist_queue_take(struct hist_queue *q, bool wait, struct hist_key *key);

/* Ownership: hist->data passes to the queue. */
void hist_queue_put(struct hist_queue *q, const struct hist_key *key, const struct hist *hist);

/* Ends every wait, for good. */
void hist_queue_stop(struct hist_queue *q);

#endif
