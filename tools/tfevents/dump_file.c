/* tfevents dump: prints the records of one file. */
#include <inttypes.h>
#include <stdlib.h>

#include "common/complain.h"
#include "common/damage_report.h"
#include "tfevents/dump.h"

/* Damage is also reported on standard error, because standard output may not be visible. */
static void report_gap(const struct event_file *file, const tfe_gap *gap)
{
	const tfe_damage damage = {.size = sizeof damage,
				   .offset = (int64_t)gap->offset,
				   .bytes = gap->bytes,
				   .reason = gap->reason};
	char *words = damage_words(&damage);
	complain("tfevents dump", file->path, "%s", words);
	free(words);
}

static void print_gap(struct dump *d, struct event_file *file, const tfe_gap *gap, bool truncated)
{
	d->listing->gap(&d->out, file, gap, truncated);
	if (file->gaps++ < DAMAGE_REPORTED_MAX)
		report_gap(file, gap);
}

/* Reports the number of damaged places that were not reported one by one. */
static void report_more_gaps(const struct event_file *file)
{
	if (file->gaps > DAMAGE_REPORTED_MAX)
		complain("tfevents dump", file->path,
			 "%" PRIu64 " damaged places, of which the first %d are reported here; "
			 "standard output lists all of them",
			 file->gaps, DAMAGE_REPORTED_MAX);
}

/* Prints all values of an event. Returns false if memory ran out. */
static bool print_event(struct dump *d, const struct event_file *file, tfe_event *event)
{
	tfe_value value = TFE_VALUE_INIT;
	tfe_status status;
	while (!(status = tfe_event_next(event, &value)))
		d->listing->value(&d->out, file, event, &value);
	return status == TFE_E_NOTFOUND;
}

void dump_on(struct dump *d, struct event_file *file, tfe_reader *reader, bool last)
{
	uint64_t before = d->work ? atomic_load(&d->work->done) : 0;
	tfe_event event = TFE_EVENT_INIT;
	tfe_gap gap = TFE_GAP_INIT;
	tfe_error error = {.size = sizeof error, .message = "out of memory"};
	while (!d->out.error) {
		if (d->work)
			atomic_store(&d->work->done, before + tfe_reader_position(reader));
		tfe_status status = tfe_reader_next(reader, &event);
		switch (status) {
		case TFE_OK:
			if (print_event(d, file, &event))
				continue;
			break;
		case TFE_E_DAMAGED:
			tfe_reader_get_gap(reader, &gap);
			print_gap(d, file, &gap, false);
			continue;
		case TFE_E_AGAIN:
			tfe_reader_get_gap(reader, &gap);
			if (last && gap.bytes)
				print_gap(d, file, &gap, true);
			if (last)
				report_more_gaps(file);
			return;
		default:
			tfe_reader_get_error(reader, &error);
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
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_reader_open(file->path, &how, &reader, &error);
	if (!status)
		return reader;
	if (tell)
		complain("tfevents dump", file->path, "%s", error.message);
	/* A FIFO, device or socket with the name of an event file is skipped and is no failure. */
	if (tell && status != TFE_E_ARG)
		d->trouble = true;
	return NULL;
}
