/* read/file: access points of a compressed stream (as in zlib's zran example), from which it can be
 * decompressed. */
#include "read/file/gzip_points.h"

#include <string.h>

#include "base/alloc.h"

enum { POINTS_MAX = 32, SPREAD_BYTES = 1 << 20 };

/* Counts one more point; false if the quota is exhausted. */
static bool take_quota(struct tfe__gzip_points_quota *quota)
{
	const size_t bytes = sizeof(struct tfe__gzip_point);
	if (!quota)
		return true;
	if (atomic_fetch_add(&quota->used_bytes, bytes) + bytes > quota->limit_bytes) {
		atomic_fetch_sub(&quota->used_bytes, bytes);
		return false;
	}
	atomic_fetch_add(quota->meter, bytes);
	return true;
}

static void drop_point(struct tfe__gzip_points *p, struct tfe__gzip_point *point)
{
	tfe__free(&p->allocator, point);
	if (!p->quota)
		return;
	atomic_fetch_sub(&p->quota->used_bytes, sizeof *point);
	atomic_fetch_sub(p->quota->meter, sizeof *point);
}

struct tfe__gzip_points *tfe__gzip_points_new(const tfe_allocator *allocator,
					      struct tfe__gzip_points_quota *quota)
{
	struct tfe__gzip_points *p = tfe__alloc_zeroed(allocator, 1, sizeof *p);
	if (!p)
		return NULL;
	p->allocator = *allocator;
	p->quota = quota;
	p->spread_bytes = SPREAD_BYTES;
	p->point = tfe__alloc_zeroed(allocator, POINTS_MAX, sizeof(struct tfe__gzip_point *));
	if (!p->point) {
		tfe__free(allocator, p);
		return NULL;
	}
	pthread_mutex_init(&p->lock, NULL);
	return p;
}

void tfe__gzip_points_clear(struct tfe__gzip_points *p)
{
	pthread_mutex_lock(&p->lock);
	while (p->n)
		drop_point(p, p->point[--p->n]);
	p->spread_bytes = SPREAD_BYTES;
	pthread_mutex_unlock(&p->lock);
}

void tfe__gzip_points_free(struct tfe__gzip_points *p)
{
	if (!p)
		return;
	tfe__gzip_points_clear(p);
	pthread_mutex_destroy(&p->lock);
	tfe_allocator allocator = p->allocator;
	tfe__free(&allocator, p->point);
	tfe__free(&allocator, p);
}

bool tfe__gzip_points_want(struct tfe__gzip_points *p, uint64_t out)
{
	pthread_mutex_lock(&p->lock);
	uint64_t last = p->n ? p->point[p->n - 1]->out : 0;
	pthread_mutex_unlock(&p->lock);
	return out > last && out - last >= SPREAD_BYTES;
}

/* Removes every second point; the first of each pair stays. */
static void thin(struct tfe__gzip_points *p)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (i % 2)
			drop_point(p, p->point[i]);
		else
			p->point[kept++] = p->point[i];
	}
	p->n = kept;
	p->spread_bytes *= 2;
}

/* The slot of a new point: it replaces the last point while that is too close to the previous
 * one. */
static struct tfe__gzip_point *place_for(struct tfe__gzip_points *p)
{
	if (p->n > 1 && p->point[p->n - 1]->out - p->point[p->n - 2]->out < p->spread_bytes)
		return p->point[p->n - 1];
	if (p->n == POINTS_MAX)
		thin(p);
	if (!take_quota(p->quota))
		return NULL;
	struct tfe__gzip_point *point = tfe__alloc(&p->allocator, sizeof *point);
	if (point)
		p->point[p->n++] = point;
	else
		drop_point(p, NULL);
	return point;
}

void tfe__gzip_points_add(struct tfe__gzip_points *p, const struct tfe__gzip_point *point)
{
	pthread_mutex_lock(&p->lock);
	bool later = !p->n || point->out > p->point[p->n - 1]->out;
	struct tfe__gzip_point *to = later ? place_for(p) : NULL;
	if (to)
		*to = *point;
	pthread_mutex_unlock(&p->lock);
}

bool tfe__gzip_points_find(struct tfe__gzip_points *p, uint64_t out, struct tfe__gzip_point *point)
{
	pthread_mutex_lock(&p->lock);
	size_t i = p->n;
	while (i && p->point[i - 1]->out > out)
		i--;
	if (i)
		*point = *p->point[i - 1];
	pthread_mutex_unlock(&p->lock);
	return i > 0;
}
