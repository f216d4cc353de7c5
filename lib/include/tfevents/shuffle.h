/* Virtual epochs: a reproducible order of the examples of a data set, divided among workers. */
#ifndef TFEVENTS_SHUFFLE_H
#define TFEVENTS_SHUFFLE_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* An iterator over the examples of an epoch. The data set is passed over endlessly, each time in
 * another order that depends only on the seed and the number of the pass. An epoch is the next
 * `epoch_examples` examples of this sequence, so curves over epochs are comparable whatever the
 * size of the data set or of a batch and the number of workers: W workers that train batches of B
 * examples see in each step the same W * B examples as one worker with batches of W * B. The orders
 * are the same on all machines and in all versions of the library. It uses no memory.
 *
 * Ownership: the struct is the caller's, and has nothing to release. Threads: one at a time. */
typedef struct tfe_shuffle {
	size_t size;
	uint64_t seed;
	int64_t examples;        /* number of examples of the data set, from 1 on */
	int64_t epoch_examples;  /* number of examples of an epoch, of all workers; 0: `examples` */
	int64_t worker, workers; /* this worker, from 0, of so many; `workers` 0: one */
	/* Set by tfe_shuffle_begin: the next position of this worker in the endless sequence, and
	 * the end of the epoch. */
	int64_t next, end;
} tfe_shuffle;

#define TFE_SHUFFLE_INIT TFE_SIZED(tfe_shuffle)

/* Begins an epoch, from 0, after `done` of its examples: 0, or for the continuation of an epoch the
 * number that all workers together have trained. Returns TFE_E_ARG for a negative number, a worker
 * that does not exist, `done` beyond the epoch, or an epoch that ends after 2^63 examples. */
TFE_API TFE_MUST_CHECK tfe_status tfe_shuffle_begin(tfe_shuffle *shuffle, int64_t epoch,
						    int64_t done);

/* Stores the next indexes of examples of this worker, from 0 to examples - 1: n, or fewer at the
 * end of the epoch. Returns their number; 0 means that the epoch has ended. */
TFE_API size_t tfe_shuffle_next(tfe_shuffle *shuffle, int64_t *indexes, size_t n);

TFE_END_DECLS

#endif
