/* read/query: a cursor, for the calls on it that are not in cursor.c. */
#ifndef TFE_READ_QUERY_CURSOR_H
#define TFE_READ_QUERY_CURSOR_H

#include <tfevents/cursor.h>

#include "read/query/reread.h"

struct tfe_cursor {
	tfe_allocator allocator;
	const tfe_series *series;
	tfe_view view;                 /* when the cursor was opened */
	struct tfe__snapshot snapshot; /* that belongs to the view; not with in_memory */
	struct tfe__reread *reread;    /* NULL: none is needed, or not yet */
	uint64_t next;                 /* the entry that comes next */
	bool in_memory;
	/* The view had all entries, and all were in memory: a second reading numbers them alike. */
	bool whole;
	tfe_error error;
};

/* Finds a view that has an entry, until the next call: the cursor's own, as long as the entry is
 * in memory there, or that of a second reading. Entries of the former may be dropped at any
 * time. With in_memory *entry becomes the next one that is in memory. Returns TFE_E_NOTFOUND
 * where there is no such entry, TFE_E_IO, TFE_E_DAMAGED, TFE_E_NOMEM (in cursor->error). */
tfe_status tfe__cursor_reach(tfe_cursor *cursor, uint64_t *entry, tfe_view *view) TFE_MUST_CHECK;

/* The cursor is at its end, or is not used any more: gives the second reading back. */
void tfe__cursor_rest(tfe_cursor *cursor);

#endif
