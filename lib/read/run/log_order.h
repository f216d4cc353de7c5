/* read/run: the order of the files of a run: the order in which they were begun. */
#ifndef TFE_READ_RUN_LOG_ORDER_H
#define TFE_READ_RUN_LOG_ORDER_H

#include "read/run/store.h"

/* Accepts the files that the scanner found, and orders them by the time in their names, by the wall
 * time of their first records, and by their names. What was read is void where a file comes before
 * files that were read. TFE_E_NOMEM. */
tfe_status tfe__order_logs(struct tfe_run *run) TFE_MUST_CHECK;

#endif
