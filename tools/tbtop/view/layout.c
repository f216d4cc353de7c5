/* view: the layout of a screen of a given size. Pure arithmetic. */
#include "tbtop/view/layout.h"

#include <math.h>

#include "common/memory.h"

static int clamp(int low, int x, int high)
{
	return x < low ? low : x > high ? high : x;
}

/* Divides the height of the sidebar between both lists, by their lengths. If both are long, each
 * gets half. */
static int runs_height(int h, size_t n_runs, size_t n_tags)
{
	int runs = n_runs < (size_t)h ? (int)n_runs + 1 : h;
	int tags = n_tags < (size_t)h ? (int)n_tags + 1 : h;
	if (runs + tags <= h)
		return clamp(h / 3, runs, h - tags);
	if (runs <= h / 2)
		return runs;
	return tags <= h / 2 ? h - tags : h / 2;
}

struct layout layout_frame(int w, int h, int sidebar, size_t n_runs, size_t n_tags)
{
	struct layout l = {.too_small = w < SCREEN_MIN_W || h < SCREEN_MIN_H};
	if (l.too_small)
		return l;
	l.header = (struct rect){0, 0, w, 1};
	l.tabs = (struct rect){0, 1, w, 1};
	l.footer = (struct rect){0, h - 1, w, 1};
	int top = 2, body = h - 3;
	bool wide = sidebar < 0 ? w >= 100 : sidebar > 0 && w >= 60;
	if (wide) {
		int side = clamp(24, w / 5, 36);
		int runs = runs_height(body, n_runs, n_tags);
		l.runs = (struct rect){0, top, side, runs};
		l.tags = (struct rect){0, top + runs, side, body - runs};
		l.divider = (struct rect){side, top, 1, body};
		l.main = (struct rect){side + 1, top, w - side - 1, body};
	} else {
		l.legend = (struct rect){0, h - 2, w, 1};
		l.main = (struct rect){0, top, w, body - 1};
	}
	return l;
}

/* --- charts ----------------------------------------------------------------------------------- */

static size_t lines_of(size_t charts, int columns)
{
	return (charts + (size_t)columns - 1) / (size_t)columns;
}

/* If all charts fit on one page: returns the number of columns with the best aspect ratio. */
static int best_columns(struct rect area, size_t n, int least_h, int most)
{
	int best = most;
	double least = INFINITY;
	for (int c = 1; c <= most; c++) {
		size_t lines = lines_of(n, c);
		if (lines > (size_t)(area.h / least_h))
			continue;
		double shape = (double)area.w / c / ((double)area.h / (double)lines);
		double off = fabs(log(shape / 4.5));
		if (off < least) {
			least = off;
			best = c;
		}
	}
	return best;
}

/* Adds the charts of one line, which share its whole width. */
static void add_line(struct chart_page *page, struct rect line, size_t row, size_t count)
{
	for (size_t c = 0; c < count; c++) {
		int x0 = line.w * (int)c / (int)count, x1 = line.w * ((int)c + 1) / (int)count;
		page->boxes = need_room(page->boxes, page->n, &page->capacity, sizeof *page->boxes);
		page->boxes[page->n++] =
			(struct chart_box){{line.x + x0, line.y, x1 - x0, line.h}, row + c};
	}
}

/* Fills a page with lines of equal height. The last of several pages has the same height of charts
 * as the others. */
static void fill_page(struct chart_page *page, struct rect area, size_t first, size_t end,
		      int lines)
{
	size_t columns = (size_t)page->columns;
	for (int line = 0; first < end; line++) {
		int y0 = area.h * line / lines, y1 = area.h * (line + 1) / lines;
		size_t count = end - first < columns ? end - first : columns;
		add_line(page, (struct rect){area.x, area.y + y0, area.w, y1 - y0}, first, count);
		first += count;
	}
}

void layout_charts(struct rect area, size_t n, size_t focus, int columns, struct chart_page *page)
{
	page->n = page->page = page->pages = page->before = page->after = 0;
	if (!n || area.w <= 0 || area.h <= 0)
		return;
	int least_h = clamp(8, area.h / 3, 13);
	int most = area.w / clamp(36, area.w / 3, 56);
	if (least_h > area.h)
		least_h = area.h;
	if (!columns)
		columns = best_columns(area, n, least_h, most > 1 ? most : 1);
	page->columns = clamp(1, columns, area.w >= 40 ? area.w / 20 : 1);
	int lines = area.h / least_h;
	size_t each = (size_t)lines * (size_t)page->columns;
	focus = focus < n ? focus : n - 1;
	page->page = focus / each;
	page->pages = (n + each - 1) / each;
	size_t first = page->page * each, end = first + each < n ? first + each : n;
	page->before = first >= each ? first - each : 0;
	page->after = end < n ? end : first;
	if (page->pages == 1)
		lines = (int)lines_of(n, page->columns);
	fill_page(page, area, first, end, lines);
}

size_t layout_first_row(size_t n, size_t focus, int height)
{
	size_t rows = height > 0 ? (size_t)height : 0;
	if (n <= rows || focus < rows / 2)
		return 0;
	size_t first = focus - rows / 2;
	return first + rows > n ? n - rows : first;
}
