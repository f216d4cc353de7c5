/* read/column: epoch-based reclamation of the data of chunks.
 *
 * A query brackets its accesses to chunk data with enter and leave; neither waits. To free data, a
 * thread marks the chunk DROPPED and then polls until every query that entered before the mark has
 * left: a later query sees the mark. Two counters alternate, so queries that enter later do not
 * delay the poll. */
#ifndef TFE_READ_COLUMN_EPOCH_H
#define TFE_READ_COLUMN_EPOCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct tfe__epoch {
	_Atomic(unsigned) epoch;
	_Atomic(unsigned) in[2];
	unsigned stage; /* state of the polling thread: 0, or 1 after the epoch was advanced */
};

/* Enters the epoch. Columns whose data are never dropped have no epoch: NULL. Returns the argument
 * of tfe__epoch_leave. */
static inline unsigned tfe__epoch_enter(struct tfe__epoch *r)
{
	if (!r)
		return 0;
	unsigned epoch = atomic_load(&r->epoch) & 1;
	atomic_fetch_add(&r->in[epoch], 1);
	return epoch;
}

static inline void tfe__epoch_leave(struct tfe__epoch *r, unsigned epoch)
{
	if (r)
		atomic_fetch_sub(&r->in[epoch], 1);
}

/* Polls: returns true once all queries have left that had entered at the first poll since the last
 * true result. Only one thread may poll at a time. */
static inline bool tfe__epoch_passed(struct tfe__epoch *r)
{
	unsigned epoch = atomic_load(&r->epoch) & 1;
	/* A query may read the epoch before it advances and enter late, so both counters must be
	 * seen at 0. */
	if (!r->stage) {
		if (atomic_load(&r->in[!epoch]))
			return false;
		atomic_fetch_add(&r->epoch, 1);
		r->stage = 1;
		epoch = !epoch;
	}
	if (atomic_load(&r->in[!epoch]))
		return false;
	r->stage = 0;
	return true;
}

#endif
