/* write: the queue of bytes to be written. It uses no threads and no files. */
#ifndef TFE_WRITE_QUEUE_H
#define TFE_WRITE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <tfevents/status.h>

/* At least one whole record. The first `done` bytes, also whole records, are already written or
 * merged. A segment of a lane has the time of each record, in nanoseconds; the times are at the end
 * of `data`, the first one last. */
struct tfe__segment {
	struct tfe__segment *next;
	size_t size, done, capacity;
	size_t times, times_done;
	uint8_t data[];
};

/* TFE__SPARE_SEGMENTS are kept while nothing is added. */
enum { TFE__SEGMENT_BYTES = 256 * 1024, TFE__SPARE_SEGMENTS = 4 };

/* Chunks in the order of arrival. `bytes` counts pushed bytes that are not yet written, including
 * those of taken chunks. The writer's thread subtracts the bytes that it wrote. */
struct tfe__queue {
	struct tfe__segment *first, *last;
	/* Empty chunks. One is allocated only if none is left, so there are never more chunks than
	 * the limit once needed, and a steady flow allocates none. */
	struct tfe__segment *spare;
	size_t spares, bytes, limit;
	tfe_allocator allocator;
};

void tfe__queue_init(struct tfe__queue *q, const tfe_allocator *allocator, size_t limit);
void tfe__queue_release(struct tfe__queue *q);

/* Returns whether n more bytes fit. A record larger than the limit fits only into an empty
 * queue. */
static inline int tfe__queue_fits(const struct tfe__queue *q, size_t n)
{
	return q->bytes == 0 || (n <= q->limit && q->bytes <= q->limit - n);
}

/* Returns whether so many bytes wait that they are written before the flush interval ends. */
static inline int tfe__queue_is_due(const struct tfe__queue *q)
{
	return q->bytes >= TFE__SEGMENT_BYTES || q->bytes >= q->limit / 2;
}

/* Copies whole records into the queue. On TFE_E_NOMEM nothing is added. */
tfe_status tfe__queue_push(struct tfe__queue *q, const void *records, size_t n) TFE_MUST_CHECK;

/* The number of records that are not yet written, in the queue and in a chunk. */
uint64_t tfe__queue_records(const struct tfe__queue *q);
uint64_t tfe__segment_records(const struct tfe__segment *segment);

/* Takes the oldest chunk; it belongs to the caller until it is released. NULL if the queue is
 * empty. */
struct tfe__segment *tfe__queue_take(struct tfe__queue *q);
void tfe__queue_release_segment(struct tfe__queue *q, struct tfe__segment *segment);

/* An empty chunk with room for n bytes, which belongs to the caller until it is appended or
 * released. NULL if there is no memory. */
struct tfe__segment *tfe__queue_segment(struct tfe__queue *q, size_t n);

/* Moves the records of segments with times, linked by `next`, to the end of the queue, in the order
 * of their times; those of one segment keep their order. Without memory they are added one segment
 * after the other. */
void tfe__queue_merge(struct tfe__queue *q, struct tfe__segment *list);

/* The bytes that are free in a segment, between the records and the times. */
static inline size_t tfe__segment_room(const struct tfe__segment *s)
{
	return s->capacity - s->size - s->times * sizeof(uint64_t);
}

static inline uint8_t *tfe__segment_time(struct tfe__segment *s, size_t i)
{
	return s->data + s->capacity - (i + 1) * sizeof(uint64_t);
}

static inline void tfe__segment_add_time(struct tfe__segment *s, uint64_t time_ns)
{
	memcpy(tfe__segment_time(s, s->times++), &time_ns, sizeof time_ns);
}

/* Frees the spare chunks except TFE__SPARE_SEGMENTS. */
void tfe__queue_trim(struct tfe__queue *q);

#endif
