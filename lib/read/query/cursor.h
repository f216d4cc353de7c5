/* read/query: the struct of a cursor, shared by cursor.c and cursor_crc32.c. */
#ifndef TFE_READ_QUERY_CURSOR_H
#define TFE_READ_QUERY_CURSOR_H

#include <tfevents/cursor.h>

#include "read/query/reread.h"

struct tfe_cursor {
	tfe_allocator allocator;
	const tfe_series *series;
	tfe_view view;                 /* of the time when the cursor was opened */
	struct tfe__snapshot snapshot; /* of the same time; not set with in_memory */
	struct tfe__reread *reread;    /* NULL: not needed so far */
	uint64_t next;                 /* number of the next entry */
	bool in_memory;
	/* When the cursor was opened, the view had all entries of the series and all were in
	 * memory. A reread gives them the same numbers. */
	bool whole;
	tfe_error error;
};

/* Gets a view in which an entry is in memory: the view of the cursor, or that of a reread. It is
 * valid until the next call. Entries of the view of the cursor may be dropped at any time. With
 * in_memory *entry advances to the next entry in memory. Returns TFE_E_NOTFOUND if there is no such
 * entry; TFE_E_IO, TFE_E_DAMAGED or TFE_E_NOMEM, with the detail in cursor->error. */
tfe_status tfe__cursor_reach(tfe_cursor *cursor, uint64_t *entry, tfe_view *view) TFE_MUST_CHECK;

/* Closes the reread of the cursor, at the end of the series or of the use of the cursor. */
void tfe__cursor_close_reread(tfe_cursor *cursor);

#endif
