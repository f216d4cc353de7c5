/* read: who looks at points just now, so that none is freed under their eyes.
 *
 * Queries enter and leave, and never wait. Who frees first marks what it will free as dropped, and then asks until all
 * who were in at that time have left: whoever comes later sees the mark. Two counts take turns, so that those who come
 * later do not keep the earlier ones from being seen to leave. */
#ifndef TFE_READ_READERS_H
#define TFE_READ_READERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct tfe__readers {
	_Atomic(unsigned) turn;
	_Atomic(unsigned) in[2];
	unsigned stage; /* of the one who asks: 0 before the turn passed on, then 1 */
};

/* A column of which nothing is ever dropped has no readers: NULL. Returns what tfe__readers_leave wants. */
static inline unsigned tfe__readers_enter(struct tfe__readers *r)
{
	if (!r)
		return 0;
	unsigned turn = atomic_load(&r->turn) & 1;
	atomic_fetch_add(&r->in[turn], 1);
	return turn;
}

static inline void tfe__readers_leave(struct tfe__readers *r, unsigned turn)
{
	if (r)
		atomic_fetch_sub(&r->in[turn], 1);
}

/* Whether all have left who were in when it was first asked after it last was true. One asks at a time. */
static inline bool tfe__readers_have_left(struct tfe__readers *r)
{
	unsigned turn = atomic_load(&r->turn) & 1;
	/* Who took its turn before it passed on may enter late: both counts must be seen at 0. */
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
