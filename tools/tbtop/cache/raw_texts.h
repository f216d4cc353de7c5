/* cache: texts as they are in the log, to be copied. */
#ifndef TBTOP_CACHE_RAW_TEXTS_H
#define TBTOP_CACHE_RAW_TEXTS_H

#include "tbtop/cache/caches.h"

struct raw_text {
	char *bytes; /* not terminated by NUL */
	size_t n;
	size_t omitted;  /* bytes beyond TEXT_MOST */
	char error[256]; /* "" unless it cannot be read */
};

/* Returns the strings of entry i, separated by newlines, as reads_find does. */
const struct raw_text *raw_text_find(struct caches *c, const tfe_view *view, uint64_t i);

#endif
