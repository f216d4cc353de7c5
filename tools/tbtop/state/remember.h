/* state: what is remembered of a model, as entries. */
#ifndef TBTOP_STATE_REMEMBER_H
#define TBTOP_STATE_REMEMBER_H

#include "tbtop/model/model.h"
#include "tbtop/state/entries.h"

/* Adds all that is remembered of the model: the view, settings, filters, zoom; and of each run and
 * chart what differs from a new one. Returns false if the limits of entries left something out. */
bool remember(const struct model *m, struct entries *e);

enum recall {
	RECALL_DONE,
	RECALL_LATER, /* its run or tag is not there yet */
	RECALL_WRONG  /* it has no meaning, and changed nothing */
};

/* Applies an entry to the model. After all entries of a moment, recall_finish computes what depends
 * on them. */
enum recall recall_entry(struct model *m, const char *name, const char *value);
void recall_finish(struct model *m);

/* Forgets: runs and charts are as new ones, and nothing is filtered or zoomed. Settings stay. */
void recall_nothing(struct model *m);

#endif
