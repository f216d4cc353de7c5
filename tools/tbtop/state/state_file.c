/* state: the file of a log directory's state, on disk. Its name has a hash of the resolved paths;
 * the readable part of it is for people only. */
#define _GNU_SOURCE
#include "tbtop/state/state_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/hash.h"
#include "common/memory.h"
#include "common/user_path.h"

static const char suffix[] = ".state", temporary[] = ".XXXXXX";

/* --- names ------------------------------------------------------------------------------------ */

/* Returns NAME:PATH or PATH with the path resolved. Ownership: release with free. */
static char *resolved(const char *given)
{
	struct stat st;
	const char *colon = strchr(given, ':');
	bool named = colon && colon != given && !memchr(given, '/', (size_t)(colon - given)) &&
		     stat(given, &st) != 0;
	const char *path = named ? colon + 1 : given;
	size_t prefix = (size_t)(path - given);
	char *real = realpath(path, NULL);
	const char *shown = real ? real : path;
	char *whole = need_zeroed(prefix + strlen(shown) + 1, 1);
	memcpy(whole, given, prefix);
	memcpy(whole + prefix, shown, strlen(shown));
	free(real);
	return whole;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Writes the last part of a path with the characters that are harmless in a name. */
static void readable(const char *path, char text[41])
{
	const char *slash = strrchr(path, '/');
	size_t n = 0;
	for (const char *c = slash ? slash + 1 : path; *c && n < 40; c++) {
		bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
			     (*c >= '0' && *c <= '9') || *c == '-' || *c == '_';
		text[n++] = plain ? *c : '_';
	}
	text[n] = '\0';
}

char *state_file_logdirs(const char *const *logdirs, size_t n)
{
	size_t bytes = 1, used = 0;
	char **paths = need_zeroed(n + 1, sizeof(char *));
	for (size_t i = 0; i < n; i++)
		paths[i] = resolved(logdirs[i]);
	qsort(paths, n, sizeof(char *), by_bytes);
	for (size_t i = 0; i < n; i++)
		bytes += strlen(paths[i]) + 1;
	char *all = need_zeroed(bytes, 1);
	for (size_t i = 0; i < n; i++) {
		used += (size_t)snprintf(all + used, bytes - used, "%s%s", i ? "\n" : "", paths[i]);
		free(paths[i]);
	}
	free(paths);
	return all;
}

char *state_file_path(const char *const *logdirs, size_t n)
{
	char name[96], part[41], *all = state_file_logdirs(logdirs, n);
	unsigned long long hash = hash_add_bytes(hash_of_nothing, all, strlen(all));
	all[strcspn(all, "\n")] = '\0';
	readable(all, part);
	snprintf(name, sizeof name, "tbtop/%s-%016llx%s", part, hash, suffix);
	free(all);
	return user_state_path(name);
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct state_stamp stamp_of(const struct stat *st)
{
	return (struct state_stamp){st->st_dev, st->st_ino, st->st_mtim.tv_sec, st->st_mtim.tv_nsec,
				    st->st_size};
}

static bool read_all(int fd, char *bytes, size_t size, size_t *n)
{
	ssize_t got = 0;
	*n = 0;
	do {
		got = read(fd, bytes + *n, size - *n);
		if (got > 0)
			*n += (size_t)got;
	} while ((got > 0 && *n < size) || (got < 0 && errno == EINTR));
	return got >= 0;
}

bool state_file_read(const char *path, struct entries *e, enum entries_condition *condition,
		     struct state_stamp *stamp)
{
	struct stat st;
	size_t n;
	*condition = ENTRIES_GOOD;
	*stamp = (struct state_stamp){0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR;
	char *bytes = need_zeroed(MOST_STATE_BYTES, 1);
	bool good = !fstat(fd, &st), regular = good && S_ISREG(st.st_mode);
	good = good && (!regular || read_all(fd, bytes, MOST_STATE_BYTES, &n));
	int error = errno;
	if (good && !regular) {
		*condition = ENTRIES_NO_FILE;
	} else if (good) {
		*stamp = stamp_of(&st);
		*condition = entries_parse(e, bytes, n);
	}
	free(bytes);
	close(fd);
	errno = error;
	return good;
}

bool state_file_is(const char *path, const struct state_stamp *stamp)
{
	struct stat st;
	struct state_stamp now = {0};
	if (!stat(path, &st))
		now = stamp_of(&st);
	return now.device == stamp->device && now.inode == stamp->inode &&
	       now.seconds == stamp->seconds && now.nanoseconds == stamp->nanoseconds &&
	       now.bytes == stamp->bytes;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Creates the directories above a file. */
static bool make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool made = !mkdir(path, 0700) || errno == EEXIST;
		*slash = '/';
		if (!made)
			return false;
	}
	return true;
}

/* Removes the oldest file of a full folder, and temporary files that a killed program left. */
static void prune(int folder)
{
	enum { LEFT_S = 86400 };
	char oldest[256] = "";
	struct timespec since = {0}, now;
	size_t files = 0;
	int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = copy < 0 ? NULL : fdopendir(copy);
	if (!listing) {
		if (copy >= 0)
			close(copy);
		return;
	}
	clock_gettime(CLOCK_REALTIME, &now);
	for (struct dirent *d; (d = readdir(listing));) {
		struct stat st;
		const char *end = strstr(d->d_name, suffix);
		if (!end || fstatat(folder, d->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		const char *rest = end + sizeof suffix - 1;
		bool left = strlen(rest) == sizeof temporary - 1 &&
			    now.tv_sec - st.st_mtim.tv_sec > LEFT_S;
		if (left)
			unlinkat(folder, d->d_name, 0);
		if (*rest)
			continue;
		bool older = !*oldest || st.st_mtim.tv_sec < since.tv_sec;
		if (older)
			snprintf(oldest, sizeof oldest, "%s", d->d_name);
		since = older ? st.st_mtim : since;
		files++;
	}
	closedir(listing);
	if (files >= MOST_STATE_FILES)
		unlinkat(folder, oldest, 0);
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t put = write(fd, bytes, n);
		if (put < 0 && errno != EINTR)
			return false;
		bytes += put > 0 ? put : 0;
		n -= put > 0 ? (size_t)put : 0;
	}
	return true;
}

/* Writes a temporary file and renames it. */
static bool replace(const char *path, const char *bytes, size_t n)
{
	size_t length = strlen(path);
	char *name = need_zeroed(length + sizeof temporary, 1);
	memcpy(name, path, length);
	memcpy(name + length, temporary, sizeof temporary);
	int fd = mkostemp(name, O_CLOEXEC);
	bool good = fd >= 0 && write_all(fd, bytes, n) && !fsync(fd);
	int error = errno;
	if (fd >= 0 && close(fd) && good) {
		error = errno;
		good = false;
	}
	if (good && rename(name, path)) {
		error = errno;
		good = false;
	}
	if (fd >= 0 && !good)
		unlink(name);
	free(name);
	errno = error;
	return good;
}

bool state_file_write(const char *path, const struct entries *e)
{
	size_t n;
	if (!e->n)
		return !unlink(path) || errno == ENOENT || errno == ENOTDIR;
	char *copy = need_copy(path), *bytes = NULL;
	bool good = make_folders(copy);
	*strrchr(copy, '/') = '\0';
	int folder = good ? open(copy, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (folder >= 0 && access(path, F_OK))
		prune(folder);
	bytes = entries_print(e, &n);
	good = folder >= 0 && replace(path, bytes, n);
	int error = errno;
	if (good)
		fsync(folder); /* the name; the file itself is complete in any case */
	if (folder >= 0)
		close(folder);
	free(copy);
	free(bytes);
	errno = error;
	return good;
}

bool state_file_keep(const char *path)
{
	static const char kept[] = ".old";
	size_t n = strlen(path);
	char *name = need_zeroed(n + sizeof kept, 1);
	memcpy(name, path, n);
	memcpy(name + n, kept, sizeof kept);
	unlink(name);
	bool good = !link(path, name);
	free(name);
	return good;
}
