/* base: lists of pointers that only grow and are read without locks. */
#ifndef TFE_BASE_LIST_H
#define TFE_BASE_LIST_H

#include <stdatomic.h>
#include <stddef.h>

#include <tfevents/status.h>

#include "base/arena.h"

/* One thread at a time adds, and any threads read at any time. Arrays that became too small stay in
 * the arena, because threads may still read them. */
struct tfe__list {
	_Atomic(size_t) count;
	_Atomic(void **) items;
	size_t capacity;
};

static inline size_t tfe__list_count(const struct tfe__list *list)
{
	return atomic_load_explicit(&list->count, memory_order_acquire);
}

/* Returns element i, which must be below a count that tfe__list_count returned. */
static inline void *tfe__list_at(const struct tfe__list *list, size_t i)
{
	return atomic_load_explicit(&list->items, memory_order_acquire)[i];
}

/* Reserves space for one more element: the next tfe__list_add cannot fail. Returns TFE_E_NOMEM. */
tfe_status tfe__list_reserve(struct tfe__list *list, struct tfe__arena *arena) TFE_MUST_CHECK;

/* Adds an element. Returns TFE_E_NOMEM. */
tfe_status tfe__list_add(struct tfe__list *list, struct tfe__arena *arena,
			 void *item) TFE_MUST_CHECK;

#endif
