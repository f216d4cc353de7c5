/* read/file: blocks of one large file that are read and verified before the loading thread comes to them, by another that has
 * nothing to do.
 *
 * Nothing is guessed: who reads ahead begins where a record begins, goes from record to record, and hands over a block with
 * how far all records in it are whole. At whatever else stands there it stops, and the loading thread finds out what it is,
 * as it does alone. The loading thread never waits for a block: one that is not there in time it reads itself. */
#ifndef TFE_READ_FILE_READ_AHEAD_H
#define TFE_READ_FILE_READ_AHEAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "read/file/records.h"

struct tfe__read_ahead;

/* Threads that read ahead when they have nothing else to do, and what they may read. All fields but the first four are under the
 * lock. */
struct tfe__helpers {
	pthread_mutex_t
		*lock; /* the owner's, like the condition on which threads without work wait */
	pthread_cond_t *work;
	const tfe_allocator *allocator;
	size_t threads;                /* that load; where there is but one, nothing is offered */
	struct tfe__read_ahead *first; /* of those that are offered */
};

/* How many blocks wait to be taken, at most. */
enum { TFE__READ_AHEAD_BLOCKS = 8 };

/* TFE__RECORDS_BLOCK_BYTES of memory, and the whole records of a file in [start, whole) that are in it. */
struct tfe__read_ahead_block {
	uint8_t *bytes; /* NULL: not asked for yet, or there was none */
	uint64_t start, whole;
};

/* What is read ahead of one loading thread. It owns the struct, zeroed; all fields are private, and under the lock of the
 * helpers. */
struct tfe__read_ahead {
	struct tfe__helpers *helpers; /* NULL: nothing is offered */
	struct tfe__read_ahead *next; /* of those that are offered */
	struct tfe__source source;
	uint64_t place, end; /* where the next block begins; none begins at `end` or later */
	bool stopped;        /* at `place` stands something else than a whole record */
	bool helped;         /* a thread is filling a block */
	size_t first, ready; /* of the ring these blocks are filled */
	struct tfe__read_ahead_block ring[TFE__READ_AHEAD_BLOCKS];
	pthread_cond_t left; /* that thread has left */
};

/* Offers what stands in [place, end) of what `r` reads to threads that have nothing to do; a record begins at `place`. Once,
 * until tfe__read_ahead_end; does nothing where it is so little that it would not pay. */
void tfe__read_ahead_offer(struct tfe__read_ahead *a, struct tfe__helpers *helpers,
			   const struct tfe__records *r, uint64_t place, uint64_t end);

/* `r` has nothing whole in memory any more: gives it the block in which its place is, if that is there. */
bool tfe__read_ahead_take(struct tfe__read_ahead *a, struct tfe__records *r);

/* No more is wanted: waits until nobody reads, and frees what was read. */
void tfe__read_ahead_end(struct tfe__read_ahead *a);

/* For a loading thread that has nothing else to do and holds the lock: reads one block ahead for another.
 * Returns whether one was wanted. */
bool tfe__read_ahead_help(struct tfe__helpers *helpers);

#endif
