/* write: one event file being written: its name, and whole records on disk whatever write(2) does. */
#include "write/output.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "wire/record.h"

/* Numbers tried before giving up: more files of one second, host and process than that is a loop. */
enum { NAMES_TRIED = 100000 };

/* mkdir -p. `path` is changed for a moment and put back. */
static tfe_status make_directories(char *path, tfe_error *error)
{
	for (char *p = path + 1;; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char kept = *p;
		*p = '\0';
		struct stat st;
		bool failed = mkdir(path, 0777) && errno != EEXIST &&
			      !(stat(path, &st) == 0 && S_ISDIR(st.st_mode));
		if (failed)
			tfe__error(error, TFE_E_IO, errno, path, -1, "cannot make the directory");
		*p = kept;
		if (failed)
			return TFE_E_IO;
		if (!kept)
			return TFE_OK;
	}
}

static tfe_status create_file(struct tfe__output *out, const struct tfe__output_name *name,
			      size_t capacity, tfe_error *error)
{
	for (unsigned i = 0; i < NAMES_TRIED; i++) {
		snprintf(out->path, capacity,
			 "%s/events.out.tfevents.%010" PRId64 ".%s.%" PRId64 ".%u%s",
			 name->directory, name->seconds, name->hostname, name->pid,
			 name->number + i, name->suffix);
		do
			out->fd = open(out->path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC,
				       0666);
		while (out->fd < 0 && errno == EINTR);
		if (out->fd >= 0)
			return TFE_OK;
		if (errno != EEXIST)
			return tfe__error(error, TFE_E_IO, errno, out->path, -1,
					  "cannot make the event file");
	}
	return tfe__error(error, TFE_E_IO, EEXIST, out->path, -1, "cannot make the event file");
}

tfe_status tfe__output_open(struct tfe__output *out, const struct tfe__output_name *name,
			    const tfe_allocator *allocator, tfe_error *error)
{
	*out = (struct tfe__output){.fd = -1, .allocator = *allocator};
	size_t capacity = strlen(name->directory) + strlen(name->hostname) +
			  strlen(name->suffix) + 100;
	char *directory = tfe__strdup(allocator, name->directory);
	out->path = directory ? tfe__alloc(allocator, capacity) : NULL;
	tfe_status status;
	if (!out->path)
		status = tfe__error(error, TFE_E_NOMEM, 0, name->directory, -1,
				    "no memory to open an event file");
	else if (!(status = make_directories(directory, error)))
		status = create_file(out, name, capacity, error);
	tfe__free(allocator, directory);
	if (status) {
		tfe__free(allocator, out->path);
		out->path = NULL;
	}
	return status;
}

/* Of `written` bytes of records, how many are whole ones. */
static size_t whole_records(const uint8_t *records, size_t written)
{
	size_t at = 0;
	for (;;) {
		uint64_t length;
		if (written - at < TFE__RECORD_HEADER_BYTES ||
		    !tfe__record_get_header(records + at, &length) ||
		    written - at - TFE__RECORD_HEADER_BYTES < length + TFE__RECORD_FOOTER_BYTES)
			return at;
		at += TFE__RECORD_FRAME_BYTES + (size_t)length;
	}
}

/* Cuts off what a failed write left behind the last whole record. */
static tfe_status mend(struct tfe__output *out, tfe_error *error)
{
	if (!out->torn)
		return TFE_OK;
	if (ftruncate(out->fd, (off_t)out->bytes))
		return tfe__error(error, TFE_E_IO, errno, out->path, (int64_t)out->bytes,
				  "cannot cut off a record that was written in part");
	out->torn = false;
	return TFE_OK;
}

tfe_status tfe__output_write(struct tfe__output *out, const uint8_t *records, size_t n,
			     size_t *written, tfe_error *error)
{
	*written = 0;
	if (mend(out, error))
		return TFE_E_IO;
	size_t done = 0;
	while (done < n) {
		ssize_t w = write(out->fd, records + done, n - done);
		if (w > 0) {
			done += (size_t)w;
			continue;
		}
		if (w < 0 && errno == EINTR)
			continue;
		int cause = w < 0 ? errno : EIO;
		*written = whole_records(records, done);
		out->bytes += *written;
		out->torn = done > *written;
		tfe__error(error, TFE_E_IO, cause, out->path, (int64_t)out->bytes,
			   "cannot write to the event file");
		(void)!mend(out, NULL);
		return TFE_E_IO;
	}
	*written = n;
	out->bytes += n;
	return TFE_OK;
}

tfe_status tfe__output_close(struct tfe__output *out, tfe_error *error)
{
	tfe_status status = TFE_OK;
	if (out->fd >= 0 && close(out->fd) && errno != EINTR)
		status = tfe__error(error, TFE_E_IO, errno, out->path, -1,
				    "cannot close the event file");
	out->fd = -1;
	tfe__free(&out->allocator, out->path);
	out->path = NULL;
	return status;
}

void tfe__output_abandon(struct tfe__output *out)
{
	if (out->fd >= 0)
		close(out->fd);
	tfe__free(&out->allocator, out->path);
	*out = (struct tfe__output){.fd = -1, .allocator = out->allocator};
}
