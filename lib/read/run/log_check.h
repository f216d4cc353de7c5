/* read/run: what a file is whose bytes are no plain event file: a text, records whose checksums
 * were computed wrongly, or records of which the last one is cut. */
#ifndef TFE_READ_RUN_LOG_CHECK_H
#define TFE_READ_RUN_LOG_CHECK_H

#include <stdbool.h>

#include "read/run/store.h"

/* Checks damaged bytes. Returns whether they are a part of a text at the beginning of the file,
 * which tfe__log_check_end reports. */
bool tfe__log_check_damage(struct tfe__log *log, const struct tfe__record *record);

/* Reports what the file is as far as it was read, or removes an earlier report. `last`: what the
 * end of the file cuts, or NULL before the end. The file is open. */
void tfe__log_check_end(struct tfe__log *log, const struct tfe__record *last);

/* The file is gone or another one. */
void tfe__log_check_reset(struct tfe__log *log);

#endif
