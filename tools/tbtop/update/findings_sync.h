/* update: what the health rules found, and where files are damaged, becomes the model's findings. */
#ifndef TBTOP_UPDATE_FINDINGS_SYNC_H
#define TBTOP_UPDATE_FINDINGS_SYNC_H

#include <stdbool.h>

#include "common/judge.h"
#include "tbtop/model/model.h"

/* What the model has of them. Zero it at the start. */
struct findings_seen {
	unsigned long generation; /* of the judge's list */
	uint64_t damages;
};

/* Takes the judge's findings and the damage of files over when there are others than those that were seen. Returns
 * whether there were. */
bool findings_sync(struct judge *judge, const tfe_logdir *logdir, struct model *m,
		   struct findings_seen *seen);

#endif
