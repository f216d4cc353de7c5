/* view: where everything goes on a screen of some size. Pure arithmetic. */
#ifndef TBTOP_VIEW_LAYOUT_H
#define TBTOP_VIEW_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"

enum { SCREEN_MIN_W = 40, SCREEN_MIN_H = 10 };

/* The parts of a frame; those that are not shown have no area. They cover the screen without overlap. */
struct layout {
	bool too_small; /* nothing but a line that says so */
	struct rect header, tabs, footer;
	struct rect runs, tags; /* the sidebar: lists, with the title in their first row */
	struct rect divider;    /* the column right of it */
	struct rect main;       /* the view */
	struct rect legend;     /* states of the runs, where there is no sidebar */
};

struct layout layout_frame(int w, int h, int sidebar, size_t n_runs, size_t n_tags);

/* One chart of a page. */
struct chart_box {
	struct rect r;
	size_t row; /* in the list of tags */
};

struct chart_page {
	struct chart_box *boxes;
	size_t n, capacity;
	size_t page, pages;
	size_t before,
		after; /* the first rows of the pages before and after; its own at either end */
	int columns;
};

/* Lays `n` charts out in pages of `area` and gives the page that row `focus` is on. `columns` 0 lets the size of
 * the area decide. Release boxes with free. */
void layout_charts(struct rect area, size_t n, size_t focus, int columns, struct chart_page *page);

/* The first row to show so that `focus` is among `height` rows, near the middle of a long list. */
size_t layout_first_row(size_t n, size_t focus, int height);

#endif
