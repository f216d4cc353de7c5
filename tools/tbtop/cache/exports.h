/* cache: values written to files as they are in the log: images, sounds, texts. */
#ifndef TBTOP_CACHE_EXPORTS_H
#define TBTOP_CACHE_EXPORTS_H

#include <stdbool.h>

#include "tbtop/cache/caches.h"

struct export {
	char path[512]; /* of the file; "" if none was written */
	size_t bytes;
	char error[256]; /* "", or why it was not written */
};

/* Writes the first blob of entry i to a new file and returns its path, as reads_find does. The name
 * is made from tag and step, and its end from the content. The file is in the current directory,
 * or, if `temporary`, in the folder for temporary files. Each `number` writes one file; no file is
 * ever replaced. */
const struct export *export_find(struct caches *c, const tfe_view *view, uint64_t i,
				 uint32_t number, bool temporary);

#endif
