/* tfevents repair: copies all whole records of an event file into a new one. */
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tfevents/reader.h>

#include "common/complain.h"
#include "common/format.h"
#include "tfevents/copy.h"
#include "tfevents/verb.h"

enum { OUTPUT };

static const struct option options[] = {
	[OUTPUT] = {"output", "FILE", "the file to create; it must not exist yet", 'o'},
	{0},
};
OPTIONS_FIT(options);

struct repair {
	struct new_file file;
	struct out report;
	uint64_t kept;
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

static void name_gap(void *context, const tfe_gap *gap)
{
	struct repair *r = context;
	char words[LOST_TEXT];
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
	if (!new_file_make(&r->file, "tfevents repair", output))
		return 2;
	out_init(&r->report, STDOUT_FILENO);
	struct work work = {.doing = "copying", .bytes = true, .total = bytes_of(input)};
	const struct taker taker = {r, &work, copy_record, name_gap};
	work_begin(&work, "tfevents repair", false);
	bool done = take_records(reader, "tfevents repair", input, &taker);
	done &= new_file_finish(&r->file, done);
	work_end(&work);
	if (!done)
		return 2;
	out_format(&r->report, "copied %" PRIu64 " %s", r->kept,
		   format_noun(r->kept, "record", "records"));
	return lost_finish(&r->report, &r->lost, "tfevents repair");
}

static int run(const struct arguments *arguments)
{
	static struct repair r;
	const char *output = arguments->option[OUTPUT];
	if (!output || !*output) {
		complain("tfevents repair", NULL, "-o FILE, the file to create, is missing");
		return 2;
	}
	if (arguments->operands != 1) {
		complain("tfevents repair", NULL,
			 "one FILE is needed, not %d; tfevents merge joins several",
			 arguments->operands);
		return 2;
	}
	const char *input = arguments->operand[0];
	tfe_reader *reader;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_reader_open(input, NULL, &reader, &error)) {
		complain("tfevents repair", input, "%s", error.message);
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
		"parts were skipped, and the copy holds every whole record.\n",
	.options = options,
	.least = 1,
	.run = run,
};
