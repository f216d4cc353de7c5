/* view: a whole frame: what is around every view, and the table of views. */
#ifndef TBTOP_VIEW_FRAME_H
#define TBTOP_VIEW_FRAME_H

#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"
#include "tbtop/view/layout.h"

/* A view draws into its area and nowhere else, and fills in what of `geometry` it knows. */
struct view_entry {
	const char *title; /* of its tab; NULL: it has none */
	void (*draw)(const struct model *m, struct grid *g, struct rect area,
		     struct geometry *geometry);
};

extern const struct view_entry view_table[VIEWS];

void scalars_draw(const struct model *m, struct grid *g, struct rect area,
		  struct geometry *geometry);
void histograms_draw(const struct model *m, struct grid *g, struct rect area,
		     struct geometry *geometry);
void findings_draw(const struct model *m, struct grid *g, struct rect area,
		   struct geometry *geometry);
void help_draw(const struct model *m, struct grid *g, struct rect area, struct geometry *geometry);

/* Draws the model over all of the grid; what was seen goes to m->geometry. */
void frame_draw(struct model *m, struct grid *g);

/* The parts of a frame. */
void header_draw(const struct model *m, struct grid *g, struct rect r);
void tabs_draw(const struct model *m, struct grid *g, struct rect r);
void footer_draw(const struct model *m, struct grid *g, struct rect r);
void runs_draw(const struct model *m, struct grid *g, struct rect r);
void tags_draw(const struct model *m, struct grid *g, struct rect r);
void legend_draw(const struct model *m, struct grid *g, struct rect r);

/* What a view shows when it has nothing to show: why that is, and what to do. `what`: "scalars" and the like. */
void nothing_draw(const struct model *m, struct grid *g, struct rect area, const char *what);

#endif
