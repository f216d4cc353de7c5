/* read/query: the event file that holds an entry of a series. */
#ifndef TFE_READ_QUERY_ENTRY_FILE_H
#define TFE_READ_QUERY_ENTRY_FILE_H

#include <stdbool.h>

#include <tfevents/series.h>

/* Returns the path of the file that holds the first entry of a step. Among several scalars of the
 * step it is the first one that is finite, or not finite, as `finite` says, if there is one.
 * Returns "" if there is no such entry, or its file is unknown.
 * Ownership: the log directory's. Threads: any. */
const char *tfe__entry_file(const tfe_view *view, int64_t step, bool finite);

/* Returns tfe_series_info.several_writers of a view, without the cost of the other fields. Threads:
 * any. */
bool tfe__view_has_several_writers(const tfe_view *view);

/* Returns the path of the first file of a run, "" if it has none. */
const char *tfe__run_first_file(const tfe_run *run);

#endif
