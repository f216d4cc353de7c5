/* cache: Markdown as styled text. */
#ifndef TBTOP_CACHE_MARKDOWN_WALK_H
#define TBTOP_CACHE_MARKDOWN_WALK_H

#include <stdbool.h>

#include "common/text_page.h"

/* Whether the program was built with cmark. Without it, texts are shown as they are. */
bool markdown_is_available(void);

/* Adds n bytes of Markdown to a page: CommonMark, and tables as in GitHub's Markdown. HTML is shown
 * as text. The time is bounded for texts of at most MARKDOWN_MOST bytes. */
enum { MARKDOWN_MOST = 1 << 16 };
void markdown_put(struct text_page *page, const char *text, size_t n);

/* Adds the inline content (emphasis, code, links) of n bytes of Markdown to a flow. */
void markdown_add(struct text_flow *flow, const char *text, size_t n);

#endif
