/* read/file: read-ahead: an idle thread reads and verifies blocks of one large file before the
 * loading thread needs them.
 *
 * A helper thread starts at the beginning of a record, goes from record to record, and hands over a
 * block with the end of its whole records. It stops at any other bytes; the loading thread then
 * handles them as it does alone. The loading thread never waits for a block: it reads a block
 * itself that is not ready in time. */
#ifndef TFE_READ_FILE_READ_AHEAD_H
#define TFE_READ_FILE_READ_AHEAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "read/file/records.h"

struct tfe__read_ahead;

/* The idle threads that read ahead, and the files that are offered to them. All fields except the
 * first four are guarded by the lock. */
struct tfe__helpers {
	pthread_mutex_t *lock; /* lock of the owner, and the condition on which idle threads wait */
	pthread_cond_t *work;
	const tfe_allocator *allocator;
	size_t threads;                /* number of loading threads; with one nothing is offered */
	struct tfe__read_ahead *first; /* the list of offered files */
};

/* The maximum number of blocks that wait to be taken. */
enum { TFE__READ_AHEAD_BLOCKS = 8 };

/* A block of TFE__RECORDS_BLOCK_BYTES; the whole records of the file in [start, whole) are in
 * it. */
struct tfe__read_ahead_block {
	uint8_t *bytes; /* NULL: not allocated */
	uint64_t start, whole;
};

/* The read-ahead state of one loading thread, which owns the zeroed struct. All fields are private
 * and guarded by the lock of the helpers. */
struct tfe__read_ahead {
	struct tfe__helpers *helpers; /* NULL: nothing is offered */
	struct tfe__read_ahead *next; /* the next offered file */
	struct tfe__source source;
	uint64_t place, end; /* start of the next block; no block begins at `end` or later */
	bool stopped;        /* the bytes at `place` are not a whole record */
	bool helped;         /* a helper thread is filling a block */
	size_t first, ready; /* the filled blocks of the ring */
	struct tfe__read_ahead_block ring[TFE__READ_AHEAD_BLOCKS];
	pthread_cond_t left; /* signals that the helper thread has left */
};

/* Offers the bytes [place, end) of the source of `r` to idle threads; a record begins at `place`.
 * It is called once until tfe__read_ahead_end, and does nothing for small ranges. */
void tfe__read_ahead_offer(struct tfe__read_ahead *a, struct tfe__helpers *helpers,
			   const struct tfe__records *r, uint64_t place, uint64_t end);

/* Gives `r`, which has no further whole record in memory, the block that contains its position, if
 * it is ready. */
bool tfe__read_ahead_take(struct tfe__read_ahead *a, struct tfe__records *r);

/* Ends read-ahead: waits until no helper thread reads, and frees the blocks. */
void tfe__read_ahead_end(struct tfe__read_ahead *a);

/* Reads one block ahead for another thread. Called by an idle loading thread that holds the lock.
 * Returns whether a block was wanted. */
bool tfe__read_ahead_help(struct tfe__helpers *helpers);

#endif
