/* read/column: orders the entries of a column by step, where several files were written at the same
 * time. */
#ifndef TFE_READ_COLUMN_REORDER_H
#define TFE_READ_COLUMN_REORDER_H

#include "read/column/column.h"

/* The entries to order: those from number `from` to `to`, of which those before number `ordered`
 * are in order already. Afterwards: */
struct tfe__reorder {
	uint64_t from, ordered, to;
	uint64_t repeated;   /* entries that were removed, because another file has the same */
	uint64_t same_steps; /* entries with the step of the one before them */
	size_t first_chunk; /* chunks from this one on were replaced; none if `replaced` is false */
	bool replaced;
};

/* Orders entries by step, then by wall time, then by value. If anything changes, *w continues with
 * a new column, which shares the chunks before the first one that changes; readers of the old
 * column see no change. Returns TFE_E_LIMIT (data of these chunks were dropped, or `items_max`
 * bytes do not suffice) or TFE_E_NOMEM; *w is unchanged then. */
tfe_status tfe__column_reorder(struct tfe__column_writer *w,
			       const struct tfe__column_memory *memory,
			       const tfe_allocator *allocator, size_t items_max,
			       struct tfe__reorder *reorder) TFE_MUST_CHECK;

#endif
