/* view: a whole frame: what is around every view, and the table of views. */
#ifndef TBTOP_VIEW_FRAME_H
#define TBTOP_VIEW_FRAME_H

#include "tbtop/cache/caches.h"
#include "tbtop/model/geometry.h"
#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"
#include "tbtop/view/layout.h"

/* Draws the model over all of the grid, a pure function of the model: the caches save time and
 * nothing else. *out becomes the frame's geometry. */
void frame_draw(const struct model *m, struct caches *caches, struct grid *g, struct geometry *out);

/* Computes the geometry of a frame of w x h cells without drawing it: all but plot_columns, which
 * depends on the labels that are drawn and is 0 here. */
void frame_measure(const struct model *m, int w, int h, struct geometry *out);

/* --- views -------------------------------------------------------------------------------------- */

/* What a view draws from and to. */
struct frame {
	const struct model *model;
	struct caches *caches;
	struct grid *grid;
};

struct view_entry {
	const char *title; /* of its tab; NULL: it has none */
	/* Fills in what the view knows of the geometry when it has this area. */
	void (*measure)(const struct model *m, struct rect area, struct geometry *out);
	/* Draws into the area and nowhere else; sets out->plot_columns if it draws one plot. */
	void (*draw)(const struct frame *f, struct rect area, struct geometry *out);
};

extern const struct view_entry view_table[VIEWS];

void scalars_draw(const struct frame *f, struct rect area, struct geometry *out);
void histograms_draw(const struct frame *f, struct rect area, struct geometry *out);
void findings_measure(const struct model *m, struct rect area, struct geometry *out);
void findings_draw(const struct frame *f, struct rect area, struct geometry *out);
void help_measure(const struct model *m, struct rect area, struct geometry *out);
void help_draw(const struct frame *f, struct rect area, struct geometry *out);

/* --- the parts around them ---------------------------------------------------------------------- */

void header_draw(const struct model *m, struct grid *g, struct rect r);
void tabs_draw(const struct model *m, struct grid *g, struct rect r,
	       const struct geometry *geometry);
void footer_draw(const struct model *m, struct grid *g, struct rect r);
void runs_draw(const struct model *m, struct grid *g, struct rect r);
void tags_draw(const struct model *m, struct grid *g, struct rect r, size_t focus_row);
void legend_draw(const struct model *m, struct grid *g, struct rect r);

/* What a view shows when it has nothing to show: why that is, and what to do. `what`: "scalars" and the like. */
void nothing_draw(const struct model *m, struct grid *g, struct rect area, const char *what);

#endif
