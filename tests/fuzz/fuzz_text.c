/* Target functions: markdown_put text_is_configuration markdown_table_parse text_table_put
 * word_diff_add
 *
 * Property: a text is laid out in spans that are inside the page and in lines that are not too wide
 * for it; its difference to itself is empty. The first byte is the width. */
#include <stdlib.h>

#include "tbtop/cache/markdown_table.h"
#include "tbtop/cache/markdown_walk.h"
#include "tbtop/cache/text_keys.h"
#include "tbtop/cache/word_diff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_page(const struct text_page *page)
{
	for (size_t i = 0; i < page->n_spans; i++) {
		require(page->spans[i].at <= page->n_bytes);
		require(page->spans[i].n <= page->n_bytes - page->spans[i].at);
	}
	for (size_t i = 0; i < page->n_lines; i++) {
		require(page->lines[i].span <= page->n_spans);
		require(page->lines[i].n_spans <= page->n_spans - page->lines[i].span);
	}
}

static void check_markdown(const char *text, size_t n, int width)
{
	struct text_page page = {.width = width};
	struct text_flow flow = {0};
	struct text_table table;
	markdown_put(&page, text, n);
	markdown_add(&flow, text, n);
	text_page_wrap(&page, &flow, "> ", "  ");
	text_flow_release(&flow);
	if (markdown_table_parse(text, n, &table)) {
		require(table.columns && table.n_cells % table.columns == 0);
		text_table_put(&table, &page);
	}
	text_table_release(&table);
	check_page(&page);
	text_page_release(&page);
}

static struct word_diff difference(const struct text_flow *from, const struct text_flow *to)
{
	struct text_flow out = {0};
	struct word_diff diff = word_diff_add(&out, from, to);
	text_flow_release(&out);
	return diff;
}

static void check_difference(const char *text, size_t n)
{
	struct text_flow first = {0}, second = {0};
	text_flow_add(&first, 0, text, n / 2);
	text_flow_add(&second, 0, text + n / 2, n - n / 2);
	struct word_diff there = difference(&first, &second), back = difference(&second, &first);
	require((there.added || there.removed) == (back.added || back.removed));
	struct word_diff none = difference(&first, &first);
	require(!none.added && !none.removed);
	text_flow_release(&first);
	text_flow_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size || size > MARKDOWN_MOST)
		return 0;
	const char *text = (const char *)data + 1;
	check_markdown(text, size - 1, 1 + data[0]);
	text_is_configuration(text, size - 1);
	check_difference(text, size - 1);
	return 0;
}
