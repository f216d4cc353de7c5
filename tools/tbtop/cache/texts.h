/* cache: texts, and values without a view of their own, read from disk and laid out. */
#ifndef TBTOP_CACHE_TEXTS_H
#define TBTOP_CACHE_TEXTS_H

#include "tbtop/cache/caches.h"
#include "common/text_page.h"

/* How a text is laid out. */
enum text_form {
	TEXT_RENDERED, /* Markdown; several strings are a table, as in TensorBoard */
	TEXT_SOURCE,   /* the bytes, in lines */
	TEXT_PREVIEW   /* the first line only */
};

/* A text that was read and laid out, or the reason why it cannot be shown. */
struct text_value {
	struct text_page page;
	char error[256]; /* "" unless it cannot be read */
	char about[160]; /* "413 bytes, UTF-8", or the shape and the type of a tensor */
};

/* Returns entry i of a series laid out for a width (1 to 65535), as reads_find does. */
const struct text_value *text_find(struct caches *c, const tfe_view *view, uint64_t i,
				   enum text_form form, int width);

/* The difference of two texts, laid out. */
struct text_difference {
	struct text_page page;
	char error[256];
	char about[80]; /* "+2 -2 words", "2 of 41 keys differ", "no difference" */
};

/* Returns what changed from entry `k` of `from` to entry `i` of `view`, as reads_find does: by key
 * for JSON, YAML and tables, otherwise by word. */
const struct text_difference *text_difference_find(struct caches *c, const tfe_view *view,
						   uint64_t i, const tfe_view *from, uint64_t k,
						   int width);

#endif
