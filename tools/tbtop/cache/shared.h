/* cache: values with several owners in two threads, by a reference count: the frame cache, and
 * requests that compute something from the value. */
#ifndef TBTOP_CACHE_SHARED_H
#define TBTOP_CACHE_SHARED_H

#include <stdatomic.h>

/* The first member of a shared value. It starts with one owner. */
struct shared {
	atomic_uint owners;
	void (*release)(struct shared *value); /* called for the last owner, in its thread */
};

/* Adds an owner. The caller is an owner already. NULL is allowed. */
static inline void shared_hold(struct shared *s)
{
	if (s)
		atomic_fetch_add_explicit(&s->owners, 1, memory_order_relaxed);
}

/* Removes an owner. NULL is allowed. */
static inline void shared_drop(struct shared *s)
{
	if (s && atomic_fetch_sub_explicit(&s->owners, 1, memory_order_acq_rel) == 1)
		s->release(s);
}

#endif
