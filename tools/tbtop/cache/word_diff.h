/* cache: the difference of two texts by words. */
#ifndef TBTOP_CACHE_WORD_DIFF_H
#define TBTOP_CACHE_WORD_DIFF_H

#include "common/text_page.h"

struct word_diff {
	size_t added, removed; /* numbers of words */
};

/* Adds the words of both texts to a flow, with marks: [-removed-] and {+added+}. Long parts that
 * are equal are shortened. The time is bounded: texts that differ in more than a thousand words
 * between their first and their last difference are shown as a whole, old and new. */
struct word_diff word_diff_add(struct text_flow *out, const struct text_flow *from,
			       const struct text_flow *to);

#endif
