/* cache: files beside the event files of a run. Their names come from the log, so that they are
 * hostile: only regular files inside the directory are opened. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "tbtop/cache/run_file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/memory.h"

char *run_directory(const tfe_run *run)
{
	tfe_run_file file = TFE_RUN_FILE_INIT;
	if (tfe_run_get_file(run, 0, &file) || !file.path)
		return NULL;
	char *path = need_copy(file.path), *slash = strrchr(path, '/');
	if (slash)
		slash[slash == path] = '\0'; /* that of the root stays */
	char *real = realpath(slash ? path : ".", NULL);
	free(path);
	return real;
}

/* Returns the real path of a file inside the directory, or NULL. */
static char *inside(const char *directory, const char *path)
{
	char joined[PATH_MAX];
	size_t n = strcmp(directory, "/") ? strlen(directory) : 0;
	int length = *path == '/' ? snprintf(joined, sizeof joined, "%s", path)
				  : snprintf(joined, sizeof joined, "%s/%s", directory, path);
	if (length < 0 || (size_t)length >= sizeof joined)
		return NULL;
	char *real = realpath(joined, NULL);
	if (real && !strncmp(real, directory, n) && real[n] == '/')
		return real;
	free(real);
	return NULL;
}

/* Opens without waiting: a pipe in place of a file must not stop the reader. */
static int open_inside(const char *directory, const char *path, struct stat *about)
{
	char *real = inside(directory, path);
	int fd = real ? open(real, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW) : -1;
	free(real);
	if (fd >= 0 && (fstat(fd, about) || !S_ISREG(about->st_mode))) {
		close(fd);
		return -1;
	}
	return fd;
}

char *run_file_read(const char *directory, const char *path, size_t most, size_t *bytes,
		    const char **error)
{
	struct stat about;
	int fd = open_inside(directory, path, &about);
	*bytes = 0;
	*error = "there is no such file in the directory of the run";
	if (fd < 0)
		return NULL;
	if (about.st_size < 0 || (uint64_t)about.st_size > most) {
		*error = "the file is too large";
		close(fd);
		return NULL;
	}
	char *content = need_zeroed((size_t)about.st_size + 1, 1);
	ssize_t got = 1;
	while (*bytes < (size_t)about.st_size && got > 0) {
		got = read(fd, content + *bytes, (size_t)about.st_size - *bytes);
		*bytes += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	return content;
}

uint64_t run_file_stamp(const char *directory, const char *path)
{
	struct stat about;
	int fd = open_inside(directory, path, &about);
	if (fd < 0)
		return 0;
	close(fd);
	uint64_t h = (uint64_t)about.st_mtim.tv_sec * 1000000007u;
	h = (h ^ (uint64_t)about.st_mtim.tv_nsec) * UINT64_C(0x9e3779b97f4a7c15);
	h = (h ^ (uint64_t)about.st_size) * UINT64_C(0x9e3779b97f4a7c15);
	return (h ^ (uint64_t)about.st_ino) | 1;
}
