/* tfevents dump: prints every record of every file. */
#include <stdlib.h>
#include <unistd.h>

#include <tfevents/reader.h>

#include "common/complain.h"
#include "common/files.h"
#include "common/memory.h"
#include "common/out.h"
#include "tfevents/dump.h"
#include "tfevents/verb.h"

enum { JSON, FOLLOW };

static const struct option options[] = {
	[JSON] = {"json", NULL, "one JSON object per line, all numbers exact"},
	[FOLLOW] = {"follow", NULL, "continue with new records until interrupted"},
	{0},
};
OPTIONS_FIT(options);

/* Finds the files of an operand, and reports if there are none. */
static void find_operand(struct dump *d, const char *path, struct event_files *files)
{
	bool trouble = false, there = files_find(files, path, "tfevents dump", &trouble);
	d->trouble |= trouble;
	if (there && !files->count && !files->damages)
		files_report_none("tfevents dump", path, files->folders);
	d->empty |= there && !files->count;
}

static void dump_files(struct dump *d, struct event_files *files)
{
	size_t opened = 0;
	for (size_t i = 0; i < files->count && !d->out.error; i++) {
		tfe_reader *reader = dump_open(d, &files->file[i], false, true);
		if (reader)
			dump_on(d, &files->file[i], reader, true);
		opened += reader != NULL;
		tfe_reader_close(reader);
	}
	d->empty |= files->count && !opened && !d->out.error;
}

/* Finds all files first, so that the progress knows the total size. */
static void dump_all(struct dump *d, const struct arguments *arguments)
{
	size_t n = (size_t)arguments->operands;
	struct event_files *files = need_zeroed(n, sizeof *files);
	struct work work = {.doing = "dumping", .bytes = true};
	for (size_t i = 0; i < n; i++) {
		find_operand(d, arguments->operand[i], &files[i]);
		work.total += files_bytes(&files[i]);
	}
	d->work = &work;
	work_begin(&work, "tfevents dump", true);
	for (size_t i = 0; i < n; i++) {
		dump_files(d, &files[i]);
		files_release(&files[i]);
	}
	work_end(&work);
	free(files);
}

static int run(const struct arguments *arguments)
{
	static struct dump d;
	out_init(&d.out, STDOUT_FILENO);
	d.listing = arguments->option[JSON] ? &json_listing : &text_listing;
	if (arguments->option[FOLLOW])
		dump_follow(&d, arguments);
	else
		dump_all(&d, arguments);
	int status = out_finish(&d.out, "tfevents dump");
	return d.trouble ? 2 : status ? status : d.empty;
}

const struct verb dump_verb = {
	.name = "dump",
	.operands = "LOGDIR|FILE...",
	.summary = "print every record, and each damaged place",
	.details = "Runs and files are in byte order of their names, records in the order of the "
		   "file; nothing is\n"
		   "merged, skipped or sampled. Without --json: run, step, kind, tag and content, "
		   "separated by tabs.\n",
	.options = options,
	.least = 1,
	.run = run,
};
