/* update: the commands of a shell that delete runs. */
#ifndef TBTOP_UPDATE_RUN_DELETION_H
#define TBTOP_UPDATE_RUN_DELETION_H

#include "tbtop/model/model.h"

/* Returns the absolute path of the directory of a run's event files, or NULL if it is gone. Release
 * it with free. */
char *run_real_directory(const struct run *run);

/* Sets m->deletion to one command for each marked run, and m->deletion_notes to what deserves
 * attention. `rm -r` is for directories that belong to marked runs only: where another run has its
 * files in the same directory or below it, and in a log directory itself, which may hold anything,
 * the commands remove the event files. */
void deletion_compose(struct model *m);

#endif
