/* Target functions: tfe__tensor_decode tfe_elements_next tfe_elements_next_bytes
 *
 * The input is a TensorProto, the only value of an event. It is refused, or invalid, or has exactly
 * the elements that protobuf-c finds, with the same values. The memory for the elements that it
 * claims is limited by those that are stored. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/opinion.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Puts a field around the last n bytes of a buffer that ends at `end`; they are its content.
 * Returns its first byte. */
static uint8_t *wrap(uint8_t *end, size_t n, uint8_t key)
{
	uint8_t length[10];
	size_t bytes = 0;
	for (size_t v = n; bytes == 0 || v; v >>= 7)
		length[bytes++] = (uint8_t)((v & 127) | (v > 127 ? 128 : 0));
	uint8_t *p = end - n - bytes;
	memcpy(p, length, bytes);
	*--p = key;
	return p;
}

/* Of a million elements at least one must be stored; of strings, each one. */
static void check_claims(const tfe_tensor *t, size_t size)
{
	tfe_elements cursor;
	tfe_number number;
	uint64_t n = 0;
	for (tfe_elements_init(&cursor, t); tfe_elements_next(&cursor, &number);)
		n++;
	if (n > size && n > 1 << 20)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { ROOM = 40 };
	size_t judged = 0;
	uint8_t *room = malloc(size + ROOM);
	if (!room)
		return 0;
	uint8_t *end = room + size + ROOM;
	if (size)
		memcpy(end - size, data, size);
	uint8_t *p = wrap(end, size, 8 << 3 | 2); /* Value.tensor, Summary.value, Event.summary */
	p = wrap(end, (size_t)(end - p), 1 << 3 | 2);
	p = wrap(end, (size_t)(end - p), 5 << 3 | 2);
	const char *why = second_opinion(p, (size_t)(end - p), &judged);
	if (why) {
		fprintf(stderr, "decoders disagree: %s\n", why);
		abort();
	}
	struct tfe__arena arena;
	tfe_event event = TFE_EVENT_INIT;
	tfe_value value = TFE_VALUE_INIT;
	tfe__arena_init(&arena, NULL, 0);
	if (!tfe__validate_event(p, (size_t)(end - p)) &&
	    !tfe__event_decode(&arena, p, (size_t)(end - p), &event) &&
	    !tfe_event_next(&event, &value))
		check_claims(&value.tensor, size);
	tfe__arena_release(&arena);
	free(room);
	return 0;
}
