/* read/run: the damage of a run or of a log directory. */
#ifndef TFE_READ_RUN_DAMAGE_H
#define TFE_READ_RUN_DAMAGE_H

#include <tfevents/logdir.h>

#include "base/list.h"
#include "read/run/store.h"

/* Adds an entry to the list of a log directory. Once the memory budget is exhausted, an entry that
 * there are more ends the list. The path lives as long as the logdir. */
void tfe__damage_add(struct tfe__list *list, struct tfe__arena *arena,
		     const struct tfe__budget *budget, tfe_damage given);

/* Returns the reason why a file or directory cannot be read. Static. */
const char *tfe__damage_reason(int sys_errno);

/* Adds a damage to the list of a run (damage_list.h). */
void tfe__run_add_damage(struct tfe_run *run, tfe_damage given);
/* Whether the list of a run has space for another entry. */
bool tfe__run_can_add_damage(const struct tfe_run *run);

/* Removes the damage of this kind that concerns the whole file. */
void tfe__run_remove_damage(struct tfe_run *run, const char *path, tfe_damage_kind kind);

/* Replaces one kind by another in all damage of a file. */
void tfe__run_replace_damage_kind(struct tfe_run *run, const char *path, tfe_damage_kind from,
				  tfe_damage_kind to);

/* Clears the list, because the run is read from its beginning. */
void tfe__run_forget_damage(struct tfe_run *run);

/* Returns the errno with which a file could not be read; 0 if it could be read. */
int tfe__run_errno_of(struct tfe_run *run, const char *path);

#endif
