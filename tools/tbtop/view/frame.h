/* view: a whole frame, and the table of views. */
#ifndef TBTOP_VIEW_FRAME_H
#define TBTOP_VIEW_FRAME_H

#include "tbtop/cache/caches.h"
#include "tbtop/model/geometry.h"
#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"
#include "tbtop/view/layout.h"
#include "tbtop/view/pieces.h"

/* Draws the model into the whole grid and fills *out with the geometry. The result depends only on
 * the model and the grid; the caches only save time. */
void frame_draw(const struct model *m, struct caches *caches, struct grid *g, struct geometry *out);

/* Computes the geometry of a frame of w x h cells without drawing it, except plot_columns,
 * text_end, sound_s, matrix, picture and graph, which depend on what is drawn and are set to 0. */
void frame_measure(const struct model *m, int w, int h, struct geometry *out);

/* --- views ------------------------------------------------------------------------------------ */

/* The source and the destination of a view. */
struct frame {
	const struct model *model;
	struct caches *caches;
	struct grid *grid;
	bool hovered; /* the chart is under the mouse: the model has its place as crosshair */
	const struct extent *same_y; /* values that each chart of scalars shows; NULL: its own */
};

/* A view. The file that draws it defines one, with the name in view_map.h. */
struct view_entry {
	/* Sets the members of the geometry that belong to this view. */
	void (*measure)(const struct model *m, struct rect area, struct geometry *out);
	/* Draws inside the area only. Sets out->plot_columns if it draws a single plot; text_end,
	 * sound_s, matrix, picture or graph if it draws one of these in full size. */
	void (*draw)(const struct frame *f, struct rect area, struct geometry *out);
	/* Adds the settings that its keys change to the line of the tabs. NULL: none. */
	void (*settings)(const struct model *m, struct pieces *p);
};

extern const struct view_entry *const view_table[VIEWS];

/* --- the parts around them -------------------------------------------------------------------- */

void header_draw(const struct model *m, struct grid *g, struct rect r);
void tabs_draw(const struct model *m, struct grid *g, struct rect r,
	       const struct geometry *geometry);
/* Adds the page, and the settings that keys of the view change, those that were changed first. */
void settings_add(const struct model *m, const struct geometry *geometry, struct pieces *p);
/* Draws the titles of the views, in a form that leaves `needed` columns if possible. Returns the
 * column after them. */
int tab_titles_draw(const struct model *m, struct grid *g, struct rect r, int needed);
/* Draws the message, the line of input, or the keys that do something. `seen`: of this frame. */
void footer_draw(const struct model *m, struct grid *g, struct rect r, const struct geometry *seen);
/* Returns the number of rows of the list of runs: runs, and the headings of groups. */
size_t runs_list_rows(const struct model *m);
void runs_draw(const struct model *m, struct grid *g, struct rect r);
void tags_draw(const struct model *m, struct grid *g, struct rect r, size_t focus_row);
void legend_draw(const struct model *m, struct grid *g, struct rect r);

/* Draws an explanation and a suggestion in a view without content. `what`: for example
 * "scalars". */
void nothing_draw(const struct model *m, struct grid *g, struct rect area, const char *what);

#endif
