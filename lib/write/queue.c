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

struct tfe__segment *tfe__queue_segment(struct tfe__queue *q, size_t n)
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
	c->size = c->done = c->times = c->times_done = 0;
	return c;
}

static void append(struct tfe__queue *q, struct tfe__segment *c)
{
	c->next = NULL;
	if (q->last)
		q->last->next = c;
	else
		q->first = c;
	q->last = c;
	q->bytes += c->size - c->done;
}

/* The last chunk if it has room for n bytes, otherwise a new one. */
static struct tfe__segment *with_room(struct tfe__queue *q, size_t n)
{
	struct tfe__segment *c = q->last;
	if (c && !c->times && tfe__segment_room(c) >= n)
		return c;
	c = tfe__queue_segment(q, n);
	if (c)
		append(q, c);
	return c;
}

tfe_status tfe__queue_push(struct tfe__queue *q, const void *records, size_t n)
{
	struct tfe__segment *c = with_room(q, n);
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
	if (segment->capacity != TFE__SEGMENT_BYTES) {
		tfe__free(&q->allocator, segment);
		return;
	}
	segment->next = q->spare;
	q->spare = segment;
	q->spares++;
}

static uint64_t time_at(struct tfe__segment *s, size_t i)
{
	uint64_t time_ns;
	memcpy(&time_ns, tfe__segment_time(s, i), sizeof time_ns);
	return time_ns;
}

/* The segment whose next record is the first one. *until_ns is the time of the next record of the
 * others. NULL if there is no record. */
static struct tfe__segment *first_of(struct tfe__segment *list, uint64_t *until_ns)
{
	struct tfe__segment *first = NULL;
	uint64_t first_ns = UINT64_MAX;
	*until_ns = UINT64_MAX;
	for (struct tfe__segment *s = list; s; s = s->next) {
		if (s->times_done == s->times)
			continue;
		const uint64_t time_ns = time_at(s, s->times_done);
		if (!first || time_ns < first_ns) {
			*until_ns = first_ns;
			first_ns = time_ns;
			first = s;
		} else if (time_ns < *until_ns) {
			*until_ns = time_ns;
		}
	}
	return first;
}

/* Moves the records of one segment up to a time. */
static tfe_status move_until(struct tfe__queue *q, struct tfe__segment *s, uint64_t until_ns)
{
	const uint8_t *begin = s->data + s->done, *end = begin;
	size_t records = 0;
	do {
		end += (size_t)tfe__le64(end) + TFE__RECORD_FRAME_BYTES;
		records++;
	} while (s->times_done + records < s->times &&
		 time_at(s, s->times_done + records) <= until_ns);
	tfe_status status = tfe__queue_push(q, begin, (size_t)(end - begin));
	if (!status) {
		s->done += (size_t)(end - begin);
		s->times_done += records;
	}
	return status;
}

void tfe__queue_merge(struct tfe__queue *q, struct tfe__segment *list)
{
	struct tfe__segment *s;
	uint64_t until_ns;
	/* A single segment, which is long, is not copied. */
	bool merged = list && (list->next || list->size < TFE__SEGMENT_BYTES / 2);
	while (merged && (s = first_of(list, &until_ns)))
		merged = !move_until(q, s, until_ns);
	while ((s = list)) {
		list = s->next;
		if (merged)
			tfe__queue_release_segment(q, s);
		else
			append(q, s);
	}
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
