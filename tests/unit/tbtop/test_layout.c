/* view: layout: on screens of all sizes the parts neither overlap nor leave the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/view/layout.h"

/* The number of parts that cover each cell. */
static unsigned char cover[400 * 200];

static void mark(struct rect r, int w, int h)
{
	if (!r.w || !r.h)
		return;
	assert_true(r.x >= 0);
	assert_true(r.y >= 0);
	assert_true(r.w > 0);
	assert_true(r.h > 0);
	assert_true(r.x + r.w <= w);
	assert_true(r.y + r.h <= h);
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++)
			assert_int_equal(cover[y * w + x]++, 0);
}

static void parts_tile_every_screen(void **state)
{
	(void)state;
	for (int w = 1; w <= 300; w += w < 120 ? 1 : 7)
		for (int h = 1; h <= 100; h += h < 40 ? 1 : 5)
			for (int k = 0; k < 6; k++) {
				struct layout l = layout_frame(w, h, k % 3 - 1, k < 3 ? 2 : 500,
							       k < 3 ? 1000 : 3);
				assert_int_equal(l.too_small, w < 40 || h < 10);
				if (l.too_small)
					continue;
				memset(cover, 0, sizeof cover);
				const struct rect parts[] = {l.header, l.tabs,  l.footer,
							     l.runs,   l.tags,  l.divider,
							     l.main,   l.legend};
				for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
					mark(parts[i], w, h);
				for (int i = 0; i < w * h; i++)
					assert_int_equal(cover[i], 1);
				assert_int_equal(l.footer.w, w);
				assert_true(l.main.w >= 30);
				assert_true(l.main.h >= 6);
				if (l.runs.h) {
					assert_true(l.runs.w >= 24);
					assert_true(l.runs.w <= 36);
					assert_true(l.runs.h > 1);
					assert_true(l.tags.h > 1);
				}
			}
}

enum { CHARTS = 61 };

/* All pages together contain every chart once, in order. */
static void walk_pages(struct rect area, size_t n, int columns)
{
	struct chart_page page = {0};
	size_t row = 0, pages = 0;
	while (row < n) {
		layout_charts(area, n, row, columns, &page);
		assert_int_equal(page.page, pages++);
		assert_true(page.n > 0);
		memset(cover, 0, sizeof cover);
		for (size_t i = 0; i < page.n; i++) {
			const struct chart_box *b = &page.boxes[i];
			mark(b->r, 400, 200);
			assert_true(b->r.x >= area.x);
			assert_true(b->r.x + b->r.w <= area.x + area.w);
			assert_true(b->r.y >= area.y);
			assert_true(b->r.y + b->r.h <= area.y + area.h);
			assert_true(b->r.h >= 1);
			assert_true(b->r.w >= 10);
			assert_int_equal(b->row, row++);
		}
	}
	assert_int_equal(pages, page.pages);
	free(page.boxes);
}

static void pages_hold_every_chart_once(void **state)
{
	(void)state;
	for (int w = 20; w <= 240; w += 11)
		for (int h = 5; h <= 80; h += 3)
			for (size_t n = 1; n <= CHARTS; n += 3)
				walk_pages((struct rect){3, 2, w, h}, n,
					   (w + h) % 5 ? 0 : (w + h) % 9);
}

/* Returns the number of cells of an area of w times h that the charts cover. */
static int covered(const struct chart_page *page)
{
	int cells = 0;
	for (size_t i = 0; i < page->n; i++)
		cells += page->boxes[i].r.w * page->boxes[i].r.h;
	return cells;
}

static void no_page_but_the_last_has_holes(void **state)
{
	(void)state;
	struct chart_page page = {0};
	for (int w = 20; w <= 240; w += 11)
		for (int h = 5; h <= 80; h += 3)
			for (size_t n = 1; n <= CHARTS; n += 3)
				for (size_t row = 0; row < n; row += page.n) {
					layout_charts((struct rect){0, 0, w, h}, n, row, 0, &page);
					bool last = page.page + 1 == page.pages;
					if (page.pages == 1 || !last)
						assert_int_equal(covered(&page), w * h);
				}
	free(page.boxes);
}

static void few_charts_are_large(void **state)
{
	(void)state;
	static const struct {
		size_t n;
		int columns, lines;
	} want[] = {{1, 1, 1}, {2, 1, 2}, {4, 2, 2}, {6, 2, 3}, {12, 3, 4}};
	struct chart_page page = {0};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		layout_charts((struct rect){0, 0, 163, 57}, want[i].n, 0, 0, &page);
		assert_int_equal(page.pages, 1);
		assert_int_equal(page.columns, want[i].columns);
		assert_int_equal(page.boxes[0].r.h, 57 / want[i].lines);
	}
	free(page.boxes);
}

static void millions_of_charts_cost_no_more_than_their_page(void **state)
{
	(void)state;
	struct chart_page page = {0};
	for (size_t row = 0; row < 1000; row++)
		layout_charts((struct rect){0, 0, 163, 57}, (size_t)1 << 40, row << 29, 0, &page);
	assert_true(page.n == 12);
	assert_true(page.boxes[0].row <= (size_t)999 << 29);
	free(page.boxes);
}

static void nothing_to_lay_out(void **state)
{
	(void)state;
	struct chart_page page = {0};
	layout_charts((struct rect){0, 0, 80, 20}, 0, 0, 0, &page);
	assert_int_equal(page.n, 0);
	free(page.boxes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_tile_every_screen),
		cmocka_unit_test(pages_hold_every_chart_once),
		cmocka_unit_test(no_page_but_the_last_has_holes),
		cmocka_unit_test(few_charts_are_large),
		cmocka_unit_test(millions_of_charts_cost_no_more_than_their_page),
		cmocka_unit_test(nothing_to_lay_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
