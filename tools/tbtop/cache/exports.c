/* cache: values written to files as they are in the log. */
#include "tbtop/cache/exports.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/file_kind.h"
#include "tbtop/cache/reads.h"

/* Makes a file name from a tag, the step and the number of a blob: of the tag, letters, digits and
 * - . _ stay, and the beginning is no dot. */
static void name_of(const struct read_key *key, size_t blob, char name[128])
{
	const char *tag = tfe_series_tag(key->view.series);
	tfe_point at = {0};
	size_t n = 0;
	for (; tag[n] && n < 80; n++) {
		char c = tag[n];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || (n && (c == '-' || c == '.'));
		name[n] = plain ? c : '_';
	}
	tfe_view_get_points(&key->view, key->entry, &at, 1);
	n += (size_t)snprintf(name + n, 128 - n, "-%" PRId64, at.step);
	bool sound = tfe_series_kind(key->view.series) == TFE_KIND_AUDIO;
	if (blob)
		snprintf(name + n, 128 - n, "-%s%zu", sound ? "sound" : "image", blob + 1);
}

/* Opens a new file in the current directory: NAME.wav, else NAME-2.wav, ... */
static int open_new(const char *name, const char *ending, char path[512])
{
	for (int i = 1; i < 100; i++) {
		if (i == 1)
			snprintf(path, 512, "%s%s", name, ending);
		else
			snprintf(path, 512, "%s-%d%s", name, i, ending);
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

static int open_temporary(char path[512])
{
	const char *folder = getenv("TMPDIR");
	folder = folder && *folder && strlen(folder) < 400 ? folder : "/tmp";
	snprintf(path, 512, "%s/tbtop-XXXXXX", folder);
	return mkstemp(path);
}

static bool write_all(int fd, tfe_bytes b)
{
	while (b.size) {
		ssize_t n = write(fd, b.data, b.size);
		if (n < 0 && errno != EINTR)
			return false;
		b.data += n > 0 ? n : 0;
		b.size -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

void export_write(const struct read_key *key, size_t blob, struct export *e, tfe_bytes b,
		  const char *ending)
{
	char name[128];
	name_of(key, blob, name);
	int fd = ending ? open_new(name, ending, e->path) : open_temporary(e->path);
	bool written = fd >= 0 && write_all(fd, b);
	if (fd >= 0 && close(fd))
		written = false;
	e->bytes = b.size;
	if (written)
		return;
	int error = errno;
	snprintf(e->error, sizeof e->error, "%.100s: %s", e->path, strerror(error));
	if (fd >= 0)
		unlink(e->path);
	e->path[0] = '\0';
}

/* The detail of a key: the number, above it the picture, and above it whether the file is
 * temporary. */
enum { PICTURE_SHIFT = 32, TEMPORARY_SHIFT = 63 };
static const uint64_t picture_mask = INT32_MAX;

static void *read_export(const struct read_key *key, size_t *bytes)
{
	struct export *e = need_zeroed(1, sizeof *e);
	struct blob blob;
	blob_read(key, &blob);
	tfe_bytes b = {0};
	size_t image = 0, number = key->detail >> PICTURE_SHIFT & picture_mask, count;
	if (blob.fetched && tfe_series_kind(key->view.series) == TFE_KIND_AUDIO)
		b = blob_nearest(&blob, number, &count, &image);
	else if (blob.fetched)
		b = picture_encoded(&blob, number, &image);
	if (b.data)
		export_write(key, image, e, b,
			     key->detail >> TEMPORARY_SHIFT ? NULL : file_kind_of(b).ending);
	else
		snprintf(e->error, sizeof e->error, "%s",
			 blob.fetched ? "there is nothing to save" : blob.error.message);
	blob_release(&blob);
	*bytes = sizeof *e;
	return e;
}

static const struct read_kind export_kind = {read_export, free};

const struct export *export_find(struct caches *c, const struct picture_choice *choice,
				 uint32_t number, bool temporary)
{
	uint64_t picture = choice->number & picture_mask;
	return reads_find(c, &(struct read_key){.kind = &export_kind,
						.view = *choice->view,
						.entry = choice->entry,
						.detail = (uint64_t)temporary << TEMPORARY_SHIFT |
							  picture << PICTURE_SHIFT | number});
}
