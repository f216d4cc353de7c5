/* model: columns and extents of curves kept from one frame to the next: most keys change none of them. */
#include "tbtop/model/column_cache.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/timer.h"
#include "common/memory.h"

/* However little time there is, a frame gets so many that are new: it goes on. */
enum { LIMIT_BYTES = 32 << 20, NEW_LEAST = 16 };

struct key {
	const void *series, *version;
	uint64_t count;
	double x0, x1, smoothing;
	uint64_t axis, n;
};

struct entry {
	struct key key;
	uint64_t frame;              /* that used it last */
	struct curve_facts facts;    /* of a key without columns */
	struct curve_window *window; /* NULL: of none */
};

struct column_cache {
	struct entry **slots; /* open addressing; a power of two, at most half full */
	size_t n_slots, used, bytes;
	uint64_t frame;
	double hurry_s, patience_s, deadline; /* 0: no hurry */
	size_t fresh;                         /* so many were new to this frame */
	bool missed;
};

struct column_cache *column_cache_open(void)
{
	struct column_cache *cache = need_zeroed(1, sizeof *cache);
	cache->n_slots = 1024;
	cache->slots = need_zeroed(cache->n_slots, sizeof *cache->slots);
	return cache;
}

static void free_entry(struct entry *e)
{
	if (e)
		free(e->window);
	free(e);
}

void column_cache_close(struct column_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->n_slots; i++)
		free_entry(cache->slots[i]);
	free(cache->slots);
	free(cache);
}

static size_t size_of(const struct entry *e)
{
	return sizeof *e + e->key.n * sizeof(tfe_column);
}

static size_t slot_of(const struct column_cache *cache, const struct key *key)
{
	uint64_t words[sizeof *key / 8], h = 0;
	memcpy(words, key, sizeof words);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		h = (h ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	size_t at = h & (cache->n_slots - 1);
	while (cache->slots[at] && memcmp(&cache->slots[at]->key, key, sizeof *key) != 0)
		at = (at + 1) & (cache->n_slots - 1);
	return at;
}

/* Moves what was used in frame `oldest` or later into a table of n slots, with `windows` windows too. */
static void rebuild(struct column_cache *cache, size_t n, uint64_t oldest, bool windows)
{
	struct entry **old = cache->slots;
	size_t n_old = cache->n_slots;
	cache->slots = need_zeroed(n, sizeof *cache->slots);
	cache->n_slots = n;
	cache->used = cache->bytes = 0;
	for (size_t i = 0; i < n_old; i++) {
		if (!old[i])
			continue;
		if (old[i]->frame < oldest || (old[i]->window && !windows)) {
			free_entry(old[i]);
			continue;
		}
		cache->slots[slot_of(cache, &old[i]->key)] = old[i];
		cache->used++;
		cache->bytes += size_of(old[i]);
	}
	free(old);
}

void column_cache_frame(struct column_cache *cache)
{
	if (cache->bytes > LIMIT_BYTES)
		rebuild(cache, cache->n_slots, cache->frame, true);
	cache->frame++;
	cache->patience_s = cache->missed ? 2 * cache->patience_s : cache->hurry_s;
	cache->deadline = cache->hurry_s > 0 ? clock_monotonic_s() + cache->patience_s : 0;
	cache->fresh = 0;
	cache->missed = false;
}

void column_cache_chart(struct column_cache *cache)
{
	if (cache->bytes > LIMIT_BYTES)
		rebuild(cache, cache->n_slots, cache->frame, false);
}

void column_cache_hurry(struct column_cache *cache, double seconds)
{
	cache->hurry_s = seconds;
}

bool column_cache_missed(const struct column_cache *cache)
{
	return cache->missed;
}

/* Whether there is time for one more that is new. */
static bool has_time(struct column_cache *cache)
{
	if (cache->hurry_s > 0 && ++cache->fresh > NEW_LEAST &&
	    clock_monotonic_s() > cache->deadline)
		cache->missed = true;
	return !cache->missed;
}

static struct entry *find(struct column_cache *cache, const struct key *key)
{
	struct entry *e = cache->slots[slot_of(cache, key)];
	if (e)
		e->frame = cache->frame;
	return e;
}

static struct entry *make(const struct column_cache *cache, const struct key *key)
{
	struct entry *e = need_zeroed(1, sizeof *e);
	e->key = *key;
	e->frame = cache->frame;
	return e;
}

static void keep(struct column_cache *cache, struct entry *e)
{
	if (cache->used * 2 >= cache->n_slots)
		rebuild(cache, cache->n_slots * 2, 0, true);
	cache->slots[slot_of(cache, &e->key)] = e;
	cache->used++;
	cache->bytes += size_of(e);
}

const struct curve_facts *column_cache_facts(struct column_cache *cache, const tfe_view *view,
					     tfe_axis axis)
{
	struct key key = {.series = view->series,
			  .version = view->version,
			  .count = view->count,
			  .axis = (uint64_t)axis};
	struct entry *e = find(cache, &key);
	if (e)
		return &e->facts;
	tfe_point last = {.value = NAN};
	e = make(cache, &key);
	e->facts.extends = tfe_view_get_extent(view, axis, &e->facts.x0, &e->facts.x1);
	if (view->count)
		tfe_view_get_points(view, view->count - 1, &last, 1);
	e->facts.last = last.value;
	keep(cache, e);
	return &e->facts;
}

static double x_of(const tfe_point *p, tfe_axis axis, double start)
{
	if (axis == TFE_AXIS_STEP)
		return (double)p->step;
	return axis == TFE_AXIS_WALL ? p->wall_time : p->wall_time - start;
}

/* On the left (-1) or right (1) of an edge. */
static struct curve_beside find_beside(const tfe_view *view, tfe_axis axis, double edge, int side,
				       double smoothing)
{
	tfe_point first, p;
	struct curve_beside none = {0};
	uint64_t i = tfe_view_nearest(view, axis, edge);
	if (tfe_view_get_points(view, 0, &first, 1) != 1 ||
	    tfe_view_get_points(view, i, &p, 1) != 1)
		return none;
	double x = x_of(&p, axis, first.wall_time), value;
	if ((x - edge) * side <= 0) { /* in the window: the one beyond it */
		if (side < 0 ? i == 0 : i + 1 >= view->count)
			return none;
		i += (uint64_t)side;
		if (tfe_view_get_points(view, i, &p, 1) != 1)
			return none;
		x = x_of(&p, axis, first.wall_time);
	}
	if (!((x - edge) * side > 0) || !isfinite(p.value))
		return none;
	if (smoothing > 0 && !tfe_view_get_smoothed(view, i, smoothing, &value))
		p.value = value;
	return (struct curve_beside){true, x, p.value};
}

const struct curve_window *column_cache_get(struct column_cache *cache, const tfe_view *view,
					    tfe_axis axis, double x0, double x1, double smoothing,
					    size_t n)
{
	struct key key = {view->series, view->version, view->count,    x0,
			  x1,           smoothing,     (uint64_t)axis, n};
	struct entry *e = find(cache, &key);
	if (e)
		return e->window;
	if (!has_time(cache))
		return NULL;
	e = make(cache, &key);
	e->window = need_zeroed(1, sizeof *e->window + n * sizeof(tfe_column));
	if (tfe_view_get_columns(view, axis, x0, x1, smoothing, e->window->columns, n)) {
		free_entry(e);
		return NULL;
	}
	const struct curve_facts *facts = column_cache_facts(cache, view, axis);
	if (facts->extends && facts->x0 < x0)
		e->window->left = find_beside(view, axis, x0, -1, smoothing);
	if (facts->extends && facts->x1 > x1)
		e->window->right = find_beside(view, axis, x1, 1, smoothing);
	keep(cache, e);
	return e->window;
}
