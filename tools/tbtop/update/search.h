/* update: searching in the lines of a text, in the rows of trials and in findings. */
#ifndef TBTOP_UPDATE_SEARCH_H
#define TBTOP_UPDATE_SEARCH_H

#include "tbtop/model/bindings.h"
#include "tbtop/model/geometry.h"

/* Returns whether a search is active in the current view. */
bool search_is_active(const struct model *m);

/* Remembers the position before a search; search_restore returns to it. */
void search_begin(struct model *m);
void search_restore(struct model *m);

/* Searches for the text of the prompt. */
void search_typed(struct model *m, const struct geometry *seen);

/* Repeats an active search for DO_NEXT_CHART and DO_PREVIOUS_CHART. Returns false for other actions
 * and without an active search. */
bool search_again(struct model *m, const struct geometry *seen, enum action action);

#endif
