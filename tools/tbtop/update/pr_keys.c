/* update: keys of the view of precision-recall curves: the threshold, and the type of curve. */
#include <math.h>

#include "tbtop/update/update.h"

/* Moves to the threshold that is `by` away from the one nearest to the chosen value. */
static void move_threshold(struct model *m, const struct geometry *seen, int by)
{
	if (seen->thresholds < 2)
		return;
	double last = (double)(seen->thresholds - 1);
	m->pr.threshold = fmin(fmax(round(m->pr.threshold * last) + by, 0), last) / last;
}

/* Returns whether the action moves the threshold of one chart in full size. */
static bool moved(struct model *m, const struct geometry *seen, enum action action)
{
	switch (action) {
	case DO_LEFT:
	case DO_RIGHT:
		move_threshold(m, seen, action == DO_RIGHT ? 1 : -1);
		return true;
	case DO_FIRST:
	case DO_LAST:
		m->pr.threshold = action == DO_LAST ? 1 : 0;
		return true;
	case DO_BEST:
		if (seen->thresholds)
			m->pr.threshold = seen->best_threshold;
		return true;
	default:
		return false;
	}
}

void update_pr(struct model *m, const struct geometry *seen, enum action action)
{
	if (action == DO_MODE)
		m->pr.type = (m->pr.type + 1) % PR_TYPES;
	else if (!m->focused || !moved(m, seen, action))
		update_steps(m, seen, action);
}
