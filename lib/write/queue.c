/* write: the queue of bytes to be written. */
#include "write/queue.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/le.h"
#include "wire/record.h"

void tfe__queue_init(struct tfe__queue *q, const tfe_allocator *allocator, size_t limit)
{
	*q = (struct tfe__queue){.limit = limit, .allocator = *allocator};
}

void tfe__queue_release(struct tfe__queue *q)
{
	struct tfe__segment *c;
	while ((c = tfe__queue_take(q)))
		tfe__free(&q->allocator, c);
	while ((c = q->spare)) {
		q->spare = c->next;
		tfe__free(&q->allocator, c);
	}
	q->bytes = q->spares = 0;
}

/* Appends a chunk with space for n bytes to the queue. */
static struct tfe__segment *add_segment(struct tfe__queue *q, size_t n)
{
	struct tfe__segment *c = q->spare;
	if (c && c->capacity >= n) {
		q->spare = c->next;
		q->spares--;
	} else {
		size_t capacity = n > TFE__SEGMENT_BYTES ? n : TFE__SEGMENT_BYTES, bytes;
		if (tfe__add_overflows(capacity, sizeof *c, &bytes) ||
		    !(c = tfe__alloc(&q->allocator, bytes)))
			return NULL;
		c->capacity = capacity;
	}
	c->next = NULL;
	c->size = c->done = 0;
	if (q->last)
		q->last->next = c;
	else
		q->first = c;
	q->last = c;
	return c;
}

tfe_status tfe__queue_push(struct tfe__queue *q, const void *records, size_t n)
{
	struct tfe__segment *c = q->last;
	if (!c || c->capacity - c->size < n)
		c = add_segment(q, n);
	if (!c)
		return TFE_E_NOMEM;
	memcpy(c->data + c->size, records, n);
	c->size += n;
	q->bytes += n;
	return TFE_OK;
}

uint64_t tfe__segment_records(const struct tfe__segment *segment)
{
	uint64_t records = 0;
	for (size_t at = segment->done; at < segment->size; records++)
		at += (size_t)tfe__le64(segment->data + at) + TFE__RECORD_FRAME_BYTES;
	return records;
}

uint64_t tfe__queue_records(const struct tfe__queue *q)
{
	uint64_t records = 0;
	for (const struct tfe__segment *c = q->first; c; c = c->next)
		records += tfe__segment_records(c);
	return records;
}

struct tfe__segment *tfe__queue_take(struct tfe__queue *q)
{
	struct tfe__segment *c = q->first;
	if (c) {
		q->first = c->next;
		if (!q->first)
			q->last = NULL;
		c->next = NULL;
	}
	return c;
}

void tfe__queue_release_segment(struct tfe__queue *q, struct tfe__segment *segment)
{
	q->bytes -= segment->size;
	if (segment->capacity != TFE__SEGMENT_BYTES) {
		tfe__free(&q->allocator, segment);
		return;
	}
	segment->next = q->spare;
	q->spare = segment;
	q->spares++;
}

void tfe__queue_trim(struct tfe__queue *q)
{
	while (q->spares > TFE__SPARE_SEGMENTS) {
		struct tfe__segment *c = q->spare;
		q->spare = c->next;
		q->spares--;
		tfe__free(&q->allocator, c);
	}
}
