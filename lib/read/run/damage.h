/* read/run: the damage of a run or of a log directory, as a list that has a bound. */
#ifndef TFE_READ_RUN_DAMAGE_H
#define TFE_READ_RUN_DAMAGE_H

#include <tfevents/logdir.h>

#include "base/list.h"
#include "read/run/store.h"

/* Adds an entry to a list of damages. After ten thousand entries, or once the memory budget is exhausted, an entry that there
 * are more ends the list. The path lives as long as the logdir. */
void tfe__damage_add(struct tfe__list *list, struct tfe__arena *arena,
		     const struct tfe__budget *budget, tfe_damage given);

/* The word for why a file or folder cannot be read. Static. */
const char *tfe__damage_reason(int sys_errno);

/* The same for the list of a run. */
void tfe__run_add_damage(struct tfe_run *run, tfe_damage given);
/* Whether the list of a run has space for another entry. */
bool tfe__run_can_add_damage(const struct tfe_run *run);
/* The run is read from its beginning: what is damaged is found again. */
void tfe__run_forget_damage(struct tfe_run *run);

#endif
