/* write: all open writers of the process, for its exit, its forks and the numbers of its files. */
#ifndef TFE_WRITE_REGISTRY_H
#define TFE_WRITE_REGISTRY_H

#include <stdint.h>

#include <tfevents/status.h>
#include <tfevents/writer.h>

/* From now on until tfe__registry_remove the writer is finished when the process exits, and told of forks. */
tfe_status tfe__registry_add(tfe_writer *writer) TFE_MUST_CHECK;
void tfe__registry_remove(tfe_writer *writer);

/* 0, 1, 2, ... over all files of the process. */
uint64_t tfe__registry_next_number(void);

#endif
