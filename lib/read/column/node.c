/* read/column: nodes: the summary of a range of entries. */
#include "read/column/node.h"

static void merge_values(struct tfe__node *n, const struct tfe__node *next)
{
	n->nan += next->nan;
	n->posinf += next->posinf;
	n->neginf += next->neginf;
	if (!next->finite)
		return;
	if (!n->finite) {
		n->first = next->first;
		n->min = next->min;
		n->max = next->max;
	}
	n->finite += next->finite;
	n->last = next->last;
	n->sum += next->sum;
	if (next->min < n->min)
		n->min = next->min;
	if (next->max > n->max)
		n->max = next->max;
}

void tfe__node_merge(struct tfe__node *n, const struct tfe__node *next)
{
	n->entries += next->entries;
	n->nan_walls += next->nan_walls;
	if (next->step_min < n->step_min)
		n->step_min = next->step_min;
	if (next->step_max > n->step_max)
		n->step_max = next->step_max;
	if (next->wall_min < n->wall_min)
		n->wall_min = next->wall_min;
	if (next->wall_max > n->wall_max)
		n->wall_max = next->wall_max;
	merge_values(n, next);
}
