/* state: the names of entries: a word, and for runs and charts their name after a blank:
 * "run.hidden lr=0.1", "chart.pinned scalars train/loss". */
#ifndef TBTOP_STATE_ENTRY_NAMES_H
#define TBTOP_STATE_ENTRY_NAMES_H

#include "tbtop/model/model.h"
#include "tbtop/state/entries.h"

/* Returns the name of a kind of tags. */
const char *entry_kind(enum tag_kind kind);

/* Adds WORD, or WORD NAME, or WORD KIND NAME; parts that are missing are "". Returns false beyond
 * the limits of entries. */
bool entry_add(struct entries *e, const char *word, const char *kind, const char *name,
	       const char *value);

/* Returns the text after the first blank, or "". */
const char *entry_argument(const char *text);

/* Finds the chart that "KIND NAME" means, or NULL. */
struct tag *entry_chart(const struct model *m, const char *text);

#endif
