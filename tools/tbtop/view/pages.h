/* view: charts of tags laid out in pages, whatever they show. */
#ifndef TBTOP_VIEW_PAGES_H
#define TBTOP_VIEW_PAGES_H

#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"

/* Draws one tag into r; `active`: it has the focus. */
typedef void pages_chart(const struct model *m, struct grid *g, struct rect r,
			 const struct tag *tag, bool active);

/* Draws the page that the focused tag is on; there is at least one tag. */
void pages_draw(const struct model *m, struct grid *g, struct rect area, struct geometry *geometry,
		pages_chart *chart);

#endif
