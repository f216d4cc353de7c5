/* update: copies findings of the health rules and damage of files into the model. */
#ifndef TBTOP_UPDATE_FINDINGS_SYNC_H
#define TBTOP_UPDATE_FINDINGS_SYNC_H

#include <stdbool.h>

#include "common/judge.h"
#include "tbtop/model/model.h"

/* The state of the sources when the model was last updated. Initialize it with zeros. */
struct findings_seen {
	unsigned long generation; /* of the list of the judge */
	uint64_t damages;
};

/* Replaces the findings of the model if the sources differ from `seen`. Returns whether they
 * did. */
bool findings_sync(struct judge *judge, const tfe_logdir *logdir, struct model *m,
		   struct findings_seen *seen);

#endif
