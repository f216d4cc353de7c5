/* model: what a frame looks like, for keys that move by what is seen. The view computes it from a
 * model and a size; keys receive it beside the model that they change. */
#ifndef TBTOP_MODEL_GEOMETRY_H
#define TBTOP_MODEL_GEOMETRY_H

#include <stddef.h>

/* Rows count the tags of the view that match the filters. */
struct geometry {
	int w, h;
	size_t focus_row;               /* of the focused tag; 0: none has the focus */
	size_t page, pages;             /* of charts; 0 pages: the view has none */
	size_t row_above, row_below;    /* of the charts above and below the focused one */
	size_t page_before, page_after; /* the first rows of the pages before and after */
	int chart_columns;              /* charts side by side; 0: no page of charts is seen */
	int plot_columns;  /* width of a focused chart's plot, in cells; 0: not drawn yet */
	int list_rows;     /* rows of a list or text that are seen at a time; 0: none is seen */
	size_t scroll_end; /* the last row to which a text can be scrolled */
};

#endif
