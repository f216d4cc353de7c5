/* read/run: detects files that are no plain event files: texts, files whose checksums were computed
 * wrongly, and files that end inside a record. */
#ifndef TFE_READ_RUN_LOG_CHECK_H
#define TFE_READ_RUN_LOG_CHECK_H

#include <stdbool.h>

#include "read/run/store.h"

/* Checks damaged bytes. Returns whether they are a part of a text at the beginning of the file,
 * which tfe__log_check_end reports. */
bool tfe__log_check_damage(struct tfe__log *log, const struct tfe__record *record);

/* Reports what the file is, as far as it was read, or removes an earlier report. `last` is the
 * incomplete record at the end of the file, or NULL if the end was not reached. The file
 * is open. */
void tfe__log_check_end(struct tfe__log *log, const struct tfe__record *last);

/* Removes the reports, because the file was deleted or replaced. */
void tfe__log_check_reset(struct tfe__log *log);

#endif
