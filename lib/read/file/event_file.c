/* read/file: one event file, from its bytes on disk to whole records. */
#define _GNU_SOURCE /* SEEK_DATA */
#include "read/file/event_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/error.h"
#include "read/file/block.h"
#include "wire/crc32c.h"

static tfe_status read_fd(void *context, void *to, size_t n, uint64_t offset, size_t *got)
{
	const struct tfe__file *f = context;
	*got = 0;
	if (offset > INT64_MAX)
		return TFE_OK;
	ssize_t r;
	do
		r = pread(f->fd, to, n < SSIZE_MAX ? n : SSIZE_MAX, (off_t)offset);
	while (r < 0 && errno == EINTR);
	if (r < 0)
		return TFE_E_IO;
	*got = (size_t)r;
	return TFE_OK;
}

static tfe_status size_fd(void *context, uint64_t *bytes)
{
	const struct tfe__file *f = context;
	struct stat st;
	if (fstat(f->fd, &st))
		return TFE_E_IO;
	*bytes = (uint64_t)st.st_size;
	return TFE_OK;
}

static uint64_t find_fd(void *context, uint64_t offset, bool data)
{
	const struct tfe__file *f = context;
	struct stat st;
	errno = ENXIO;
	off_t found = -1;
	if (offset <= INT64_MAX)
		found = lseek(f->fd, (off_t)offset, data ? SEEK_DATA : SEEK_HOLE);
	if (found >= 0)
		return (uint64_t)found;
	/* ENXIO: there is none up to the end. Other errors: the file system does not report
	 * holes. */
	if (errno == ENXIO && !fstat(f->fd, &st))
		return (uint64_t)st.st_size;
	return data ? offset : UINT64_MAX;
}

static struct tfe__source source_of(struct tfe__file *f)
{
	return (struct tfe__source){f, read_fd, size_fd, find_fd};
}

static tfe_status io_error(const struct tfe__file *f, tfe_error *error, const char *what)
{
	int e = errno;
	tfe_status status = e == ENOENT || e == ENOTDIR ? TFE_E_NOTFOUND : TFE_E_IO;
	return tfe__error(error, status, e, f->path, -1, "cannot %s", what);
}

/* Refuses everything except a regular file. */
static tfe_status regular(const struct tfe__file *f, mode_t mode, tfe_error *error)
{
	if (S_ISREG(mode))
		return TFE_OK;
	const char *what = S_ISDIR(mode)    ? "directory"
			   : S_ISFIFO(mode) ? "FIFO"
			   : S_ISSOCK(mode) ? "socket"
					    : "device";
	return tfe__error(error, TFE_E_ARG, 0, f->path, -1, "is a %s, not an event file", what);
}

/* Opens the path: *fd is a regular file, described by *st. */
static tfe_status open_path(const struct tfe__file *f, int *fd, struct stat *st, tfe_error *error)
{
	do
		*fd = open(f->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	while (*fd < 0 && errno == EINTR);
	/* A socket cannot be opened at all; report its type instead of ENXIO. */
	if (*fd < 0 && errno == ENXIO && !stat(f->path, st))
		return regular(f, st->st_mode, error);
	if (*fd < 0)
		return io_error(f, error, "open");
	tfe_status status =
		fstat(*fd, st) ? io_error(f, error, "stat") : regular(f, st->st_mode, error);
	if (status)
		close(*fd);
	return status;
}

static struct tfe__file_stamp stamp_of(const struct stat *st)
{
	return (struct tfe__file_stamp){(uint64_t)st->st_size, st->st_mtim, st->st_ctim,
					tfe__wall_seconds()};
}

static void adopt(struct tfe__file *f, int fd, const struct stat *st)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = fd;
	f->device = st->st_dev;
	f->inode = st->st_ino;
}

tfe_status tfe__file_open(struct tfe__file *f, const char *path, bool live,
			  const tfe_allocator *allocator, tfe_error *error)
{
	*f = (struct tfe__file){
		.fd = -1, .live = live, .allocator = tfe__allocator_or_default(allocator)};
	f->points = &f->own_points;
	f->path = tfe__strdup(&f->allocator, path);
	if (!f->path)
		return tfe__error(error, TFE_E_NOMEM, 0, path, -1, "out of memory");
	const struct tfe__source source = source_of(f);
	tfe__records_init(&f->records, &source, live, &f->allocator);
	int fd;
	struct stat st;
	tfe_status status = open_path(f, &fd, &st, error);
	if (status) {
		tfe__free(&f->allocator, f->path);
		return status;
	}
	adopt(f, fd, &st);
	f->checked = stamp_of(&st);
	return TFE_OK;
}

void tfe__file_close(struct tfe__file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	tfe__records_release(&f->records);
	tfe__gzip_free(f->unpack);
	tfe__gzip_points_free(f->own_points);
	tfe__free(&f->allocator, f->path);
	f->path = NULL;
}

uint64_t tfe__file_offset(const struct tfe__file *f)
{
	return f->unpack ? tfe__gzip_consumed(f->unpack) : f->records.place;
}

static bool is_same(const struct tfe__file *f, const struct stat *st)
{
	return st->st_dev == f->device && st->st_ino == f->inode;
}

/* Reopens a suspended file. */
static tfe_status resume(struct tfe__file *f, tfe_error *error)
{
	if (f->fd >= 0)
		return TFE_OK;
	int fd;
	struct stat st;
	tfe_status status = open_path(f, &fd, &st, error);
	if (status)
		return status;
	if (!is_same(f, &st)) {
		close(fd);
		return tfe__error(error, TFE_E_IO, ESTALE, f->path, -1, "was replaced");
	}
	f->fd = fd;
	return TFE_OK;
}

/* Completes the detail of an error for which the layers below returned only a status. */
static tfe_status explain(const struct tfe__file *f, tfe_status status, uint64_t offset,
			  tfe_error *error)
{
	if (status == TFE_E_IO)
		return tfe__error(error, status, errno, f->path, (int64_t)offset, "cannot read");
	if (status == TFE_E_NOMEM)
		return tfe__error(error, status, 0, f->path, (int64_t)offset,
				  "out of memory for a record");
	if (status == TFE_E_LIMIT)
		return tfe__error(error, status, 0, f->path, (int64_t)offset,
				  "a record is larger than the memory limit");
	return status;
}

/* Returns whether a later change may have left the same file time. File times advance in ticks of
 * up to 10 ms; some file systems store whole seconds. */
static bool is_recent(const struct timespec *time, double asked)
{
	return asked - ((double)time->tv_sec + (double)time->tv_nsec / 1e9) < 2;
}

static bool is_same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Stores the time of the last write, so a write into a partial tail is noticed. */
static void note_waiting(struct tfe__file *f, bool has_partial_tail)
{
	struct stat st;
	f->has_partial_tail = has_partial_tail && !fstat(f->fd, &st);
	if (f->has_partial_tail)
		f->left = stamp_of(&st);
}

/* --- whether the file holds what was read ----------------------------------------------------- */

/* Returns whether a file may have changed since it was compared with the bytes read. */
static bool is_touched(const struct tfe__file *f, const struct stat *st)
{
	const struct tfe__file_stamp *was = &f->checked;
	return was->size != (uint64_t)st->st_size || !is_same_time(&was->written, &st->st_mtim) ||
	       !is_same_time(&was->changed, &st->st_ctim) || is_recent(&was->changed, was->asked);
}

/* Checks whether a file still has bytes that were read. */
static tfe_status holds(int fd, const struct tfe__seen *seen, bool *yes)
{
	uint8_t piece[TFE__SEEN_BYTES];
	size_t have = 0;
	*yes = false;
	while (have < seen->bytes) {
		ssize_t r = pread(fd, piece + have, seen->bytes - have,
				  (off_t)(seen->end - seen->bytes + have));
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return r ? TFE_E_IO : TFE_OK;
		have += (size_t)r;
	}
	*yes = tfe__crc32c(0, piece, have) == seen->crc;
	return TFE_OK;
}

/* Whether a descriptor, described by *st, has all that was read; *last is what was read last. */
static tfe_status holds_all(const struct tfe__file *f, int fd, const struct stat *st,
			    struct tfe__seen *last, bool *same)
{
	tfe_status status = TFE_OK;
	struct tfe__seen head = f->records.head;
	*last = f->records.read;
	if (f->unpack)
		tfe__gzip_seen(f->unpack, &head, last);
	/* It may have been rewritten after it was compared, and read on since: `last` is new
	 * then, the others are not. */
	const struct tfe__seen *const seen[] = {&head, &f->before, last};
	*same = (uint64_t)st->st_size >= tfe__file_offset(f);
	for (size_t i = 0; i < sizeof seen / sizeof *seen && !status && *same; i++)
		status = holds(fd, seen[i], same);
	return status;
}

/* The same; what was only searched for records is searched again where it changed. */
static tfe_status compare(struct tfe__file *f, int fd, const struct stat *st, bool *same)
{
	struct tfe__records *r = &f->records;
	struct tfe__seen last;
	bool searched = true;
	tfe__records_note_read(r);
	tfe_status status = holds_all(f, fd, st, &last, same);
	if (!status && *same && !f->unpack && r->scan)
		status = holds(fd, &r->searched, &searched);
	if (!searched)
		tfe__records_seek(r, r->place);
	/* Before the first record, new content may be compressed. */
	if (!r->place && !f->unpack)
		f->known = false;
	if (!status)
		f->before = last;
	return status;
}

/* Checks, before reading continues, whether the open file was rewritten. */
static tfe_status check_open_file(struct tfe__file *f)
{
	struct stat st;
	bool same = true;
	if (fstat(f->fd, &st))
		return TFE_E_IO;
	tfe_status status = is_touched(f, &st) ? compare(f, f->fd, &st, &same) : TFE_OK;
	if (status)
		return status;
	f->checked = stamp_of(&st);
	f->unchecked = false;
	f->stale = !same;
	return TFE_OK;
}

/* --- compressed files ------------------------------------------------------------------------- */

static struct tfe__gzip_points *points_of(struct tfe__file *f)
{
	struct tfe__gzip_points *points = atomic_load(f->points);
	if (!points) {
		points = tfe__gzip_points_new(&f->allocator, f->quota);
		if (points)
			atomic_store(f->points, points);
	}
	return points;
}

static void forget_points(struct tfe__file *f)
{
	struct tfe__gzip_points *points = atomic_load(f->points);
	if (points && !f->borrows_points)
		tfe__gzip_points_clear(points);
}

void tfe__file_share_points(struct tfe__file *f, _Atomic(struct tfe__gzip_points *) *points,
			    struct tfe__gzip_points_quota *quota)
{
	/* A reader that finds no shared points keeps its own. */
	if (!quota && !atomic_load(points))
		return;
	f->points = points;
	f->borrows_points = !quota;
	f->quota = quota;
	forget_points(f);
}

static tfe_status read_head(struct tfe__file *f, uint8_t *head, size_t n, size_t *have)
{
	size_t got = 1;
	for (*have = 0; got && *have < n; *have += got) {
		tfe_status status = read_fd(f, head + *have, n - *have, *have, &got);
		if (status)
			return status;
	}
	return TFE_OK;
}

size_t tfe__file_head(struct tfe__file *f, uint8_t *head, size_t n)
{
	size_t have;
	return f->fd >= 0 && !read_head(f, head, n, &have) ? have : 0;
}

/* Detects compression before the first record, once the file is long enough. */
static tfe_status look_at_head(struct tfe__file *f)
{
	uint8_t head[TFE__PACKED_HEAD_BYTES];
	size_t have;
	tfe_status status = read_head(f, head, sizeof head, &have);
	if (status)
		return status;
	if (have < sizeof head)
		return TFE_OK;
	if (tfe__is_packed(head)) {
		const struct tfe__source packed = source_of(f);
		struct tfe__gzip_points *points = points_of(f);
		f->unpack =
			points ? tfe__gzip_new(&packed, points, !f->borrows_points, &f->allocator)
			       : NULL;
		if (!f->unpack)
			return TFE_E_NOMEM;
		tfe__records_seek(&f->records, 0);
		f->records.source = tfe__gzip_source(f->unpack);
		f->records.forward = true;
	}
	f->known = true;
	return TFE_OK;
}

/* Restarts from the beginning; everything read so far is void. */
static void begin_again(struct tfe__file *f)
{
	tfe__gzip_free(f->unpack);
	forget_points(f);
	f->unpack = NULL;
	f->known = f->unpack_reported = f->has_partial_tail = f->unchecked = f->stale = false;
	f->records.source = source_of(f);
	f->records.forward = false;
	f->records.live = f->live;
	f->before = (struct tfe__seen){0};
	tfe__records_begin_again(&f->records);
}

/* Handles the end of the decompressed records: damage of the stream, or the end of the file. */
static tfe_status end_of_unpacked(struct tfe__file *f, struct tfe__record *record)
{
	uint64_t at, size;
	const char *reason = tfe__gzip_damage(f->unpack, &at);
	tfe_status status = TFE_E_AGAIN;
	if (reason && f->records.live) {
		/* A partial record at the end will not be completed. */
		tfe__records_settle(&f->records);
		status = tfe__records_next(&f->records, record);
	}
	if (!reason || status != TFE_E_AGAIN)
		return status;
	if (f->unpack_reported)
		return TFE_E_AGAIN;
	status = size_fd(f, &size);
	if (status)
		return status;
	/* A partial record is lost with the rest. */
	tfe__records_seek(&f->records, f->records.place + record->bytes);
	f->unpack_reported = true;
	if (size && at >= size)
		at = size - 1;
	*record = (struct tfe__record){
		.offset = at, .bytes = size - at, .framing = true, .reason = reason};
	return TFE_E_DAMAGED;
}

/* Opens the file if necessary and detects compression. */
static tfe_status prepare(struct tfe__file *f, tfe_error *error)
{
	tfe_status status = f->fd < 0 ? resume(f, error) : TFE_OK;
	if (status)
		return status;
	if (f->unchecked)
		status = check_open_file(f);
	if (!status && !f->known)
		status = look_at_head(f);
	return explain(f, status, 0, error);
}

tfe_status tfe__file_next(struct tfe__file *f, struct tfe__record *record, tfe_error *error)
{
	if (f->fd < 0 || !f->known || f->unchecked) {
		tfe_status status = prepare(f, error);
		if (status)
			return status;
	}
	*record = (struct tfe__record){.offset = f->records.place};
	tfe_status status = f->stale ? TFE_E_AGAIN : tfe__records_next(&f->records, record);
	if (!status)
		return TFE_OK;
	if (status == TFE_E_AGAIN && f->unpack && !f->stale)
		status = end_of_unpacked(f, record);
	if (status == TFE_E_AGAIN) {
		note_waiting(f, record->bytes > 0);
		f->unchecked = !f->stale;
	}
	return explain(f, status, record->offset, error);
}

tfe_status tfe__file_read_at(struct tfe__file *f, uint64_t offset, struct tfe__record *record,
			     tfe_error *error)
{
	tfe_status status = prepare(f, error);
	if (status)
		return status;
	return explain(f, tfe__records_read_at(&f->records, offset, record), offset, error);
}

void tfe__file_suspend(struct tfe__file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	f->unchecked = !f->stale;
	tfe__records_release(&f->records);
	if (f->unpack)
		tfe__gzip_suspend(f->unpack);
}

/* Compares the size of the same file, which holds all bytes read, with the position. */
static enum tfe__file_change change_of(const struct tfe__file *f, const struct stat *st)
{
	bool more = (uint64_t)st->st_size > tfe__file_offset(f);
	/* A partial tail may change without a change of the size. */
	if (f->has_partial_tail)
		more = is_recent(&f->left.written, f->left.asked) ||
		       !is_same_time(&f->left.written, &st->st_mtim);
	return more ? TFE__FILE_GROWN : TFE__FILE_SAME;
}

/* The file at the path was written to or replaced: continues with it if it holds all bytes read. */
static tfe_status look_into(struct tfe__file *f, struct stat *st, enum tfe__file_change *change,
			    tfe_error *error)
{
	int fd = f->fd;
	if (fd < 0 || !is_same(f, st)) {
		tfe_status status = open_path(f, &fd, st, error);
		if (status)
			return status;
	}
	bool other = !is_same(f, st), same;
	tfe_status status = compare(f, fd, st, &same);
	if (status) {
		status = io_error(f, error, "read");
		if (fd != f->fd)
			close(fd);
		return status;
	}
	if (fd != f->fd)
		adopt(f, fd, st);
	if (!same)
		begin_again(f);
	else if (other)
		tfe__records_seek(&f->records, f->records.place);
	f->checked = stamp_of(st);
	f->stale = false;
	*change = !same ? TFE__FILE_REPLACED : other ? TFE__FILE_MOVED : change_of(f, st);
	return TFE_OK;
}

tfe_status tfe__file_check(struct tfe__file *f, enum tfe__file_change *change, tfe_error *error)
{
	struct stat st;
	*change = TFE__FILE_GONE;
	if (stat(f->path, &st))
		return errno == ENOENT || errno == ENOTDIR ? TFE_OK : io_error(f, error, "stat");
	tfe_status status = regular(f, st.st_mode, error);
	if (status)
		return status;
	if (!is_same(f, &st) || f->stale || is_touched(f, &st)) {
		status = look_into(f, &st, change, error);
		return status == TFE_E_NOTFOUND ? TFE_OK : status; /* deleted since the stat call */
	}
	*change = change_of(f, &st);
	return TFE_OK;
}

tfe_status tfe__file_verify(const struct tfe__file *f, tfe_error *error)
{
	int fd;
	struct stat st;
	struct tfe__seen last;
	bool same = true;
	tfe_status status = open_path(f, &fd, &st, error);
	if (status)
		return status;
	if ((!is_same(f, &st) || is_touched(f, &st)) && holds_all(f, fd, &st, &last, &same))
		status = io_error(f, error, "read");
	close(fd);
	if (status || same)
		return status;
	return tfe__error(error, TFE_E_DAMAGED, 0, f->path, -1,
			  "the file was changed since it was read");
}
