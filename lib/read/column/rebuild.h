/* read/column: a new column that shares the first chunks of another one. */
#ifndef TFE_READ_COLUMN_REBUILD_H
#define TFE_READ_COLUMN_REBUILD_H

#include "read/column/column.h"

/* Begins a column with the first `chunks` chunks of another, all sealed. TFE_E_NOMEM. */
tfe_status tfe__rebuild_begin(struct tfe__column_writer *rest, struct tfe__column_writer *w,
			      const struct tfe__column_memory *memory, const struct tfe__span *s,
			      size_t chunks) TFE_MUST_CHECK;

/* Updates the latest step after a chunk with this node was appended. */
void tfe__rebuild_note_steps(struct tfe__column_writer *w, const struct tfe__node *node);

/* Appends entry i of a resident chunk, of which step and wall time are known. TFE_E_NOMEM. */
tfe_status tfe__rebuild_add(struct tfe__column_writer *rest,
			    const struct tfe__column_memory *memory, const struct tfe__chunk *chunk,
			    uint32_t i, int64_t step, double wall_time) TFE_MUST_CHECK;

/* *w continues with the new column. TFE_E_NOMEM. */
tfe_status tfe__rebuild_end(struct tfe__column_writer *w, const struct tfe__column_writer *rest,
			    const struct tfe__column_memory *memory,
			    struct tfe__column_before before) TFE_MUST_CHECK;

#endif
