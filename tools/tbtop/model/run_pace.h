/* model: how fast the training of a run goes, and how long it still takes. */
#ifndef TBTOP_MODEL_RUN_PACE_H
#define TBTOP_MODEL_RUN_PACE_H

#include "tbtop/model/model.h"

/* Writes a text such as "2h10m left at 3.2 steps/s", or without the time if that is not known.
 * Returns false if the run is not live or nothing is known. */
enum { PACE_TEXT = 64 };
bool run_pace_text(const struct model *m, const struct run *run, char text[PACE_TEXT]);

/* Returns the run whose pace is shown: the focused one, otherwise the only live one, or NULL. */
const struct run *run_with_pace(const struct model *m);

/* Returns the time when the text of a run changes without new data; INFINITY if it does not. */
double run_pace_changes(const struct model *m, const struct run *run);

#endif
