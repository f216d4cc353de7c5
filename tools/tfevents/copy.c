/* tfevents: copies whole records of event files into a new file, for `repair` and `merge`. */
#include "tfevents/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/format.h"
#include "common/memory.h"

static bool report_failure(const struct new_file *file, int error)
{
	if (error == EEXIST)
		complain(file->program, file->path,
			 "exists already; remove it or choose another name");
	else
		complain(file->program, file->path, "cannot write: %s", strerror(error));
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
static bool name_it(const struct new_file *file)
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

void lost_add(struct lost *lost, const tfe_gap *gap, char words[LOST_TEXT])
{
	lost->places++;
	lost->bytes += gap->bytes;
	snprintf(words, LOST_TEXT, "skipped %" PRIu64 " %s at byte offset %" PRIu64 ": %s",
		 gap->bytes, format_noun(gap->bytes, "byte", "bytes"), gap->offset, gap->reason);
}

int lost_finish(struct out *out, const struct lost *lost, const char *program)
{
	if (lost->places)
		out_format(out, ", skipped %" PRIu64 " %s in %" PRIu64 " %s", lost->bytes,
			   format_noun(lost->bytes, "byte", "bytes"), lost->places,
			   format_noun(lost->places, "place", "places"));
	out_text(out, "\n");
	int status = out_finish(out, program);
	return status ? status : lost->places > 0;
}

bool take_records(tfe_reader *reader, const char *program, const char *path,
		  const struct taker *taker)
{
	uint64_t before = atomic_load(&taker->work->done);
	for (;;) {
		tfe_event event = TFE_EVENT_INIT;
		tfe_bytes frame;
		tfe_gap gap = TFE_GAP_INIT;
		tfe_error error = TFE_ERROR_INIT;
		tfe_status status = tfe_reader_next(reader, &event);
		atomic_store(&taker->work->done, before + tfe_reader_position(reader));
		switch (status) {
		case TFE_OK:
			tfe_reader_get_frame(reader, &frame);
			if (!taker->record(taker->context, &event, frame))
				return true;
			continue;
		case TFE_E_DAMAGED:
		case TFE_E_AGAIN:
			tfe_reader_get_gap(reader, &gap);
			if (gap.bytes)
				taker->gap(taker->context, &gap);
			if (status == TFE_E_AGAIN)
				return true;
			continue;
		default:
			tfe_reader_get_error(reader, &error);
			complain(program, path, "%s", error.message);
			return false;
		}
	}
}
