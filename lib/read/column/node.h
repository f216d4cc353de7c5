/* read/column: nodes: the summary of a range of entries. */
#ifndef TFE_READ_COLUMN_NODE_H
#define TFE_READ_COLUMN_NODE_H

#include <math.h>
#include <stdint.h>

/* The summary of a range of entries. For an empty range step_min > step_max and wall_min >
 * wall_max. Wall times that are NaN enter neither wall_min nor wall_max. first, last, min, max and
 * sum concern the finite values in the order of the entries; they are NaN (sum: 0) if there is
 * none. */
struct tfe__node {
	uint64_t entries, nan_walls; /* number of entries, and of those with a wall time of NaN */
	uint64_t finite, nan, posinf, neginf;
	int64_t step_min, step_max;
	double wall_min, wall_max;
	double first, last, min, max, sum;
};

static inline void tfe__node_init(struct tfe__node *n)
{
	*n = (struct tfe__node){.step_min = INT64_MAX,
				.step_max = INT64_MIN,
				.wall_min = INFINITY,
				.wall_max = -INFINITY,
				.first = NAN,
				.last = NAN,
				.min = NAN,
				.max = NAN};
}

static inline void tfe__node_add_x(struct tfe__node *n, int64_t step, double wall_time)
{
	n->entries++;
	if (step < n->step_min)
		n->step_min = step;
	if (step > n->step_max)
		n->step_max = step;
	if (wall_time < n->wall_min)
		n->wall_min = wall_time;
	if (wall_time > n->wall_max)
		n->wall_max = wall_time;
	n->nan_walls += isnan(wall_time) != 0;
}

static inline void tfe__node_add_value(struct tfe__node *n, double value)
{
	if (isfinite(value)) {
		if (!n->finite++)
			n->first = n->min = n->max = value;
		n->last = value;
		n->sum += value;
		if (value < n->min)
			n->min = value;
		if (value > n->max)
			n->max = value;
	} else if (isnan(value)) {
		n->nan++;
	} else if (value > 0) {
		n->posinf++;
	} else {
		n->neginf++;
	}
}

/* Appends the range `next` to the range `n`. */
void tfe__node_merge(struct tfe__node *n, const struct tfe__node *next);

#endif
