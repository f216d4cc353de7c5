/* update: the rhythm of a run: the usual time between its points, and its steps a second. */
#ifndef TBTOP_UPDATE_RHYTHM_H
#define TBTOP_UPDATE_RHYTHM_H

#include "tbtop/model/model.h"

/* Computes patience_s and pace from the newest points of the run. */
void rhythm_measure(struct run *run);

#endif
