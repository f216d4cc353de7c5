/* write: files of a run beside its event files, replaced as a whole by fsync(2) and rename(2). */
#include "write/asset.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
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

/* --- temporary files -------------------------------------------------------------------------- */

/* A temporary file is named NAME.tmp<number>. Its writer holds a lock on it, which ends with the
 * process: a file without one is left by a process that was killed. */
static const char temporary_mark[] = ".tmp";

enum { NAME_ATTEMPTS = 1000, MOST_NAME = 255 };

/* A file to be replaced: its name, and the directory that contains it. */
struct place {
	int directory;
	const char *name;
};

static bool is_temporary(const char *entry, const char *name)
{
	const size_t n = strlen(name), mark = sizeof temporary_mark - 1;
	return !strncmp(entry, name, n) && !strncmp(entry + n, temporary_mark, mark) &&
	       entry[n + mark] &&
	       strspn(entry + n + mark, "0123456789") == strlen(entry + n + mark);
}

/* Removes the file if no process has a lock on it. A file that was renamed meanwhile stays. */
static void remove_if_left(int directory, const char *entry)
{
	struct stat locked, named;
	int fd = openat(directory, entry, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	if (!flock(fd, LOCK_EX | LOCK_NB) && !fstat(fd, &locked) &&
	    !fstatat(directory, entry, &named, AT_SYMLINK_NOFOLLOW) &&
	    locked.st_dev == named.st_dev && locked.st_ino == named.st_ino)
		unlinkat(directory, entry, 0);
	close(fd);
}

static void remove_left(const struct place *p)
{
	int fd = openat(p->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	for (struct dirent *e; d && (e = readdir(d));)
		if (is_temporary(e->d_name, p->name))
			remove_if_left(p->directory, e->d_name);
	if (d)
		closedir(d);
	else if (fd >= 0)
		close(fd);
}

/* Creates a temporary file with a lock. Another process may take it for one that was left before
 * the lock is held; then the next name is tried. Returns its descriptor, -1 with errno. */
static int create_temporary(const struct place *p, char temporary[MOST_NAME + 1])
{
	for (int i = 0; i < NAME_ATTEMPTS; i++) {
		struct stat st;
		int n = snprintf(temporary, MOST_NAME + 1, "%s%s%ld%03d", p->name, temporary_mark,
				 (long)getpid(), i);
		if (n < 0 || n > MOST_NAME) {
			errno = ENAMETOOLONG;
			return -1;
		}
		int fd = openat(p->directory, temporary,
				O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST && errno != EINTR)
			return -1;
		if (fd < 0)
			continue;
		bool taken = flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
		if (!taken && !fstat(fd, &st) && st.st_nlink > 0)
			return fd;
		close(fd);
	}
	errno = EEXIST;
	return -1;
}

/* Returns an errno, 0 on success. */
static int replace(const struct place *p, const void *data, size_t bytes)
{
	char temporary[MOST_NAME + 1];
	remove_left(p);
	int fd = create_temporary(p, temporary);
	if (fd < 0)
		return errno;
	int failed = write_all(fd, data, bytes);
	if (!failed && (fsync(fd) || renameat(p->directory, temporary, p->directory, p->name)))
		failed = errno;
	if (failed)
		unlinkat(p->directory, temporary, 0);
	close(fd);
	if (!failed && fsync(p->directory) && errno != EINVAL)
		failed = errno;
	return failed;
}

/* --- directories ------------------------------------------------------------------------------ */

/* Opens the directory of a file below the first `root` bytes of its path, and creates what is
 * missing there. Returns -1 with errno and the end of the part that failed in *end. */
static int open_below(int fd, char *path, size_t root, char **end)
{
	for (char *part = path + root + 1; fd >= 0 && (*end = strchr(part, '/')); part = *end + 1) {
		**end = '\0';
		int below =
			mkdirat(fd, part, 0777) && errno != EEXIST
				? -1
				: openat(fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int failed = errno;
		**end = '/';
		close(fd);
		errno = failed;
		fd = below;
		if (fd < 0)
			break;
	}
	return fd;
}

/* Opens the directory of a file. Returns its descriptor, or -1 with the error. */
static int open_directory(char *path, size_t root, tfe_error *error)
{
	char *end = path + root;
	const char kept = *end;
	*end = '\0';
	const char *directory = root ? path : kept == '/' ? "/" : ".";
	tfe_status status = root ? tfe__make_directories(path, error) : TFE_OK;
	int fd = status ? -1 : open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const int failed = errno;
	*end = kept;
	if (status)
		return -1;
	errno = failed;
	if (fd >= 0 && kept == '/')
		fd = open_below(fd, path, root, &end);
	if (fd >= 0)
		return fd;
	const bool is_link = errno == ELOOP || errno == ENOTDIR;
	char c = *end;
	*end = '\0';
	tfe__error(error, TFE_E_IO, errno, path, -1, "%s",
		   is_link ? "it is no directory; symbolic links within a run are not followed"
			   : "cannot open the directory");
	*end = c;
	return -1;
}

tfe_status tfe__asset_write(char *path, size_t root, const void *data, size_t bytes,
			    tfe_error *error)
{
	const char *slash = strrchr(path, '/');
	const struct place p = {.directory = open_directory(path, root, error),
				.name = slash ? slash + 1 : path};
	if (p.directory < 0)
		return TFE_E_IO;
	int failed = replace(&p, data, bytes);
	close(p.directory);
	return failed ? tfe__error(error, TFE_E_IO, failed, path, -1, "cannot write") : TFE_OK;
}

/* --- locks ------------------------------------------------------------------------------------ */

tfe_status tfe__asset_lock(const char *directory, double seconds, int *lock, tfe_error *error)
{
	const double until = tfe__monotonic_seconds() + seconds;
	const struct timespec pause = {.tv_nsec = 2000000};
	*lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*lock < 0)
		return tfe__error(error, TFE_E_IO, errno, directory, -1, "cannot open");
	while (flock(*lock, LOCK_EX | LOCK_NB) && (errno == EWOULDBLOCK || errno == EINTR)) {
		if (tfe__monotonic_seconds() < until) {
			nanosleep(&pause, NULL);
			continue;
		}
		close(*lock);
		return tfe__error(error, TFE_E_TIMEOUT, 0, directory, -1,
				  "timed out; another process has locked the directory");
	}
	return TFE_OK;
}

void tfe__asset_unlock(int lock)
{
	flock(lock, LOCK_UN); /* a forked child may have the descriptor, too */
	close(lock);
}

/* --- reading ---------------------------------------------------------------------------------- */

tfe_status tfe__asset_read(struct tfe__buf *b, const char *path, bool follow, tfe_error *error)
{
	enum { PIECE = 1 << 14 };
	struct stat st;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
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
