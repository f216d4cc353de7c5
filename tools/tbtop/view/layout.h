/* view: the layout of a screen of a given size. Pure arithmetic. */
#ifndef TBTOP_VIEW_LAYOUT_H
#define TBTOP_VIEW_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"

enum { SCREEN_MIN_W = 40, SCREEN_MIN_H = 10 };

/* The parts of a frame. They cover the screen without overlap; hidden parts have no area. */
struct layout {
	bool too_small; /* the frame consists of a message only */
	struct rect header, tabs, footer;
	struct rect runs, tags; /* the sidebar: two lists with titles */
	struct rect divider;    /* the column right of the sidebar */
	struct rect main;       /* the view */
	struct rect legend;     /* states of the runs, if there is no sidebar */
};

struct layout layout_frame(int w, int h, int sidebar, size_t n_runs, size_t n_tags);

/* One chart of a page. */
struct chart_box {
	struct rect r;
	size_t row; /* index in the list of tags */
};

struct chart_page {
	struct chart_box *boxes;
	size_t n, capacity;
	size_t page, pages;
	size_t before, after; /* first rows of the adjacent pages; at the ends, of this page */
	int columns;
};

/* Lays out `n` charts in pages of `area` and returns the page that contains row `focus`. If
 * `columns` is 0, it depends on the size of the area. Release boxes with free. */
void layout_charts(struct rect area, size_t n, size_t focus, int columns, struct chart_page *page);

/* Returns the first row to show so that `focus` is among `height` rows, near the middle of a long
 * list. */
size_t layout_first_row(size_t n, size_t focus, int height);

#endif
