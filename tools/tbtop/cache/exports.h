/* cache: values written to files as they are in the log: images, sounds, texts. */
#ifndef TBTOP_CACHE_EXPORTS_H
#define TBTOP_CACHE_EXPORTS_H

#include <stdbool.h>

#include "tbtop/cache/pictures.h"

struct export
{
	char path[512]; /* of the file; "" if none was written */
	size_t bytes;
	char error[256]; /* "", or why it was not written */
};

/* Writes the blob of an entry that has a picture, as it is, to a new file and returns its path, as
 * reads_find does. The number of a sound is that of its blob; for other kinds of values it is 0.
 * The name is made from tag and step, and its end from the content. The file is in the current
 * directory, or, if `temporary`, in the folder for temporary files. Each `number` writes one file;
 * no file is ever replaced. */
const struct export *export_find(struct caches *c, const struct picture_choice *choice,
				 uint32_t number, bool temporary);

/* Does the same in the thread of the reader for bytes that were made from blob number `blob` of the
 * value of a key. The name ends with `ending`; NULL: the file is temporary. Sets the members of *e,
 * which are 0. */
void export_write(const struct read_key *key, size_t blob, struct export *e, tfe_bytes bytes,
		  const char *ending);

#endif
