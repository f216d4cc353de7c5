/* read/query: the event file that holds an entry of a series. */
#ifndef TFE_READ_QUERY_ENTRY_FILE_H
#define TFE_READ_QUERY_ENTRY_FILE_H

#include <stdbool.h>

#include <tfevents/series.h>

/* The path of the file that holds the first entry of a step, of the scalars among them the first
 * one that is finite or not, as asked for, where there is one. "" where there is no such entry, or
 * its file is not known.
 * Ownership: lives as long as the logdir. Threads: any. */
const char *tfe__entry_file(const tfe_view *view, int64_t step, bool finite);

/* The path of the first file of a run, "" where it has none. */
const char *tfe__run_first_file(const tfe_run *run);

#endif
