/* cache: a queue of values to be read from disk, and of the results, between two threads. */
#ifndef TBTOP_CACHE_READ_QUEUE_H
#define TBTOP_CACHE_READ_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/logdir.h>
#include <tfevents/series.h>

struct read_key;
struct shared;

/* How a kind of value is made from an entry on disk: read, and decoded into the form that a view
 * draws. A kind is a constant of the file that reads it, such as hist_kind. */
struct read_kind {
	/* Makes a value. It runs in the thread of the reader, so it uses nothing that belongs to
	 * another thread: no model and no cache. An entry that cannot be read or decoded makes a
	 * value that says why. Returns the value, never NULL, and sets *bytes to the memory that it
	 * takes. Bounded: a hostile file must not make it large. */
	void *(*read)(const struct read_key *key, size_t *bytes);
	void (*release)(void *value);
};

/* What to read: one entry of a series as one kind of value. Members that the kind does not need
 * are 0. */
struct read_key {
	const struct read_kind *kind;
	tfe_view view;
	const tfe_run *run; /* of files beside the event files, which have no series */
	uint64_t entry;
	tfe_view other; /* for comparisons: the series of the second entry */
	uint64_t other_entry;
	uint64_t detail;        /* what else the value depends on: one of several images, a width */
	struct figure_job *job; /* of figures: what to write; not a part of the identity */
	/* A value that the new one is computed from, which `detail` and the other members identify;
	 * NULL: none. A request is one of its owners until it is processed or withdrawn. */
	struct shared *from;
	struct read_queue *queue; /* set by the reader: for read_queue_report */
};

struct read_queue;

/* Pair with read_queue_close, after the reader thread has ended. */
struct read_queue *read_queue_open(void);
void read_queue_close(struct read_queue *q);

/* --- for the thread that draws ---------------------------------------------------------------- */

/* Adds a request, unless the reader is processing the same one, or its result was not taken yet. */
void read_queue_request(struct read_queue *q, const struct read_key *key);

/* Removes all requests that the reader has not taken. */
void read_queue_withdraw(struct read_queue *q);

/* A value that was read. Ownership: its holder releases it with its kind. */
struct read_result {
	struct read_key key;
	void *value;
	size_t bytes;
};

/* Returns which share of the value of a key the reader has made, 0 to 1; 0 if it makes another. */
double read_queue_progress(struct read_queue *q, const struct read_key *key);

/* Takes a result. Returns false if there is none. */
bool read_queue_next_result(struct read_queue *q, struct read_result *result);

/* --- for a reader, in any thread -------------------------------------------------------------- */

/* Takes the oldest request. If there is none, `wait` makes it wait for one. Returns false without a
 * request or after read_queue_stop. Ownership: the caller drops key->from after reading. */
bool read_queue_take(struct read_queue *q, bool wait, struct read_key *key);

/* Reports which share of the value of its key a `read` has made. For values that take long. Returns
 * false after read_queue_stop: nobody needs the value any more. */
bool read_queue_report(const struct read_key *key, double share);

/* Sets the descriptor to which a byte is written after a report, so that a frame shows it. */
void read_queue_set_waker(struct read_queue *q, int fd);

/* Ownership: the value passes to the queue. */
void read_queue_put(struct read_queue *q, const struct read_result *result);

/* Ends all waiting. It cannot be undone. */
void read_queue_stop(struct read_queue *q);

#endif
