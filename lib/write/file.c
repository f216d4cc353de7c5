/* write: one event file on disk: its name, and appending whole records. */
#include "write/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/le.h"
#include "wire/record.h"
#include "write/registry.h"

static const char cannot_truncate[] = "cannot remove a partly written record";

/* The number of names that are tried if other files have them. */
enum { NAME_ATTEMPTS = 10000 };

tfe_status tfe__make_directories(char *path, tfe_error *error)
{
	struct stat st;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return TFE_OK;
	for (char *p = path + 1;; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char end = *p;
		*p = '\0';
		int failed = mkdir(path, 0777) && errno != EEXIST ? errno : 0;
		if (!failed && end == '\0' && (stat(path, &st) || !S_ISDIR(st.st_mode)))
			failed = ENOTDIR;
		if (failed && end != '\0' && stat(path, &st) == 0)
			failed = 0; /* the directory exists; nothing can be created in its parent */
		if (failed)
			return tfe__error(error, TFE_E_IO, failed, path, -1,
					  "cannot create the directory");
		*p = end;
		if (end == '\0')
			return TFE_OK;
	}
}

static bool is_gone(int fd, const char *path)
{
	struct stat opened, found;
	if (fstat(fd, &opened))
		return errno == ESTALE; /* deleted on the server of a network file system */
	if (opened.st_nlink == 0)
		return true;
	if (stat(path, &found))
		return errno == ENOENT || errno == ENOTDIR;
	return found.st_dev != opened.st_dev || found.st_ino != opened.st_ino;
}

static int create(const char *path)
{
	int fd;
	do {
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
	} while (fd < 0 && errno == EINTR);
	return fd;
}

tfe_status tfe__event_file_open(struct tfe__event_file *f, const struct tfe__file_name *name,
				const tfe_allocator *allocator, tfe_error *error)
{
	*f = (struct tfe__event_file){.fd = -1, .allocator = *allocator};
	size_t room = strlen(name->logdir) + strlen(name->hostname) + strlen(name->suffix) + 128;
	f->path = tfe__alloc(allocator, room);
	if (!f->path)
		return tfe__error(error, TFE_E_NOMEM, 0, name->logdir, -1, "out of memory");
	snprintf(f->path, room, "%s", name->logdir);
	tfe_status status = tfe__make_directories(f->path, error);
	for (int i = 0; !status && f->fd < 0; i++) {
		snprintf(f->path, room,
			 "%s/events.out.tfevents.%010" PRIu64 ".%s.%" PRId64 ".%" PRIu64 "%s",
			 name->logdir, name->seconds, name->hostname, name->pid,
			 tfe__registry_next_number(), name->suffix);
		f->fd = create(f->path);
		if (f->fd < 0 && (errno != EEXIST || i == NAME_ATTEMPTS))
			status = tfe__error(error, TFE_E_IO, errno, f->path, -1,
					    "cannot create the file");
	}
	if (status)
		tfe__event_file_release(f);
	/* Some file systems have no stable inode numbers. */
	else
		f->findable = !is_gone(f->fd, f->path);
	return status;
}

bool tfe__event_file_is_gone(const struct tfe__event_file *f)
{
	return f->findable && is_gone(f->fd, f->path);
}

/* The number of leading bytes of `n` that are whole records. */
static size_t whole_records(const uint8_t *records, size_t n)
{
	size_t whole = 0;
	while (n - whole >= TFE__RECORD_FRAME_BYTES) {
		uint64_t length = tfe__le64(records + whole);
		if (length > n - whole - TFE__RECORD_FRAME_BYTES)
			break;
		whole += (size_t)length + TFE__RECORD_FRAME_BYTES;
	}
	return whole;
}

static const char *write_failure(int error)
{
	switch (error) {
	case EFBIG:
		return "cannot write: the file size limit (ulimit -f) is reached";
	case EROFS:
		return "cannot write: the file system has become read-only";
	default:
		return "cannot write";
	}
}

/* Removes a partly written record, so the next record begins where a reader expects it. */
static tfe_status truncate_cut(struct tfe__event_file *f, tfe_error *error)
{
	while (f->cut && ftruncate(f->fd, (off_t)f->bytes))
		if (errno != EINTR)
			return tfe__error(error, TFE_E_IO, errno, f->path, (int64_t)f->bytes, "%s",
					  errno == EROFS ? write_failure(errno) : cannot_truncate);
	f->cut = false;
	return TFE_OK;
}

/* Calls write(2) and treats the file size limit (RLIMIT_FSIZE) as an ordinary error. With EFBIG the
 * system sends the thread SIGXFSZ, which terminates a program by default: the signal is blocked
 * during the call and consumed, unless one was pending before. */
static ssize_t write_within_limit(int fd, const uint8_t *data, size_t n)
{
	sigset_t limit, pending, before;
	sigemptyset(&limit);
	sigaddset(&limit, SIGXFSZ);
	pthread_sigmask(SIG_BLOCK, &limit, &before);
	sigemptyset(&pending);
	sigpending(&pending);
	ssize_t written = write(fd, data, n);
	int error = errno;
	const struct timespec now = {0};
	if (written < 0 && error == EFBIG && !sigismember(&pending, SIGXFSZ))
		while (sigtimedwait(&limit, NULL, &now) < 0 && errno == EINTR)
			;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return written;
}

tfe_status tfe__event_file_append(struct tfe__event_file *f, const uint8_t *records, size_t n,
				  size_t *done, tfe_error *error)
{
	size_t written = 0;
	tfe_status status = truncate_cut(f, error);
	while (!status && written < n) {
		ssize_t w = write_within_limit(f->fd, records + written, n - written);
		if (w >= 0)
			written += (size_t)w;
		else if (errno != EINTR)
			status = tfe__error(error, TFE_E_IO, errno, f->path,
					    (int64_t)(f->bytes + written), "%s",
					    write_failure(errno));
	}
	size_t whole = status ? whole_records(records, written) : n;
	f->bytes += whole;
	if (whole < written) {
		f->cut = true;
		(void)truncate_cut(f, NULL); /* if this fails, the next append retries it */
	}
	if (done)
		*done = whole;
	return status;
}

tfe_status tfe__event_file_close(struct tfe__event_file *f, tfe_error *error)
{
	tfe_status status = TFE_OK;
	if (f->fd >= 0 && close(f->fd) && errno != EINTR)
		status = tfe__error(error, TFE_E_IO, errno, f->path, -1, "cannot close");
	f->fd = -1;
	return status;
}

void tfe__event_file_release(struct tfe__event_file *f)
{
	(void)tfe__event_file_close(f, NULL);
	tfe__free(&f->allocator, f->path);
	f->path = NULL;
}
