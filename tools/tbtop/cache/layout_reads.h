/* cache: layouts of custom scalars. */
#ifndef TBTOP_CACHE_LAYOUT_READS_H
#define TBTOP_CACHE_LAYOUT_READS_H

#include <tfevents/layout.h>

#include "tbtop/cache/caches.h"

struct read_layout {
	tfe_layout *layout; /* NULL: it cannot be read */
	char error[256];
};

/* Returns entry i of a view, as reads_find does. */
const struct read_layout *layout_find(struct caches *c, const tfe_view *view, uint64_t i);

#endif
