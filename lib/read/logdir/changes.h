/* read/logdir: one file descriptor that is readable once queries may see something new. */
#ifndef TFE_READ_LOGDIR_CHANGES_H
#define TFE_READ_LOGDIR_CHANGES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <tfevents/status.h>

/* Threads: any, between open and close. */
struct tfe__changes {
	_Atomic(uint64_t) generation; /* grows with every change */
	int pipe[2];
	_Atomic(bool) signalled; /* a byte is in the pipe, or about to be */
};

tfe_status tfe__changes_open(struct tfe__changes *c, tfe_error *error) TFE_MUST_CHECK;
void tfe__changes_close(struct tfe__changes *c);

/* Something changed. */
void tfe__changes_signal(struct tfe__changes *c);

/* Empties the pipe. A query after this sees all changes before it; later changes are signalled again. */
void tfe__changes_acknowledge(struct tfe__changes *c);

#endif
