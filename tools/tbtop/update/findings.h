/* update: what the health rules found becomes the model's findings. */
#ifndef TBTOP_UPDATE_FINDINGS_H
#define TBTOP_UPDATE_FINDINGS_H

#include <stdbool.h>

#include "common/judge.h"
#include "tbtop/model/model.h"

/* Takes the judge's list over when it is another than the one with number *generation. Returns whether it was. */
bool findings_sync(struct judge *judge, struct model *m, unsigned long *generation);

#endif
