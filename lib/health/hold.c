/* health: hysteresis of a statistic over its limit. */
#include "health/hold.h"

static void add_hit(struct tfe__hold *h, int64_t step, double value)
{
	if (h->hits == 0)
		h->pending_step = step;
	bool worse = h->lowest ? value < h->worst : value > h->worst;
	if ((!h->fired && h->hits == 0) || worse) {
		h->worst = value;
		h->worst_step = step;
	}
	h->hits++;
	h->misses = 0;
	h->hit_step = step;
	if (h->hits < h->need)
		return;
	if (!h->fired)
		h->first_step = h->pending_step;
	if (!h->active) {
		h->latest_first_step = h->pending_step;
		h->times++;
	}
	h->fired = h->active = true;
	h->last_step = step;
}

void tfe__hold_add(struct tfe__hold *h, int64_t step, bool hit, double value)
{
	if (hit) {
		add_hit(h, step, value);
		return;
	}
	h->misses++;
	if (h->misses >= h->forget) {
		h->hits = 0;
		h->active = false;
	}
}
