/* read/column: epoch-based reclamation of the data of chunks.
 *
 * A query brackets its accesses to chunk data with enter and leave; neither waits. To free data, a thread marks the chunk DROPPED
 * and then polls until every query that entered before the mark has left: a later query sees the mark. Two counts take turns, so
 * that queries that enter later do not keep the earlier ones from being seen to leave. */
#ifndef TFE_READ_COLUMN_EPOCH_H
#define TFE_READ_COLUMN_EPOCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct tfe__epoch {
	_Atomic(unsigned) turn;
	_Atomic(unsigned) in[2];
	unsigned stage; /* of the thread that polls: 0 before the turn passed on, then 1 */
};

/* A column of which nothing is ever dropped has no epoch: NULL. Returns the argument of tfe__epoch_leave. */
static inline unsigned tfe__epoch_enter(struct tfe__epoch *r)
{
	if (!r)
		return 0;
	unsigned turn = atomic_load(&r->turn) & 1;
	atomic_fetch_add(&r->in[turn], 1);
	return turn;
}

static inline void tfe__epoch_leave(struct tfe__epoch *r, unsigned turn)
{
	if (r)
		atomic_fetch_sub(&r->in[turn], 1);
}

/* Whether all queries have left that were in at the first poll since this was true last. One thread polls at a time. */
static inline bool tfe__epoch_passed(struct tfe__epoch *r)
{
	unsigned turn = atomic_load(&r->turn) & 1;
	/* A query that read the turn before it passed on may enter late: both counts must be seen at 0. */
	if (!r->stage) {
		if (atomic_load(&r->in[!turn]))
			return false;
		atomic_fetch_add(&r->turn, 1);
		r->stage = 1;
		turn = !turn;
	}
	if (atomic_load(&r->in[!turn]))
		return false;
	r->stage = 0;
	return true;
}

#endif
