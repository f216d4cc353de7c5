/* Target functions: tfe__validate_event tfe__event_decode tfe_event_next tfe_elements_next
 * tfe_blobs_next
 *
 * Any bytes are decoded without memory errors, and with the same result as by protobuf-c. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/opinion.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads all values, so that a read out of bounds is detected. */
static void walk(const uint8_t *data, size_t size)
{
	struct tfe__arena arena;
	tfe_event event = TFE_EVENT_INIT;
	tfe_value value = TFE_VALUE_INIT;
	tfe__arena_init(&arena, NULL, 0);
	if (!tfe__validate_event(data, size) && !tfe__event_decode(&arena, data, size, &event))
		while (!tfe_event_next(&event, &value)) {
			tfe_elements elements;
			tfe_number number;
			tfe_blobs blobs;
			tfe_bytes blob;
			tfe_elements_init(&elements, &value.tensor);
			while (tfe_elements_next(&elements, &number))
				;
			tfe_blobs_init(&blobs, &value);
			while (tfe_blobs_next(&blobs, &blob))
				;
		}
	tfe__arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t judged = 0;
	const char *why = second_opinion(data, size, &judged);
	if (why) {
		fprintf(stderr, "decoders disagree: %s\n", why);
		abort();
	}
	walk(data, size);
	return 0;
}
