/* Measures the number of events per second of CPU time: framed and verified only, and decoded.
 *
 * The events are generated in memory: one scalar each, encoded as by torch and by TensorFlow. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "memory_source.h"
#include "wire/event.h"
#include "wire/record.h"
#include "wire/validate.h"

enum { EVENTS = 1000000 };

/* Writes an event with the tag "train/loss_NN"; the value is a simple_value, or a tensor with
 * metadata. */
static size_t put_event(uint8_t *to, unsigned i, int v2)
{
	static const char simple[] = "\x15\x00\x00\x80\x3f";
	static const char tensor[] = "\x42\x0a\x08\x01\x12\x00\x22\x04\x00\x00\x80\x3f"
				     "\x4a\x0d\x0a\x09\x0a\x07scalars\x20\x01";
	uint8_t *data = to + TFE__RECORD_HEADER_BYTES, *p = data;
	memcpy(p, "\x09\x00\x00\x80\x38\x99\xd6\xd7\x41\x10", 10);
	p += 10;
	unsigned step = i / 50;
	for (; step >= 0x80; step >>= 7)
		*p++ = (uint8_t)(step | 0x80);
	*p++ = (uint8_t)step;
	size_t content = v2 ? sizeof tensor - 1 : sizeof simple - 1;
	*p++ = 0x2a;
	*p++ = (uint8_t)(2 + 2 + 13 + content);
	*p++ = 0x0a;
	*p++ = (uint8_t)(2 + 13 + content);
	*p++ = 0x0a;
	*p++ = 13;
	p += snprintf((char *)p, 14, "train/loss_%02u", i % 50);
	memcpy(p, v2 ? tensor : simple, content);
	p += content;
	size_t n = (size_t)(p - data);
	tfe__record_put_header(to, n);
	tfe__record_put_footer(p, data, n);
	return n + TFE__RECORD_FRAME_BYTES;
}

enum how { FRAMES, EVENTS_TOO };

static double run(struct memory *m, enum how how)
{
	const struct tfe__source source = memory_source(m);
	struct tfe__records r;
	struct tfe__arena arena;
	tfe__records_init(&r, &source, false, NULL);
	tfe__arena_init(&arena, NULL, 0);
	struct tfe__record record;
	unsigned seen = 0;
	clock_t begun = clock();
	while (!tfe__records_next(&r, &record)) {
		tfe_event event = TFE_EVENT_INIT;
		tfe_value value = TFE_VALUE_INIT;
		if (how == FRAMES)
			seen += record.size > 0;
		else
			seen += !tfe__validate_event(record.data, record.size) &&
				!tfe__event_decode(&arena, record.data, record.size, &event) &&
				!tfe_event_next(&event, &value) && value.scalar == 1;
	}
	double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
	tfe__records_release(&r);
	tfe__arena_release(&arena);
	return seen == EVENTS ? EVENTS / seconds / 1e6 : -1;
}

int main(void)
{
	static const char *const names[] = {"simple_value", "tensor      "};
	for (int v2 = 0; v2 < 2; v2++) {
		struct memory m = {0};
		uint8_t *data = malloc((size_t)EVENTS * 128);
		if (!data)
			return 1;
		for (unsigned i = 0; i < EVENTS; i++)
			m.size += put_event(data + m.size, i, v2);
		m.data = data;
		printf("  %s  %3zu B an event; million events a CPU second: frames alone %.1f, "
		       "decoded %.1f\n",
		       names[v2], m.size / EVENTS, run(&m, FRAMES), run(&m, EVENTS_TOO));
		free(data);
	}
	return 0;
}
