/* health: hysteresis: a statistic over its limit must stay there before it is a finding. */
#ifndef TFE_HEALTH_HOLD_H
#define TFE_HEALTH_HOLD_H

#include <stdbool.h>
#include <stdint.h>

/* Fires at `need` hits with fewer than `forget` misses in a row between them, from the step of the
 * first of these hits on; once fired it is over after `forget` misses in a row. Set need and
 * forget, the rest to 0. */
struct tfe__hold {
	unsigned need, forget;
	unsigned hits, misses;
	bool fired, active;
	bool lowest; /* the worst value is the least one */
	int64_t first_step, last_step;
	int64_t again_step; /* where it began to hold this time, or the last time */
	double worst;
	int64_t worst_step;
	int64_t pending_step;
};

/* The statistic's next point. */
void tfe__hold_add(struct tfe__hold *hold, int64_t step, bool hit, double value);

#endif
