/* base: a hash map from byte strings to indexes. */
#include "base/map.h"

#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/le.h"

__extension__ typedef unsigned __int128 wide;

static uint64_t mix(uint64_t a, uint64_t b)
{
	wide m = (wide)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xe7037ed1a0b428dbu);
	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Multiply-and-fold over words of eight bytes, after wyhash (Wang Yi, public domain). */
static uint64_t hash_of(const struct tfe__map *map, const char *key, size_t length)
{
	const uint8_t *p = (const uint8_t *)key;
	uint64_t h = mix(map->seed, length);
	size_t n = length;
	for (; n >= 8; n -= 8, p += 8)
		h = mix(h, tfe__le64(p));
	uint64_t tail = 0;
	for (size_t i = 0; i < n; i++)
		tail |= (uint64_t)p[i] << 8 * i;
	return mix(h, tail);
}

void tfe__map_init(struct tfe__map *map, const tfe_allocator *allocator)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	*map = (struct tfe__map){.allocator = tfe__allocator_or_default(allocator)};
	map->seed = mix((uint64_t)now.tv_nsec, (uint64_t)(uintptr_t)map);
}

void tfe__map_release(struct tfe__map *map)
{
	tfe__free(&map->allocator, map->slots);
	if (map->meter)
		atomic_fetch_sub(map->meter, map->capacity * sizeof *map->slots);
	map->slots = NULL;
	map->capacity = map->count = 0;
}

/* The slot that holds the key, or the free one where it belongs. */
static struct tfe__map_slot *find(const struct tfe__map *map, const char *key, size_t length,
				  uint64_t hash)
{
	size_t mask = map->capacity - 1;
	size_t i = (size_t)hash & mask;
	for (;; i = (i + 1) & mask) {
		struct tfe__map_slot *s = &map->slots[i];
		if (!s->key ||
		    (s->hash == hash && s->length == length && !memcmp(s->key, key, length)))
			return s;
	}
}

size_t tfe__map_get(const struct tfe__map *map, const char *key, size_t length)
{
	if (!map->count)
		return TFE__MAP_NONE;
	const struct tfe__map_slot *s = find(map, key, length, hash_of(map, key, length));
	return s->key ? s->value : TFE__MAP_NONE;
}

static tfe_status enlarge(struct tfe__map *map)
{
	struct tfe__map larger = *map;
	larger.capacity = map->capacity ? map->capacity * 2 : 16;
	larger.slots = tfe__alloc_zeroed(&map->allocator, larger.capacity, sizeof *larger.slots);
	if (!larger.slots)
		return TFE_E_NOMEM;
	for (size_t i = 0; i < map->capacity; i++) {
		const struct tfe__map_slot *s = &map->slots[i];
		if (s->key)
			*find(&larger, s->key, s->length, s->hash) = *s;
	}
	tfe__free(&map->allocator, map->slots);
	if (map->meter)
		atomic_fetch_add(map->meter,
				 (larger.capacity - map->capacity) * sizeof *map->slots);
	*map = larger;
	return TFE_OK;
}

tfe_status tfe__map_add(struct tfe__map *map, const char *key, size_t length, size_t value)
{
	if (map->count >= map->capacity - map->capacity / 3) {
		tfe_status status = enlarge(map);
		if (status)
			return status;
	}
	uint64_t hash = hash_of(map, key, length);
	*find(map, key, length, hash) = (struct tfe__map_slot){key, length, hash, value};
	map->count++;
	return TFE_OK;
}
