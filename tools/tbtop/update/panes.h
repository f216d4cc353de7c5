/* update: the panes: the view, and the lists of runs and tags. */
#ifndef TBTOP_UPDATE_PANES_H
#define TBTOP_UPDATE_PANES_H

#include "tbtop/model/geometry.h"
#include "tbtop/model/model.h"

/* Moves to the next pane (1) or the previous one (-1). A hidden sidebar is shown first if the
 * screen is wide enough. */
void pane_next(struct model *m, const struct geometry *seen, int direction);

/* Returns to the view, and hides the sidebar if it was shown for a pane only. */
void pane_leave(struct model *m);

void sidebar_toggle(struct model *m, const struct geometry *seen);

/* Focuses the first row of the runs if none has the focus. */
void focus_a_run(struct model *m);

/* Shows the table of runs, or hides it: the list of runs has the focus then, if the screen has
 * space for it. */
void runs_table_show(struct model *m, const struct geometry *seen, bool on);

#endif
