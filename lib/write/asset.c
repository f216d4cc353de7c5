/* write: files of a run beside its event files, replaced as a whole by fsync(2) and rename(2). */
#include "write/asset.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "write/file.h"

/* Writes all bytes. Returns an errno, 0 on success. */
static int write_all(int fd, const uint8_t *p, size_t bytes)
{
	while (bytes > 0) {
		ssize_t n = write(fd, p, bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		p += n;
		bytes -= (size_t)n;
	}
	return 0;
}

static tfe_status make_directory(char *path, tfe_error *error)
{
	char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return TFE_OK;
	*slash = '\0';
	tfe_status status = tfe__make_directories(path, error);
	*slash = '/';
	return status;
}

/* Synchronises a file or a directory with the disk. Returns an errno; file systems that cannot
 * synchronise a directory are no failure. */
static int synchronise(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd) ? errno : 0;
	if (fd >= 0)
		close(fd);
	return failed == EINVAL ? 0 : failed;
}

tfe_status tfe__asset_replace(const char *temporary, char *path, tfe_error *error)
{
	int failed = synchronise(temporary);
	if (!failed && rename(temporary, path))
		failed = errno;
	char *slash = strrchr(path, '/');
	if (!failed && slash) {
		*slash = '\0';
		failed = synchronise(slash == path ? "/" : path);
		*slash = '/';
	} else if (!failed) {
		failed = synchronise(".");
	}
	return failed ? tfe__error(error, TFE_E_IO, failed, path, -1, "cannot write") : TFE_OK;
}

tfe_status tfe__asset_write(char *path, const void *data, size_t bytes,
			    const tfe_allocator *allocator, tfe_error *error)
{
	tfe_status status = make_directory(path, error);
	if (status)
		return status;
	const size_t room = strlen(path) + 32;
	char *temporary = tfe__alloc(allocator, room);
	if (!temporary)
		return tfe__error(error, TFE_E_NOMEM, 0, path, -1, "out of memory");
	snprintf(temporary, room, "%s.tmp%ld", path, (long)getpid());
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	int failed = fd < 0 ? errno : write_all(fd, data, bytes);
	if (fd >= 0 && close(fd) && !failed)
		failed = errno;
	status = failed ? tfe__error(error, TFE_E_IO, failed, path, -1, "cannot write")
			: tfe__asset_replace(temporary, path, error);
	if (status && fd >= 0)
		unlink(temporary);
	tfe__free(allocator, temporary);
	return status;
}

tfe_status tfe__asset_read(struct tfe__buf *b, const char *path, tfe_error *error)
{
	enum { PIECE = 1 << 14 };
	struct stat st;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return TFE_OK;
	if (fd < 0)
		return tfe__error(error, TFE_E_IO, errno, path, -1, "cannot read");
	int failed = fstat(fd, &st) ? errno : S_ISREG(st.st_mode) ? 0 : EINVAL;
	for (bool more = !failed; more;) {
		uint8_t *p = tfe__buf_reserve(b, PIECE);
		ssize_t n = p ? read(fd, p, PIECE) : 0;
		if (n < 0 && errno == EINTR)
			continue;
		failed = n < 0 ? errno : 0;
		more = n > 0;
		if (more)
			tfe__buf_commit(b, (size_t)n);
	}
	close(fd);
	if (failed)
		return tfe__error(error, TFE_E_IO, failed, path, -1, "cannot read");
	return tfe__buf_status(b) ? tfe__error(error, tfe__buf_status(b), 0, path, -1, "%s",
					       tfe_status_text(tfe__buf_status(b)))
				  : TFE_OK;
}
