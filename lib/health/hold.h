/* health: hysteresis: a statistic must be over its limit several times before it is a finding. */
#ifndef TFE_HEALTH_HOLD_H
#define TFE_HEALTH_HOLD_H

#include <stdbool.h>
#include <stdint.h>

/* A hit is a point over the limit, a miss is any other point. The hold fires after `need` hits with
 * fewer than `forget` successive misses between them, and begins at the first of these hits. It
 * ends after `forget` successive misses. Initialise need, forget and lowest, and the rest with
 * 0. */
struct tfe__hold {
	unsigned need, forget;
	unsigned hits, misses;
	unsigned times;     /* how often it began */
	bool fired, active; /* it has fired; it has not ended since */
	bool lowest;        /* the worst value is the least one */
	int64_t first_step, last_step;
	int64_t latest_first_step; /* the beginning of the present hold, or of the last one */
	double worst;
	int64_t worst_step;
	int64_t pending_step; /* step of the first of the present hits */
	int64_t hit_step;     /* step of the last hit */
};

/* Adds the next point of the statistic. */
void tfe__hold_add(struct tfe__hold *hold, int64_t step, bool hit, double value);

/* Whether it is not active but may be about to fire: the newest point is a hit. */
static inline bool tfe__hold_is_pending(const struct tfe__hold *hold)
{
	return !hold->active && hold->hits && !hold->misses;
}

/* Whether it has fired, or is pending. */
static inline bool tfe__hold_is_found(const struct tfe__hold *hold)
{
	return hold->fired || tfe__hold_is_pending(hold);
}

/* Returns the beginning of the present hold, or of the last one. */
static inline int64_t tfe__hold_latest_step(const struct tfe__hold *hold)
{
	return tfe__hold_is_pending(hold) ? hold->pending_step : hold->latest_first_step;
}

#endif
