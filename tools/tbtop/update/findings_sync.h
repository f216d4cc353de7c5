/* update: copies findings of the health rules and damage of files into the model. */
#ifndef TBTOP_UPDATE_FINDINGS_SYNC_H
#define TBTOP_UPDATE_FINDINGS_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/judge.h>

#include "tbtop/model/model.h"

/* The state of the judge when the model was last updated. Initialize it with zeros. */
struct findings_seen {
	uint64_t generation; /* of the list of the judge */
	size_t live;         /* number of live runs, whose pending findings are shown */
};

/* Opens a judge with the options of tbtop. The program ends without memory. */
tfe_judge *findings_open(const tfe_logdir *logdir, const struct model *m);

/* Replaces the findings of the model if the judge's list or the live runs differ from `seen`.
 * Returns whether they do. */
bool findings_sync(const tfe_judge *judge, struct model *m, struct findings_seen *seen);

#endif
