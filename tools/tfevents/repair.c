/* tfevents repair: copies all whole records of an event file into a new one; with --fix-checksums
 * also the records of a file whose program computed all data checksums wrongly. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tfevents/reader.h>

#include "common/complain.h"
#include "common/format.h"
#include "common/new_file.h"
#include "tfevents/copy.h"
#include "tfevents/verb.h"

enum { OUTPUT, FIX_CHECKSUMS };

static const struct option options[] = {
	[OUTPUT] = {"output", "FILE", "the file to create; it must not exist yet", 'o'},
	[FIX_CHECKSUMS] = {"fix-checksums", NULL,
			   "compute the data checksums, if those of all records are wrong"},
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents repair";

enum { HEADER_BYTES = 12, FOOTER_BYTES = 4 };

struct repair {
	const char *input;
	bool fix_checksums;
	struct new_file file;
	struct out report;
	uint64_t kept;
	/* With fix_checksums: the number of records with a wrong checksum, and with a right one,
	 * without the file version at the beginning. */
	uint64_t fixed, right;
	bool refused; /* the checksums cannot be fixed, which was reported */
	struct lost lost;
};

static bool copy_record(void *context, tfe_event *event, tfe_bytes frame)
{
	struct repair *r = context;
	(void)event;
	out_bytes(&r->file.out, frame.data, frame.size);
	r->kept++;
	return !r->file.out.error;
}

static bool refuse(struct repair *r, uint64_t offset, const char *reason)
{
	complain(program, r->input,
		 "the record at byte offset %" PRIu64 " %s: the file is damaged, its checksums are "
		 "not computed wrongly; nothing is copied",
		 offset, reason);
	r->refused = true;
	return false;
}

static bool is_file_version(tfe_event *event)
{
	tfe_value value = TFE_VALUE_INIT;
	return !event->offset && !tfe_event_next(event, &value) &&
	       value.kind == TFE_KIND_FILE_VERSION;
}

/* Copies a record with a right checksum. Some programs compute only that of the file version right;
 * any other record with a right checksum means that wrong ones are damage. */
static bool copy_fixed(void *context, tfe_event *event, tfe_bytes frame)
{
	struct repair *r = context;
	size_t n = frame.size - HEADER_BYTES - FOOTER_BYTES;
	uint8_t header[HEADER_BYTES], footer[FOOTER_BYTES];
	const uint8_t *content = frame.data + HEADER_BYTES;
	tfe_record_frame(content, n, header, footer);
	bool wrong = memcmp(content + n, footer, sizeof footer) != 0;
	r->fixed += wrong;
	r->right += !wrong && !is_file_version(event);
	if (r->fixed && r->right)
		return refuse(r, event->offset,
			      wrong ? "has a wrong checksum, those before it are right"
				    : "has a right checksum, those before it are wrong");
	out_bytes(&r->file.out, frame.data, HEADER_BYTES + n);
	out_bytes(&r->file.out, footer, sizeof footer);
	r->kept++;
	return !r->file.out.error;
}

static void name_gap(void *context, const tfe_gap *gap)
{
	struct repair *r = context;
	char words[LOST_TEXT];
	if (r->fix_checksums && !gap->framing && !gap->rest && !r->refused)
		refuse(r, gap->offset, "is no valid event");
	lost_add(&r->lost, gap, words);
	out_format(&r->report, "%s\n", words);
	/* Beside the progress on a terminal, the report is printed in whole lines. */
	if (r->report.terminal)
		out_flush(&r->report);
}

static uint64_t bytes_of(const char *path)
{
	struct stat st;
	return stat(path, &st) ? 0 : (uint64_t)st.st_size;
}

static int repair_into(struct repair *r, tfe_reader *reader, const char *input, const char *output)
{
	if (!new_file_make(&r->file, program, output))
		return 2;
	out_init(&r->report, STDOUT_FILENO);
	struct work work = {.doing = "copying", .bytes = true, .total = bytes_of(input)};
	const struct taker taker = {r, &work, r->fix_checksums ? copy_fixed : copy_record,
				    name_gap};
	work_begin(&work, program, false);
	bool done = take_records(reader, program, input, &taker) && !r->refused;
	done &= new_file_finish(&r->file, done);
	work_end(&work);
	if (!done)
		return 2;
	out_format(&r->report, "copied %" PRIu64 " %s", r->kept,
		   format_noun(r->kept, "record", "records"));
	if (r->fix_checksums)
		out_format(&r->report, ", fixed %" PRIu64 " %s", r->fixed,
			   format_noun(r->fixed, "checksum", "checksums"));
	return lost_finish(&r->report, &r->lost, program);
}

static int run(const struct arguments *arguments)
{
	static struct repair r;
	const char *output = arguments->option[OUTPUT];
	if (!output || !*output) {
		complain(program, NULL, "-o FILE, the file to create, is missing");
		return 2;
	}
	if (arguments->operands != 1) {
		complain(program, NULL, "one FILE is needed, not %d; tfevents merge joins several",
			 arguments->operands);
		return 2;
	}
	const char *input = arguments->operand[0];
	tfe_reader *reader;
	tfe_error error = TFE_ERROR_INIT;
	r.input = input;
	r.fix_checksums = arguments->option[FIX_CHECKSUMS] != NULL;
	const tfe_reader_options how = {.size = sizeof how, .wrong_checksums = r.fix_checksums};
	if (tfe_reader_open(input, &how, &reader, &error)) {
		complain(program, input, "%s", error.message);
		return 2;
	}
	int status = repair_into(&r, reader, input, output);
	tfe_reader_close(reader);
	return status;
}

const struct verb repair_verb = {
	.name = "repair",
	.operands = "FILE -o FILE",
	.summary = "copy the whole records of a damaged event file and report the rest",
	.details =
		"Records are copied byte for byte; the input is never written to. Exit status 1: "
		"damaged\n"
		"parts were skipped, and the copy holds every whole record. --fix-checksums also "
		"copies records\n"
		"that are valid events with a wrong data checksum, if no record but the file "
		"version has a\n"
		"right one; else nothing is copied.\n",
	.options = options,
	.least = 1,
	.run = run,
};
