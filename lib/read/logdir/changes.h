/* read/logdir: change notification of a log directory: a pipe that is readable after a change. */
#ifndef TFE_READ_LOGDIR_CHANGES_H
#define TFE_READ_LOGDIR_CHANGES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <tfevents/status.h>

/* Threads: any, between tfe__changes_open and tfe__changes_close. */
struct tfe__changes {
	_Atomic(uint64_t) generation; /* grows with every change */
	int pipe[2];
	_Atomic(bool) signalled; /* a byte is in the pipe, or is being written */
};

tfe_status tfe__changes_open(struct tfe__changes *c, tfe_error *error) TFE_MUST_CHECK;
void tfe__changes_close(struct tfe__changes *c);

/* Reports a change: makes the pipe readable. */
void tfe__changes_signal(struct tfe__changes *c);

/* Empties the pipe. Queries after the call see all changes before it; a later change makes the pipe
 * readable again. */
void tfe__changes_acknowledge(struct tfe__changes *c);

#endif
