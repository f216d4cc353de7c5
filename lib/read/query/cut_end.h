/* read/query: the record that the end of a file cuts. */
#ifndef TFE_READ_QUERY_CUT_END_H
#define TFE_READ_QUERY_CUT_END_H

#include <stdbool.h>

#include <tfevents/logdir.h>

/* Whether file i of a run (tfe_run_get_file) ends inside a record, as far as it was read; then
 * *damage describes it. It is no damage while a program may still write the rest. Threads: any. */
bool tfe__run_get_cut_end(const tfe_run *run, size_t i, tfe_damage *damage);

#endif
