/* update: undoing the last change of filters or of the drawn runs, or the end of a zoom. */
#ifndef TBTOP_UPDATE_UNDO_H
#define TBTOP_UPDATE_UNDO_H

#include "tbtop/model/model.h"

/* Notes what is selected before a key. A line of input counts as one key: call it only while none
 * is open. */
void undo_begin(struct model *m);

/* Compares with that after the key. What the key changed can be undone. */
void undo_end(struct model *m);

/* Restores what was selected before the last change, which can be undone in turn. */
void undo(struct model *m);

#endif
