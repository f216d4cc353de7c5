/* state: what is remembered of zooms. */
#ifndef TBTOP_STATE_REMEMBER_ZOOMS_H
#define TBTOP_STATE_REMEMBER_ZOOMS_H

#include "tbtop/state/remember.h"

/* See remember. */
bool remember_zooms(const struct model *m, struct entries *e);

/* Applies the zoom of a tag, and linked zooms. `name`: the chart, as "KIND NAME". */
enum recall recall_zoom(struct model *m, const char *name, const char *value);
enum recall recall_linked_zoom(struct model *m, const char *name, const char *value);

/* Removes the oldest zooms of tags beyond ZOOMS_MOST: those of tags that disappeared would
 * otherwise accumulate. */
void drop_old_zooms(struct entries *e);

#endif
