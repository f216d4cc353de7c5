/* tfevents: dump: every record of every file. */
#include <stdlib.h>
#include <unistd.h>

#include <tfevents/reader.h>

#include "common/complain.h"
#include "common/damage.h"
#include "common/files.h"
#include "common/memory.h"
#include "common/out.h"
#include "tfevents/dump.h"
#include "tfevents/verb.h"

enum { JSON, FOLLOW };

/* So many damaged places are told on stderr, as the other verbs do; the listing names all. */
enum { TOLD_MOST = 10000 };

static const struct option options[] = {
	[JSON] = {"json", NULL, "one JSON object a line, all numbers exact"},
	[FOLLOW] = {"follow", NULL, "go on with what is written, until interrupted"},
	{0},
};

/* Damage is told on stderr too, so that it is seen where the listing goes elsewhere. */
static void tell_gap(const struct event_file *file, const tfe_gap *gap)
{
	const tfe_damage damage = {
		.offset = (int64_t)gap->offset, .bytes = gap->bytes, .reason = gap->reason};
	char *words = damage_words(&damage);
	complain("tfevents dump", file->path, "%s", words);
	free(words);
}

static void print_gap(struct dump *d, const struct event_file *file, const tfe_gap *gap,
		      bool truncated)
{
	d->listing->gap(&d->out, file, gap, truncated);
	if (d->gaps < TOLD_MOST)
		tell_gap(file, gap);
	else if (d->gaps == TOLD_MOST)
		complain("tfevents dump", NULL, "more damage: the listing names all of it");
	d->gaps++;
}

/* All values of an event; false when memory is short. */
static bool print_event(struct dump *d, const struct event_file *file, tfe_event *event)
{
	tfe_value value;
	tfe_status status;
	while (!(status = tfe_event_next(event, &value)))
		d->listing->value(&d->out, file, event, &value);
	return status == TFE_E_NOTFOUND;
}

void dump_on(struct dump *d, const struct event_file *file, tfe_reader *reader, bool last)
{
	uint64_t before = d->work ? atomic_load(&d->work->done) : 0;
	while (!d->out.error) {
		if (d->work)
			atomic_store(&d->work->done, before + tfe_reader_position(reader));
		tfe_event event;
		tfe_gap gap;
		tfe_error error = {.message = "out of memory"};
		tfe_status status = tfe_reader_next(reader, &event);
		switch (status) {
		case TFE_OK:
			if (print_event(d, file, &event))
				continue;
			break;
		case TFE_E_DAMAGED:
			tfe_reader_gap(reader, &gap);
			print_gap(d, file, &gap, false);
			continue;
		case TFE_E_AGAIN:
			tfe_reader_gap(reader, &gap);
			if (last && gap.bytes)
				print_gap(d, file, &gap, true);
			return;
		default:
			tfe_reader_error(reader, &error);
			break;
		}
		complain("tfevents dump", file->path, "%s", error.message);
		d->trouble = true;
		return;
	}
}

tfe_reader *dump_open(struct dump *d, const struct event_file *file, bool live, bool tell)
{
	const tfe_reader_options how = {.size = sizeof how, .live = live};
	tfe_reader *reader;
	tfe_error error;
	tfe_status status = tfe_reader_open(file->path, &how, &reader, &error);
	if (!status)
		return reader;
	if (tell)
		complain("tfevents dump", file->path, "%s", error.message);
	/* A FIFO or the like that has such a name is no trouble of ours. */
	if (tell && status != TFE_E_ARG)
		d->trouble = true;
	return NULL;
}

/* What an operand stands for; that there is none of it, is told. */
static void find_operand(struct dump *d, const char *path, struct event_files *files)
{
	bool trouble = false, there = files_find(files, path, "tfevents dump", &trouble);
	d->trouble |= trouble;
	if (there && !files->count && !trouble)
		files_tell_none("tfevents dump", path, files->folders);
	d->empty |= there && !files->count;
}

static void dump_files(struct dump *d, const struct event_files *files)
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

/* Finds all files first, so that how much there is to do is known from the begin. */
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
	.summary = "print every record, also what is damaged",
	.details = "Runs come in byte order of their names, files likewise, records as they stand "
		   "in the file; nothing\n"
		   "is merged, left out or sampled. Without --json: run, step, kind, tag and "
		   "content, between tabs.\n",
	.options = options,
	.least = 1,
	.run = run,
};
