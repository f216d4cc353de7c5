/* view: the title of a chart that shows one entry of a series: tag, run, and the step. */
#ifndef TBTOP_VIEW_ENTRY_TITLE_H
#define TBTOP_VIEW_ENTRY_TITLE_H

#include "tbtop/model/linked_step.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/title.h"

/* The entry of a tag that is shown. */
struct entry_shown {
	const struct tag *tag;
	const struct curve *curve;
	tfe_view view;
	struct linked_entry at;
};

/* Finds the entry of the followed run at the chosen step, and draws the title into the first row of
 * r. Returns false after drawing why there is no entry. */
bool entry_title_draw(const struct frame *f, struct rect r, const struct tag *tag, bool active,
		      struct entry_shown *s);

/* Draws only the title. Without a curve, it is the tag alone. */
void entry_title_put(const struct model *m, struct grid *g, struct rect r,
		     const struct entry_shown *s, bool active);

/* Adds the chosen step to the settings of a view. */
void entry_settings(const struct model *m, struct pieces *p);

#endif
