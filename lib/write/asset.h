/* write: files of a run beside its event files. */
#ifndef TFE_WRITE_ASSET_H
#define TFE_WRITE_ASSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Renames a file or a directory to `path`, in the same directory, after its content is synchronised
 * with the disk. `path` is modified temporarily. Returns TFE_E_IO. */
tfe_status tfe__asset_replace(const char *temporary, char *path, tfe_error *error) TFE_MUST_CHECK;

/* Replaces the file `path` as a whole: its content is written to a temporary file beside it, which
 * is synchronised and renamed. Missing directories are created. Symbolic links are followed only in
 * the first `root` bytes of the path, which name the directory of the run. Temporary files of
 * processes that were killed are removed. `path` is modified temporarily. Returns TFE_E_IO. */
tfe_status tfe__asset_write(char *path, size_t root, const void *data, size_t bytes,
			    tfe_error *error) TFE_MUST_CHECK;

/* Appends the content of a regular file; a file that does not exist is empty. `follow`: `path` may
 * be a symbolic link. Returns TFE_E_IO, TFE_E_LIMIT or TFE_E_NOMEM. */
tfe_status tfe__asset_read(struct tfe__buf *b, const char *path, bool follow,
			   tfe_error *error) TFE_MUST_CHECK;

/* Locks a directory for all processes and threads that call this function; a file system without
 * locks is not an error. *lock is for tfe__asset_unlock. Waits at most `seconds`. Returns
 * TFE_E_TIMEOUT or TFE_E_IO; then there is nothing to unlock. */
tfe_status tfe__asset_lock(const char *directory, double seconds, int *lock,
			   tfe_error *error) TFE_MUST_CHECK;
void tfe__asset_unlock(int lock);

#endif
