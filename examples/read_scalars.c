/* Reads one event file and prints its scalars. Damage is skipped and reported.
 *
 *	read_scalars runs/train/events.out.tfevents.1700000000.host.1.0
 *
 * <tfevents/logdir.h> reads whole log directories, also while they grow. */
#include <inttypes.h>
#include <stdio.h>

#include <tfevents.h>

static tfe_status print_scalars(tfe_event *event)
{
	tfe_value value = TFE_VALUE_INIT;
	tfe_status status;
	while (!(status = tfe_event_next(event, &value)))
		if (value.kind == TFE_KIND_SCALAR)
			printf("%.*s\t%" PRId64 "\t%g\n", (int)value.tag.size,
			       (const char *)value.tag.data, event->step, value.scalar);
	return status == TFE_E_NOTFOUND ? TFE_OK : status;
}

int main(int argc, char **argv)
{
	if (argc != 2 || *argv[1] == '-') {
		fprintf(stderr, "usage: read_scalars FILE\n");
		return 2;
	}
	tfe_reader *reader;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_reader_open(argv[1], NULL, &reader, &error);
	if (status) {
		fprintf(stderr, "%s: %s\n", argv[1], error.message);
		return 2;
	}
	do {
		tfe_event event = TFE_EVENT_INIT;
		tfe_gap gap = TFE_GAP_INIT;
		status = tfe_reader_next(reader, &event);
		if (!status) {
			status = print_scalars(&event);
			continue;
		}
		tfe_reader_get_gap(reader, &gap);
		if ((status == TFE_E_DAMAGED || status == TFE_E_AGAIN) && gap.bytes)
			fprintf(stderr, "%s: %" PRIu64 " bytes at byte offset %" PRIu64 ": %s\n",
				argv[1], gap.bytes, gap.offset, gap.reason);
	} while (!status || status == TFE_E_DAMAGED);
	tfe_reader_close(reader);
	if (status == TFE_E_AGAIN)
		return 0;
	fprintf(stderr, "%s: %s\n", argv[1], tfe_status_text(status));
	return 2;
}
