/* write: lanes: small queues before the queue. */
#include "write/lanes.h"

#include <string.h>

#include "base/alloc.h"

void tfe__lanes_init(struct tfe__lanes *l)
{
	for (int i = 0; i < TFE__WRITER_LANES; i++)
		pthread_mutex_init(&l->lane[i].lock, NULL);
}

void tfe__lanes_release(struct tfe__lanes *l, struct tfe__queue *q)
{
	tfe__lanes_release_inherited(l, q);
	for (int i = 0; i < TFE__WRITER_LANES; i++) {
		tfe__free(&q->allocator, l->lane[i].segment);
		pthread_mutex_destroy(&l->lane[i].lock);
	}
}

size_t tfe__lanes_own(struct tfe__lanes *l)
{
	const uintptr_t self = (uintptr_t)pthread_self();
	const size_t first = (size_t)((self >> 12) * 0x9e3779b1u >> 16) % TFE__WRITER_LANES;
	for (size_t i = 0; i < TFE__WRITER_LANES; i++) {
		const size_t lane = (first + i) % TFE__WRITER_LANES;
		uintptr_t owner = atomic_load_explicit(&l->owner[lane], memory_order_relaxed);
		if (owner == self ||
		    (!owner && atomic_compare_exchange_strong(&l->owner[lane], &owner, self)))
			return lane;
	}
	return first; /* shared with its owner */
}

bool tfe__lanes_push(struct tfe__lanes *l, size_t lane, const void *record, size_t n,
		     uint64_t time_ns)
{
	struct tfe__lane *own = &l->lane[lane];
	pthread_mutex_lock(&own->lock);
	struct tfe__segment *s = own->segment;
	const bool fits = s && n + sizeof time_ns <= tfe__segment_room(s);
	if (fits) {
		memcpy(s->data + s->size, record, n);
		s->size += n;
		tfe__segment_add_time(s, time_ns);
	}
	pthread_mutex_unlock(&own->lock);
	return fits;
}

void tfe__lanes_equip(struct tfe__lanes *l, size_t lane, struct tfe__queue *q)
{
	uintptr_t none = 0;
	pthread_mutex_lock(&l->lane[lane].lock);
	if (!l->lane[lane].segment)
		l->lane[lane].segment = tfe__queue_segment(q, TFE__SEGMENT_BYTES);
	pthread_mutex_unlock(&l->lane[lane].lock);
	atomic_compare_exchange_strong(&l->owner[lane], &none, (uintptr_t)pthread_self());
	atomic_store_explicit(&l->used, true, memory_order_relaxed);
}

/* Whether only one thread seems to add: a lane that is half full is the only one with records. */
static bool one_adds(const struct tfe__lanes *l)
{
	size_t filled = 0, bytes = 0;
	for (int i = 0; i < TFE__WRITER_LANES; i++) {
		const struct tfe__segment *s = l->lane[i].segment;
		filled += s && s->size;
		bytes += s ? s->size : 0;
	}
	return filled == 1 && bytes >= TFE__SEGMENT_BYTES / 2;
}

/* Takes the segment of a lane, and gives it a new one if the lane goes on. */
static struct tfe__segment *take(struct tfe__lanes *l, int i, struct tfe__queue *q, bool goes_on)
{
	struct tfe__segment *s = l->lane[i].segment;
	l->lane[i].segment = goes_on ? tfe__queue_segment(q, TFE__SEGMENT_BYTES) : NULL;
	if (!l->lane[i].segment)
		atomic_store_explicit(&l->owner[i], 0, memory_order_relaxed);
	return s;
}

size_t tfe__lanes_collect(struct tfe__lanes *l, struct tfe__queue *q, enum tfe__lanes_then then,
			  uint64_t *records)
{
	struct tfe__segment *filled = NULL, *s;
	size_t bytes = 0;
	bool used = false;
	if (!atomic_load_explicit(&l->used, memory_order_relaxed))
		return 0;
	tfe__lanes_lock(l);
	then = one_adds(l) ? TFE__LANES_STOP : then;
	for (int i = 0; i < TFE__WRITER_LANES; i++) {
		if (l->lane[i].segment && l->lane[i].segment->size) {
			s = take(l, i, q, then != TFE__LANES_STOP);
			bytes += s->size;
			*records += s->times;
			s->next = filled;
			filled = s;
		} else if (then != TFE__LANES_KEEP && (s = take(l, i, q, false))) {
			tfe__queue_release_segment(q, s);
		}
		used |= l->lane[i].segment != NULL;
	}
	atomic_store_explicit(&l->used, used, memory_order_relaxed);
	tfe__lanes_unlock(l);
	l->waits = 0;
	if (filled)
		tfe__queue_merge(q, filled);
	return bytes;
}

bool tfe__lanes_hold(struct tfe__lanes *l)
{
	bool hold = false;
	if (!atomic_load_explicit(&l->used, memory_order_relaxed))
		return false;
	for (int i = 0; i < TFE__WRITER_LANES && !hold; i++) {
		pthread_mutex_lock(&l->lane[i].lock);
		hold = l->lane[i].segment && l->lane[i].segment->size;
		pthread_mutex_unlock(&l->lane[i].lock);
	}
	return hold;
}

void tfe__lanes_lock(struct tfe__lanes *l)
{
	for (int i = 0; i < TFE__WRITER_LANES; i++)
		pthread_mutex_lock(&l->lane[i].lock);
}

void tfe__lanes_unlock(struct tfe__lanes *l)
{
	for (int i = 0; i < TFE__WRITER_LANES; i++)
		pthread_mutex_unlock(&l->lane[i].lock);
}

void tfe__lanes_inherit(struct tfe__lanes *l)
{
	atomic_store_explicit(&l->used, false, memory_order_relaxed);
	for (int i = 0; i < TFE__WRITER_LANES; i++) {
		struct tfe__lane *lane = &l->lane[i];
		if (lane->segment)
			lane->inherited = lane->segment;
		lane->segment = NULL;
		atomic_store_explicit(&l->owner[i], 0, memory_order_relaxed);
	}
}

void tfe__lanes_release_inherited(struct tfe__lanes *l, struct tfe__queue *q)
{
	for (int i = 0; i < TFE__WRITER_LANES; i++) {
		tfe__free(&q->allocator, l->lane[i].inherited);
		l->lane[i].inherited = NULL;
	}
}
