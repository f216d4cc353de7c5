/* common: a new file that appears when it is complete. */
#include "common/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/memory.h"

static bool report(struct new_file *file)
{
	if (file->program)
		complain(file->program, file->path, "%s", file->error);
	return false;
}

/* `step`: what the user may do about it. */
static bool report_existing(struct new_file *file, const char *step)
{
	file->exists = true;
	snprintf(file->error, sizeof file->error, "exists already; %s", step);
	return report(file);
}

static bool report_failure(struct new_file *file, int error)
{
	if (error == EEXIST)
		return report_existing(file, "remove it or choose another name");
	snprintf(file->error, sizeof file->error, "cannot write: %s", strerror(error));
	return report(file);
}

static bool make(struct new_file *file, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash + 1 - path) : 0, most = folder + 64;
	file->temporary = need_zeroed(most, 1);
	memcpy(file->temporary, path, folder);
	int fd = -1;
	/* The name has no pattern of an event file, so no reader opens it. A file of an earlier
	 * process may exist under this name. */
	for (int n = 0; n < 100 && fd < 0; n++) {
		snprintf(file->temporary + folder, most - folder, ".new-%ld-%d.part",
			 (long)getpid(), n);
		fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	int error = errno;
	out_init(&file->out, fd);
	if (fd >= 0 && file->mode)
		(void)fchmod(fd, file->mode);
	if (fd >= 0)
		return true;
	free(file->temporary);
	return report_failure(file, error);
}

bool new_file_make(struct new_file *file, const char *program, const char *path)
{
	struct stat st;
	*file = (struct new_file){.program = program, .path = path};
	return lstat(path, &st) ? make(file, path) : report_failure(file, EEXIST);
}

bool new_file_may_be(struct new_file *file, const char *program, const char *path, const char *by,
		     bool asked)
{
	struct stat st;
	char step[80];
	*file = (struct new_file){.program = program, .path = path, .replaces = asked};
	if (lstat(path, &st))
		return true;
	/* The message does not propose to remove it, because it may be a device. */
	if (!S_ISREG(st.st_mode))
		return report_existing(file, "it is no regular file: choose another name");
	snprintf(step, sizeof step, "%.20s replaces it, or choose another name", by);
	file->mode = st.st_mode & 0777;
	return asked || report_existing(file, step);
}

bool new_file_make_or_replace(struct new_file *file, const char *program, const char *path,
			      const char *by, bool asked)
{
	return new_file_may_be(file, program, path, by, asked) && make(file, path);
}

/* Moves the file to its final name, unless a file of this name exists by now. */
static bool name_it(struct new_file *file)
{
	if (file->replaces)
		return !rename(file->temporary, file->path) || report_failure(file, errno);
	if (!link(file->temporary, file->path))
		return !unlink(file->temporary) || report_failure(file, errno);
	struct stat st;
	if (errno == EEXIST || !lstat(file->path, &st))
		return report_failure(file, EEXIST);
	/* Some file systems have no links. */
	return !rename(file->temporary, file->path) || report_failure(file, errno);
}

bool new_file_finish(struct new_file *file, bool keep)
{
	bool done = true;
	if (keep && (!out_flush(&file->out) || fsync(file->out.fd)))
		done = report_failure(file, file->out.error ? file->out.error : errno);
	if (close(file->out.fd) && keep && done)
		done = report_failure(file, errno);
	if (keep && done)
		done = name_it(file);
	if (!keep || !done)
		unlink(file->temporary);
	free(file->temporary);
	return done;
}
