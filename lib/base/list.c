/* base: lists of pointers that only grow and are read without locks. */
#include "base/list.h"

#include <string.h>

#include "base/checked.h"

tfe_status tfe__list_reserve(struct tfe__list *list, struct tfe__arena *arena)
{
	size_t count = atomic_load_explicit(&list->count, memory_order_relaxed);
	void **items = atomic_load_explicit(&list->items, memory_order_relaxed);
	if (count < list->capacity)
		return TFE_OK;
	size_t capacity = count ? count * 2 : 4, bytes;
	if (tfe__mul_overflows(capacity, sizeof *items, &bytes))
		return TFE_E_NOMEM;
	void **larger = tfe__arena_alloc(arena, bytes);
	if (!larger)
		return TFE_E_NOMEM;
	if (count)
		memcpy(larger, items, count * sizeof *items);
	list->capacity = capacity;
	atomic_store_explicit(&list->items, larger, memory_order_release);
	return TFE_OK;
}

tfe_status tfe__list_add(struct tfe__list *list, struct tfe__arena *arena, void *item)
{
	tfe_status status = tfe__list_reserve(list, arena);
	if (status)
		return status;
	size_t count = atomic_load_explicit(&list->count, memory_order_relaxed);
	atomic_load_explicit(&list->items, memory_order_relaxed)[count] = item;
	atomic_store_explicit(&list->count, count + 1, memory_order_release);
	return TFE_OK;
}
