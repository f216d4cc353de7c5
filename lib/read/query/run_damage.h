/* read/query: the damage of a run, beyond what the public functions return. */
#ifndef TFE_READ_QUERY_RUN_DAMAGE_H
#define TFE_READ_QUERY_RUN_DAMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/logdir.h>

/* Returns a number that grows with every change of the damages of a run. Threads: any. */
uint64_t tfe__run_damage_versions(const tfe_run *run);

/* Returns whether file i of a run (tfe_run_get_file) ends inside a record, as far as it was read,
 * and fills *damage then. It is no damage while a program may still write the rest.
 * Threads: any. */
bool tfe__run_get_cut_end(const tfe_run *run, size_t i, tfe_damage *damage);

#endif
