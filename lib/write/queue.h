/* write: the bytes that wait to be written. It knows neither threads nor files. */
#ifndef TFE_WRITE_QUEUE_H
#define TFE_WRITE_QUEUE_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* Whole records, at least one, of which `done` bytes (whole records too) are written already. */
struct tfe__segment {
	struct tfe__segment *next;
	size_t size, done, capacity;
	uint8_t data[];
};

enum { TFE__SEGMENT_BYTES = 256 * 1024, TFE__SPARE_SEGMENTS = 4 };

/* Segments in the order they came. `bytes` counts what was pushed and not yet released: taken segments count too. */
struct tfe__queue {
	struct tfe__segment *first, *last;
	struct tfe__segment *spare; /* a few empty ones, so that a steady flow allocates nothing */
	size_t spares, bytes, limit;
	tfe_allocator allocator;
};

void tfe__queue_init(struct tfe__queue *q, const tfe_allocator *allocator, size_t limit);
void tfe__queue_release(struct tfe__queue *q);

/* Whether n more bytes may wait. A record larger than the limit may when nothing else does. */
static inline int tfe__queue_fits(const struct tfe__queue *q, size_t n)
{
	return q->bytes == 0 || (n <= q->limit && q->bytes <= q->limit - n);
}

/* Whether so much waits that it is time to write, whatever the flush interval. */
static inline int tfe__queue_is_due(const struct tfe__queue *q)
{
	return q->bytes >= TFE__SEGMENT_BYTES || q->bytes >= q->limit / 2;
}

/* Copies whole records. TFE_E_NOMEM takes none of them. */
tfe_status tfe__queue_push(struct tfe__queue *q, const void *records, size_t n) TFE_MUST_CHECK;

/* How many records are not yet done in the queue, and in a segment. */
uint64_t tfe__queue_records(const struct tfe__queue *q);
uint64_t tfe__segment_records(const struct tfe__segment *segment);

/* The oldest segment, which is the caller's until it is released; NULL when there is none. */
struct tfe__segment *tfe__queue_take(struct tfe__queue *q);
void tfe__queue_release_segment(struct tfe__queue *q, struct tfe__segment *segment);

#endif
