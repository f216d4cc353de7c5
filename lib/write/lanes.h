/* write: lanes: small queues before the queue, so that threads that add scalars at the same time
 * share no memory.
 *
 * Lanes are used from the time that threads have waited for the lock of the queue repeatedly until
 * only one of them adds. Then a thread adds to its own lane, a segment with a lock that no other
 * thread uses at the same time.
 * When a segment is full, or the queue is needed for anything else, all lanes are collected at
 * once, and merged by the times of their adds. So the order in the file is that of the adds, also
 * from one thread to another. */
#ifndef TFE_WRITE_LANES_H
#define TFE_WRITE_LANES_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "write/queue.h"

enum {
	TFE__WRITER_LANES = 8,
	TFE__LANES_AFTER = 16, /* so many waits for the lock of the queue */
	TFE__CACHE_LINES = 128
};

struct tfe__lane {
	pthread_mutex_t lock;
	struct tfe__segment *segment;   /* NULL: adds go to the queue */
	struct tfe__segment *inherited; /* in a forked child: the segment of the parent */
	char apart[TFE__CACHE_LINES];   /* from the next lane */
};

struct tfe__lanes {
	unsigned waits; /* guarded by the lock of the queue */
	char apart[TFE__CACHE_LINES];
	atomic_bool used; /* whether any lane has a segment; changes with the lock of the queue */
	atomic_uintptr_t owner[TFE__WRITER_LANES]; /* threads; 0: none */
	char also_apart[TFE__CACHE_LINES];
	struct tfe__lane lane[TFE__WRITER_LANES];
};

void tfe__lanes_init(struct tfe__lanes *l);
/* Frees everything; `q` is the queue that the segments are from. */
void tfe__lanes_release(struct tfe__lanes *l, struct tfe__queue *q);

/* The lane of the calling thread. */
size_t tfe__lanes_own(struct tfe__lanes *l);

/* Adds a record at a time in nanoseconds. Returns false, and adds nothing, if the lane has no
 * segment or no room. */
bool tfe__lanes_push(struct tfe__lanes *l, size_t lane, const void *record, size_t n,
		     uint64_t time_ns);

/* The following functions are called with the lock of the queue. */

/* Gives a lane without a segment an empty one. If there is no memory, the lane stays without. */
void tfe__lanes_equip(struct tfe__lanes *l, size_t lane, struct tfe__queue *q);

/* What becomes of lanes when their records are moved: no lane is used any more; all lanes are still
 * used; those without records are not. If only one thread seems to add, no lane is used any more in
 * any case. */
enum tfe__lanes_then { TFE__LANES_STOP, TFE__LANES_KEEP, TFE__LANES_TIDY };

/* Moves the records of all lanes to the end of the queue. Returns the bytes of the records, and
 * adds their number to *records. */
size_t tfe__lanes_collect(struct tfe__lanes *l, struct tfe__queue *q, enum tfe__lanes_then then,
			  uint64_t *records);

/* Whether a lane holds a record. */
bool tfe__lanes_hold(struct tfe__lanes *l);

/* Locks all lanes before a fork. Afterwards a child sets the segments aside, still locked, and
 * releases them later. */
void tfe__lanes_lock(struct tfe__lanes *l);
void tfe__lanes_unlock(struct tfe__lanes *l);
void tfe__lanes_inherit(struct tfe__lanes *l);
void tfe__lanes_release_inherited(struct tfe__lanes *l, struct tfe__queue *q);

#endif
