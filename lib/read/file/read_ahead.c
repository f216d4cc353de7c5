/* read/file: reads and verifies blocks of one large file before the loading thread needs them. */
#include "read/file/read_ahead.h"

#include "base/alloc.h"
#include "base/le.h"
#include "wire/record.h"

/* Smaller files are finished before a helper thread could wake up. */
#define LEAST_BYTES (2u << 20)
/* After bytes that are not a whole record, the loading thread reads this much alone, which limits
 * useless read-ahead. */
#define PAUSE_BYTES (4 * TFE__RECORDS_BLOCK_BYTES)

static struct tfe__read_ahead_block *block_at(struct tfe__read_ahead *a, size_t i)
{
	return &a->ring[(a->first + i) % TFE__READ_AHEAD_BLOCKS];
}

static void drop_first(struct tfe__read_ahead *a)
{
	a->first = (a->first + 1) % TFE__READ_AHEAD_BLOCKS;
	a->ready--;
}

static bool wants(const struct tfe__read_ahead *a)
{
	return a->ready < TFE__READ_AHEAD_BLOCKS && !a->stopped && a->place < a->end;
}

/* --- the helper threads ----------------------------------------------------------------------- */

/* Fills a block from its start and determines the end of its whole records. */
static void fill(struct tfe__read_ahead_block *b, const struct tfe__source *source,
		 const tfe_allocator *allocator)
{
	const size_t room = TFE__RECORDS_BLOCK_BYTES;
	size_t got = room, filled = 0, at = 0;
	b->whole = b->start;
	if (!b->bytes && !(b->bytes = tfe__alloc(allocator, room)))
		return;
	while (got && filled < room) {
		if (source->read_at(source->context, b->bytes + filled, room - filled,
				    b->start + filled, &got))
			return;
		filled += got;
	}
	uint64_t length;
	while (tfe__record_whole(b->bytes + at, filled - at, &length))
		at += (size_t)length + TFE__RECORD_FRAME_BYTES;
	b->whole += at;
}

/* Reads the next block; the result is discarded if the loading thread has moved meanwhile. */
static void read_next(struct tfe__read_ahead *a)
{
	struct tfe__helpers *h = a->helpers;
	struct tfe__read_ahead_block *b = block_at(a, a->ready);
	b->start = a->place;
	pthread_mutex_unlock(h->lock);
	fill(b, &a->source, h->allocator);
	pthread_mutex_lock(h->lock);
	if (a->place != b->start)
		return;
	if (b->whole > b->start)
		a->ready++;
	else
		a->stopped = true;
	a->place = b->whole;
}

bool tfe__read_ahead_help(struct tfe__helpers *h)
{
	struct tfe__read_ahead *a = h->first;
	while (a && (a->helped || !wants(a)))
		a = a->next;
	if (!a)
		return false;
	a->helped = true;
	read_next(a);
	a->helped = false;
	pthread_cond_signal(&a->left);
	return true;
}

/* --- the loading thread ----------------------------------------------------------------------- */

void tfe__read_ahead_offer(struct tfe__read_ahead *a, struct tfe__helpers *h,
			   const struct tfe__records *r, uint64_t place, uint64_t end)
{
	if (a->helpers || !h || h->threads < 2 || r->forward || end < place ||
	    end - place < LEAST_BYTES)
		return;
	a->helpers = h;
	a->source = r->source;
	a->place = place;
	a->end = end;
	pthread_cond_init(&a->left, NULL);
	pthread_mutex_lock(h->lock);
	a->next = h->first;
	h->first = a;
	pthread_cond_signal(h->work);
	pthread_mutex_unlock(h->lock);
}

/* Returns whether a record begins at `place`, before the end of the whole records of the block. */
static bool begins_at(const struct tfe__read_ahead_block *b, uint64_t place)
{
	uint64_t at = b->start;
	while (at < place)
		at += tfe__le64(b->bytes + (at - b->start)) + TFE__RECORD_FRAME_BYTES;
	return at == place;
}

/* Exchanges the block with that of the reader, unless the latter was enlarged for a longer
 * record. */
static void give(struct tfe__read_ahead_block *b, struct tfe__records *r)
{
	uint8_t *own = r->block;
	if (r->capacity != TFE__RECORDS_BLOCK_BYTES) {
		tfe__free(&r->allocator, own);
		own = NULL;
	}
	r->block = b->bytes;
	r->capacity = TFE__RECORDS_BLOCK_BYTES;
	r->filled = (size_t)(b->whole - b->start);
	r->start = b->start;
	r->whole = b->whole;
	*b = (struct tfe__read_ahead_block){.bytes = own};
}

bool tfe__read_ahead_take(struct tfe__read_ahead *a, struct tfe__records *r)
{
	struct tfe__helpers *h = a->helpers;
	if (!h || r->scan)
		return false;
	pthread_mutex_lock(h->lock);
	while (a->ready && block_at(a, 0)->whole <= r->place)
		drop_first(a);
	struct tfe__read_ahead_block *b = block_at(a, 0);
	bool found = a->ready && b->start <= r->place && begins_at(b, r->place);
	if (found) {
		give(b, r);
		drop_first(a);
	} else if (a->place != r->place && (!a->stopped || r->place >= a->place + PAUSE_BYTES)) {
		/* A block that is being filled keeps its slot in the ring. */
		while (a->ready)
			drop_first(a);
		a->stopped = false;
		a->place = r->place;
	}
	if (a->ready <= TFE__READ_AHEAD_BLOCKS / 2 && !a->helped && wants(a))
		pthread_cond_signal(h->work);
	pthread_mutex_unlock(h->lock);
	return found;
}

void tfe__read_ahead_end(struct tfe__read_ahead *a)
{
	struct tfe__helpers *h = a->helpers;
	if (!h)
		return;
	pthread_mutex_lock(h->lock);
	a->end = 0;
	while (a->helped)
		pthread_cond_wait(&a->left, h->lock);
	struct tfe__read_ahead **at = &h->first;
	while (*at != a)
		at = &(*at)->next;
	*at = a->next;
	pthread_mutex_unlock(h->lock);
	pthread_cond_destroy(&a->left);
	for (size_t i = 0; i < TFE__READ_AHEAD_BLOCKS; i++)
		tfe__free(h->allocator, a->ring[i].bytes);
	*a = (struct tfe__read_ahead){0};
}
