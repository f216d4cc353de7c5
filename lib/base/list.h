/* base: a list of pointers that only grows, read without locks while it does. */
#ifndef TFE_BASE_LIST_H
#define TFE_BASE_LIST_H

#include <stdatomic.h>
#include <stddef.h>

#include <tfevents/status.h>

#include "base/arena.h"

/* One adds at a time; anybody reads at any time. What it outgrows stays in the arena. */
struct tfe__list {
	_Atomic(size_t) count;
	_Atomic(void **) items;
	size_t capacity;
};

static inline size_t tfe__list_count(const struct tfe__list *list)
{
	return atomic_load_explicit(&list->count, memory_order_acquire);
}

/* Element i, which is below a count that tfe__list_count returned. */
static inline void *tfe__list_at(const struct tfe__list *list, size_t i)
{
	return atomic_load_explicit(&list->items, memory_order_acquire)[i];
}

/* Makes room for one more element: the next tfe__list_add cannot fail. */
tfe_status tfe__list_reserve(struct tfe__list *list, struct tfe__arena *arena) TFE_MUST_CHECK;

tfe_status tfe__list_add(struct tfe__list *list, struct tfe__arena *arena,
			 void *item) TFE_MUST_CHECK;

#endif
