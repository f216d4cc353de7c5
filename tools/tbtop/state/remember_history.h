/* state: the lines that were entered in prompts. */
#ifndef TBTOP_STATE_REMEMBER_HISTORY_H
#define TBTOP_STATE_REMEMBER_HISTORY_H

#include "tbtop/state/remember.h"

/* The parts of remember and recall_entry for lines. `word`: the name of an entry. */
bool remember_history(const struct model *m, struct entries *e);
enum recall recall_history(struct model *m, const char *word, const char *value);

#endif
