/* view: where everything goes on a screen of some size. Pure arithmetic. */
#include "tbtop/view/layout.h"

#include <math.h>
#include <string.h>

#include "common/memory.h"

static int clamp(int low, int x, int high)
{
	return x < low ? low : x > high ? high : x;
}

/* The sidebar's height shared by both lists: each what it needs, and at least a third when both are long. */
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

/* --- charts ------------------------------------------------------------------------------------- */

static bool same_group(const struct tag *a, const struct tag *b)
{
	return a->group && a->group == b->group && !memcmp(a->name, b->name, a->group);
}

/* The end of the section that begins at row i: a group of several tags, which has a heading, or tags that are
 * each alone in their group. */
static size_t section_end(struct tag *const *tags, size_t n, size_t i, bool *heading)
{
	size_t end = i + 1;
	*heading = end < n && same_group(tags[i], tags[end]);
	if (*heading)
		while (end < n && same_group(tags[i], tags[end]))
			end++;
	else
		while (end < n && (end + 1 == n || !same_group(tags[end], tags[end + 1])))
			end++;
	return end;
}

/* A walk through the lines of charts and headings of all pages. */
struct walk {
	struct rect area;
	struct tag *const *tags;
	size_t n;
	int columns, least_h;
};

static void add_box(struct chart_page *page, struct rect r, size_t row, bool heading)
{
	page->boxes = need_room(page->boxes, page->n, &page->capacity, sizeof *page->boxes);
	page->boxes[page->n++] = (struct chart_box){r, row, heading};
	page->charts += !heading;
}

/* A line that is not full gives its charts all of the width. */
static void add_line(const struct walk *w, struct chart_page *page, size_t row, size_t count)
{
	for (size_t c = 0; c < count; c++) {
		int x0 = w->area.w * (int)c / (int)count,
		    x1 = w->area.w * ((int)c + 1) / (int)count;
		add_box(page, (struct rect){w->area.x + x0, 0, x1 - x0, 0}, row + c, false);
	}
}

/* Fills one page from row *at on, as long as charts of the least height fit. */
static void fill_page(const struct walk *w, struct chart_page *page, size_t *at)
{
	int left = w->area.h;
	page->n = page->charts = 0;
	while (*at < w->n) {
		bool heading;
		size_t start = *at; /* a page may begin within a group */
		while (start > 0 && same_group(w->tags[start - 1], w->tags[*at]))
			start--;
		size_t end = section_end(w->tags, w->n, start, &heading);
		if (heading && w->area.h <= w->least_h)
			heading = false;
		if (left < w->least_h + heading)
			return;
		if (heading)
			add_box(page, (struct rect){w->area.x, 0, w->area.w, 1}, *at, true);
		left -= heading;
		while (*at < end && left >= w->least_h) {
			size_t count =
				end - *at < (size_t)w->columns ? end - *at : (size_t)w->columns;
			add_line(w, page, *at, count);
			*at += count;
			left -= w->least_h;
		}
		if (*at < end)
			return;
	}
}

/* Gives the boxes their rows: the height that is left is shared by the lines of charts. */
static void set_heights(const struct walk *w, struct chart_page *page, bool stretch)
{
	int lines = 0, headings = 0;
	for (size_t i = 0; i < page->n; i++) {
		headings += page->boxes[i].heading;
		lines += !page->boxes[i].heading && page->boxes[i].r.x == w->area.x;
	}
	int room = w->area.h - headings;
	int most = stretch ? lines : w->area.h / w->least_h;
	if (most < lines)
		most = lines;
	int y = w->area.y, line = 0, h = 0;
	for (size_t i = 0; i < page->n; i++) {
		struct chart_box *b = &page->boxes[i];
		if (b->heading) {
			y += h;
			h = 0;
			b->r.y = y++;
			continue;
		}
		if (b->r.x == w->area.x) {
			y += h;
			h = room * (line + 1) / most - room * line / most;
			line++;
		}
		b->r.y = y;
		b->r.h = h;
	}
}

static size_t count_lines(const struct walk *w, size_t *headings)
{
	size_t lines = 0;
	*headings = 0;
	for (size_t i = 0; i < w->n;) {
		bool heading;
		size_t end = section_end(w->tags, w->n, i, &heading);
		lines += (end - i + (size_t)w->columns - 1) / (size_t)w->columns;
		*headings += heading;
		i = end;
	}
	return lines;
}

/* When everything fits on one page: the number of columns whose charts come nearest to a pleasant shape. */
static int best_columns(struct walk w, int most)
{
	int best = most;
	double least = INFINITY;
	for (int c = 1; c <= most; c++) {
		size_t headings;
		w.columns = c;
		size_t lines = count_lines(&w, &headings);
		int room = w.area.h - (int)headings;
		if (lines * (size_t)w.least_h > (size_t)(room > 0 ? room : 0))
			continue;
		double shape = (double)w.area.w / c / ((double)room / (double)lines);
		double off = fabs(log(shape / 4.5));
		if (off < least) {
			least = off;
			best = c;
		}
	}
	return best;
}

void layout_charts(struct rect area, struct tag *const *tags, size_t n, size_t focus, int columns,
		   struct chart_page *page)
{
	int most = area.w / clamp(36, area.w / 3, 56);
	struct walk w = {area, tags, n, columns, clamp(8, area.h / 3, 13)};
	if (w.least_h > area.h)
		w.least_h = area.h;
	page->n = page->charts = page->page = page->pages = page->before = page->after = 0;
	if (!n || area.w <= 0 || area.h <= 0)
		return;
	if (!columns)
		w.columns = best_columns(w, most > 1 ? most : 1);
	w.columns = clamp(1, w.columns, area.w >= 40 ? area.w / 20 : 1);
	page->columns = w.columns;
	/* Once to count the pages, once more to fill the one that is asked for. */
	size_t at = 0, before = 0, start = 0;
	while (at < n) {
		size_t first = at;
		fill_page(&w, page, &at);
		if (focus >= first && focus < at) {
			page->page = page->pages;
			page->before = before;
			page->after = at < n ? at : first;
			start = first;
		}
		before = first;
		page->pages++;
	}
	fill_page(&w, page, &start);
	set_heights(&w, page, page->pages == 1 || page->page + 1 < page->pages);
}

size_t layout_first_row(size_t n, size_t focus, int height)
{
	size_t rows = height > 0 ? (size_t)height : 0;
	if (n <= rows || focus < rows / 2)
		return 0;
	size_t first = focus - rows / 2;
	return first + rows > n ? n - rows : first;
}
