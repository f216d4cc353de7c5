/* tfevents: copies whole records of event files into a new file, for `repair` and `merge`. */
#include "tfevents/copy.h"

#include <inttypes.h>
#include <stdio.h>

#include "common/complain.h"
#include "common/format.h"

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
