/* For unit tests: an allocator whose N-th allocation fails, and a loop over every N.
 *
 *	static tfe_status scenario(const tfe_allocator *a, void *context) { open, use, close; return what failed; }
 *	inject_every_allocation(scenario, NULL);
 *
 * It fails the test when memory is left over, when a failed allocation does not come out as TFE_E_NOMEM, and
 * when the scenario does not pass once nothing fails any more. */
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

/* Zeroed, it never fails and only counts. Threads: any number may allocate. */
struct inject {
	size_t fail_at;        /* the allocation that fails, from 1; 0 none */
	bool persist;          /* all later ones fail too */
	atomic_size_t calls;   /* allocations asked for */
	atomic_size_t largest; /* bytes of the largest of them */
	atomic_long live;      /* blocks not freed */
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

/* Runs the scenario with its first, second, ... allocation failing, once alone and once with all later ones, until none
 * is left to fail; returns how many there were. A failure must come out as TFE_E_NOMEM, and nothing may leak. */
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
