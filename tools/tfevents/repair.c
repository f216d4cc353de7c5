/* tfevents: repair: a copy of an event file with all records that are whole and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tfevents/reader.h>

#include "common/out.h"
#include "tfevents/verb.h"

enum { OUTPUT };

static const struct option options[] = {
	[OUTPUT] = {"output", "FILE", "the file to make; it must not exist yet", 'o'},
	{0},
};

struct repair {
	const char *input;
	int fd; /* the input again, to copy from */
	struct out out, report;
	uint64_t kept, lost_places, lost_bytes;
};

/* "tfevents repair: PATH: TEXT" on stderr. */
static void tell(const char *path, const char *text)
{
	struct out err;
	out_init(&err, STDERR_FILENO);
	out_text(&err, "tfevents repair: ");
	out_visible(&err, path, strlen(path));
	out_format(&err, ": %s\n", text);
	out_flush(&err);
}

/* Copies a record as it stands. False, told, where it cannot be read again. */
static bool copy(struct repair *r, uint64_t offset, uint64_t bytes)
{
	char block[1 << 15];
	while (bytes && !r->out.error) {
		size_t want = bytes < sizeof block ? (size_t)bytes : sizeof block;
		ssize_t got = pread(r->fd, block, want, (off_t)offset);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			tell(r->input, got ? strerror(errno) : "it became shorter meanwhile");
			return false;
		}
		out_bytes(&r->out, block, (size_t)got);
		offset += (uint64_t)got;
		bytes -= (uint64_t)got;
	}
	return true;
}

static void name_gap(struct repair *r, const tfe_gap *gap)
{
	r->lost_places++;
	r->lost_bytes += gap->bytes;
	out_format(&r->report, "left out %" PRIu64 " bytes at offset %" PRIu64 ": %s\n", gap->bytes,
		   gap->offset, gap->reason);
}

/* Goes through the file; false, told, when that could not be done to its end. */
static bool copy_whole_records(struct repair *r, tfe_reader *reader)
{
	for (;;) {
		tfe_event event;
		tfe_gap gap;
		tfe_error error;
		switch (tfe_reader_next(reader, &event)) {
		case TFE_OK:
			if (!copy(r, event.offset, event.bytes))
				return false;
			r->kept++;
			if (r->out.error)
				return true; /* told by out_finish */
			continue;
		case TFE_E_DAMAGED:
			tfe_reader_gap(reader, &gap);
			name_gap(r, &gap);
			continue;
		case TFE_E_AGAIN:
			tfe_reader_gap(reader, &gap);
			if (gap.bytes)
				name_gap(r, &gap);
			return true;
		default:
			tfe_reader_error(reader, &error);
			tell(r->input, error.message);
			return false;
		}
	}
}

/* The new file. One that exists is refused: it might be the input, under whatever name. */
static int make_output(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0 && errno == EEXIST)
		tell(path, "exists already; remove it or choose another name");
	else if (fd < 0)
		tell(path, strerror(errno));
	return fd;
}

static int repair_into(struct repair *r, tfe_reader *reader, const char *output)
{
	int fd = make_output(output);
	if (fd < 0)
		return 2;
	out_init(&r->out, fd);
	out_init(&r->report, STDOUT_FILENO);
	bool done = copy_whole_records(r, reader);
	done &= out_finish(&r->out, "tfevents repair") == 0;
	if (close(fd) && done) {
		tell(output, strerror(errno));
		done = false;
	}
	if (!done) {
		unlink(output);
		return 2;
	}
	out_format(&r->report, "kept %" PRIu64 " records", r->kept);
	if (r->lost_places)
		out_format(&r->report, ", left out %" PRIu64 " bytes in %" PRIu64 " places",
			   r->lost_bytes, r->lost_places);
	out_text(&r->report, "\n");
	int status = out_finish(&r->report, "tfevents repair");
	return status ? status : r->lost_places > 0;
}

static int run(const struct arguments *arguments)
{
	static struct repair r;
	const char *output = arguments->option[OUTPUT];
	if (!output || arguments->operands != 1) {
		fputs("usage: tfevents repair FILE -o FILE\ntfevents repair --help tells more\n",
		      stderr);
		return 2;
	}
	r.input = arguments->operand[0];
	tfe_reader *reader;
	tfe_error error;
	if (tfe_reader_open(r.input, NULL, &reader, &error)) {
		tell(r.input, error.message);
		return 2;
	}
	int status = 2;
	r.fd = open(r.input, O_RDONLY | O_CLOEXEC);
	if (r.fd < 0) {
		tell(r.input, strerror(errno));
	} else {
		status = repair_into(&r, reader, output);
		close(r.fd);
	}
	tfe_reader_close(reader);
	return status;
}

const struct verb repair_verb = {
	.name = "repair",
	.operands = "FILE -o FILE",
	.summary = "copy what is whole of a damaged event file, and name what is not",
	.details = "Records are copied byte for byte; the input is never written to. Exit status 1 "
		   "says that\n"
		   "something was left out; the copy is then as whole as can be.\n",
	.options = options,
	.least = 1,
	.run = run,
};
