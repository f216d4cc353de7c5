/* For unit tests: an allocator whose N-th allocation fails, and a loop over every N.
 *
 *	static tfe_status scenario(const tfe_allocator *a, void *context)
 *	{
 *		open, use and close; return the first error
 *	}
 *	inject_every_allocation(scenario, NULL);
 *
 * The loop fails the test if memory is leaked, if a failed allocation is not returned as
 * TFE_E_NOMEM, or if the scenario fails without a failed allocation. */
#ifndef TESTS_UNIT_INJECT_H
#define TESTS_UNIT_INJECT_H

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#include <tfevents/status.h>

/* A zeroed struct never fails and only counts. Threads: any number may allocate. */
struct inject {
	size_t fail_at;        /* the number of the allocation that fails, from 1; 0: none */
	bool persist;          /* all later ones fail as well */
	atomic_size_t calls;   /* the number of requested allocations */
	atomic_size_t largest; /* the bytes of the largest allocation */
	atomic_long live;      /* the number of blocks that are not freed */
};

static inline void *inject_resize(void *context, void *block, size_t bytes)
{
	struct inject *in = context;
	if (bytes == 0) {
		if (block)
			atomic_fetch_sub(&in->live, 1);
		free(block);
		return NULL;
	}
	size_t call = atomic_fetch_add(&in->calls, 1) + 1, largest = atomic_load(&in->largest);
	while (bytes > largest && !atomic_compare_exchange_weak(&in->largest, &largest, bytes))
		;
	if (in->fail_at && (call == in->fail_at || (in->persist && call > in->fail_at)))
		return NULL;
	void *p = realloc(block, bytes);
	if (p && !block)
		atomic_fetch_add(&in->live, 1);
	return p;
}

static inline tfe_allocator inject_allocator(struct inject *in)
{
	return (tfe_allocator){inject_resize, in};
}

typedef tfe_status inject_scenario(const tfe_allocator *allocator, void *context);

/* Runs the scenario with its first, second, ... allocation failing, once that one only and once all
 * later ones as well, until no allocation fails. Returns the number of allocations. A failure must
 * be returned as TFE_E_NOMEM, and nothing may leak. */
static inline size_t inject_every_allocation(inject_scenario *scenario, void *context)
{
	for (size_t n = 1;; n++) {
		for (int persist = 0; persist < 2; persist++) {
			struct inject in = {.fail_at = n, .persist = persist};
			tfe_allocator a = inject_allocator(&in);
			tfe_status status = scenario(&a, context);
			if (atomic_load(&in.live) != 0)
				fail_msg("%ld blocks leaked when allocation %zu failed",
					 atomic_load(&in.live), n);
			bool reached = atomic_load(&in.calls) >= n;
			if (status != (reached ? TFE_E_NOMEM : TFE_OK))
				fail_msg("status %d when allocation %zu failed", (int)status, n);
			if (!reached)
				return n - 1;
		}
	}
}

#endif
