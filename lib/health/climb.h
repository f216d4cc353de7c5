/* health: the rise of a loss that does not come back, for the rule divergence. */
#ifndef TFE_HEALTH_CLIMB_H
#define TFE_HEALTH_CLIMB_H

#include "health/health_run.h"
#include "health/hold.h"

/* A loss above this multiple of its start is far above any healthy one. */
#define TFE__FAR_OF_START 5.0

/* A rise: its hold, and the limit and the best value at its worst point. */
struct tfe__climb {
	struct tfe__hold hold;
	double limit, best;
	double evidence;      /* that it is more than noise: a deviate */
	double start;         /* of tfe__start */
	unsigned returns;     /* how often an earlier rise came back below the start */
	bool came_back;       /* since the last hold */
	size_t window;        /* of the medians */
	size_t pending, from; /* the first point of the present hits, and of the present hold */
};

/* Finds a rise that is still there at the newest point, and is more than noise; it may be pending.
 * `held_out` is the evidence of the held-out loss, which has other noise; with INFINITY noise does
 * not matter. A loss that is below 0 has no rise. */
bool tfe__climbs(const struct tfe__health_run *run, const struct tfe__health_series *s,
		 double held_out, struct tfe__climb *c);

/* Finds a rise, within a tenth of the points, by which a loss lost half of what it had learned for
 * good: the training of a language model that falls back to the frequencies of the tokens. */
bool tfe__loses_half(const struct tfe__health_series *s, struct tfe__climb *c);

#endif
