/* write: files of a run beside its event files. */
#ifndef TFE_WRITE_ASSET_H
#define TFE_WRITE_ASSET_H

#include <stddef.h>

#include "base/buf.h"

/* Renames a file or a directory to `path`, in the same directory, after its content is synchronised
 * with the disk. `path` is modified temporarily. Returns TFE_E_IO. */
tfe_status tfe__asset_replace(const char *temporary, char *path, tfe_error *error) TFE_MUST_CHECK;

/* Replaces the file `path` as a whole: its content is written to a temporary file beside it, which
 * is synchronised and renamed. Missing directories are created. `path` is modified temporarily.
 * Returns TFE_E_IO or TFE_E_NOMEM. */
tfe_status tfe__asset_write(char *path, const void *data, size_t bytes,
			    const tfe_allocator *allocator, tfe_error *error) TFE_MUST_CHECK;

/* Appends the content of a regular file; a file that does not exist is empty. Returns TFE_E_IO,
 * TFE_E_LIMIT or TFE_E_NOMEM. */
tfe_status tfe__asset_read(struct tfe__buf *b, const char *path, tfe_error *error) TFE_MUST_CHECK;

#endif
