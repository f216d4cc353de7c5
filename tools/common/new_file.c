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

static bool report_failure(struct new_file *file, int error)
{
	file->exists = error == EEXIST;
	if (file->exists)
		snprintf(file->error, sizeof file->error,
			 "exists already; remove it or choose another name");
	else
		snprintf(file->error, sizeof file->error, "cannot write: %s", strerror(error));
	if (file->program)
		complain(file->program, file->path, "%s", file->error);
	return false;
}

bool new_file_make(struct new_file *file, const char *program, const char *path)
{
	struct stat st;
	*file = (struct new_file){.program = program, .path = path};
	if (!lstat(path, &st))
		return report_failure(file, EEXIST);
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
	if (fd >= 0)
		return true;
	free(file->temporary);
	return report_failure(file, error);
}

/* Moves the file to its final name, unless a file of this name exists by now. */
static bool name_it(struct new_file *file)
{
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
