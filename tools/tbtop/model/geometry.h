/* model: the geometry of a frame, for keys whose effect depends on the screen. The view computes it
 * from a model and a screen size; update_key receives it beside the model. */
#ifndef TBTOP_MODEL_GEOMETRY_H
#define TBTOP_MODEL_GEOMETRY_H

#include <stddef.h>

/* Rows are indexes into the tags that match the filters. */
struct geometry {
	int w, h;
	size_t focus_row;               /* row of the focused tag; 0 without a focus */
	size_t page, pages;             /* pages of charts; pages is 0 in other views */
	size_t row_above, row_below;    /* the charts above and below the focused one */
	size_t page_before, page_after; /* first rows of the adjacent pages */
	int chart_columns;              /* charts side by side; 0 without a page of charts */
	int plot_columns;               /* width of the focused plot in cells; 0: not drawn yet */
	int list_rows;                  /* visible rows of a list or text; 0 without one */
	size_t scroll_end;              /* largest value of model.scroll */
	double sound_s;                 /* length of the sound in full size; 0: not drawn yet */
	size_t classes;                 /* of the matrix in full size; 0: not drawn yet */
	size_t label, prediction;       /* its cell that is marked */
	size_t text_end;                /* largest value of model.text_scroll; 0: not drawn yet */
};

#endif
