/* base: a hash map from byte strings to indexes. */
#define _GNU_SOURCE /* getentropy */
#include "base/map.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/compiler.h"
#include "base/le.h"

static uint64_t mix(uint64_t a, uint64_t b)
{
	tfe__uint128 m = (tfe__uint128)(a ^ 0x9e3779b97f4a7c15u) * b;
	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Multiply-and-fold over words of eight bytes, after wyhash (Wang Yi, public domain). Each word is
 * first combined with a secret, because a word that makes a product zero would erase all words
 * before it. */
static uint64_t hash_of(const struct tfe__map *map, const char *key, size_t length)
{
	const uint8_t *p = (const uint8_t *)key;
	uint64_t secret = map->secret, h = mix(map->seed, length ^ secret);
	size_t n = length;
	for (; n >= 8; n -= 8, p += 8)
		h = mix(h, tfe__le64(p) ^ secret);
	uint64_t tail = 0;
	for (size_t i = 0; i < n; i++)
		tail |= (uint64_t)p[i] << 8 * i;
	return mix(h, tail ^ secret);
}

void tfe__map_init(struct tfe__map *map, const tfe_allocator *allocator)
{
	uint64_t random[2];
	if (getentropy(random, sizeof random)) {
		struct timespec now;
		clock_gettime(CLOCK_MONOTONIC, &now);
		random[0] = mix((uint64_t)now.tv_nsec, (uint64_t)(uintptr_t)map);
		random[1] = mix(random[0], 0xe7037ed1a0b428dbu);
	}
	*map = (struct tfe__map){.allocator = tfe__allocator_or_default(allocator),
				 .seed = random[0],
				 .secret = random[1]};
}

static void count_bytes(const struct tfe__map *map, size_t before, size_t now)
{
	/* The difference is modulo 2^N for an N-bit size_t, so it may also be negative. */
	if (map->meter)
		atomic_fetch_add(map->meter, now - before);
}

void tfe__map_release(struct tfe__map *map)
{
	count_bytes(map,
		    map->capacity * sizeof *map->slots + map->entry_capacity * sizeof *map->entries,
		    0);
	tfe__free(&map->allocator, map->slots);
	tfe__free(&map->allocator, map->entries);
	map->slots = NULL;
	map->entries = NULL;
	map->capacity = map->count = map->entry_capacity = 0;
}

/* Returns the slot of a key; if the map does not have the key, the free slot for it. */
static struct tfe__map_slot *find(const struct tfe__map *map, const char *key, size_t length,
				  uint64_t hash)
{
	size_t mask = map->capacity - 1;
	size_t i = (size_t)hash & mask;
	for (;; i = (i + 1) & mask) {
		struct tfe__map_slot *s = &map->slots[i];
		if (!s->nth)
			return s;
		const struct tfe__map_entry *e = &map->entries[s->nth - 1];
		if (s->hash == (uint32_t)hash && e->length == length &&
		    !memcmp(e->key, key, length))
			return s;
	}
}

size_t tfe__map_get(const struct tfe__map *map, const char *key, size_t length)
{
	if (!map->count)
		return TFE__MAP_NONE;
	const struct tfe__map_slot *s = find(map, key, length, hash_of(map, key, length));
	return s->nth ? map->entries[s->nth - 1].value : TFE__MAP_NONE;
}

static tfe_status enlarge_slots(struct tfe__map *map)
{
	size_t capacity = map->capacity ? map->capacity * 2 : 16, mask = capacity - 1;
	struct tfe__map_slot *slots = tfe__alloc_zeroed(&map->allocator, capacity, sizeof *slots);
	if (!slots)
		return TFE_E_NOMEM;
	for (size_t i = 0; i < map->capacity; i++) {
		const struct tfe__map_slot *s = &map->slots[i];
		size_t to = s->hash & mask;
		if (!s->nth)
			continue;
		while (slots[to].nth)
			to = (to + 1) & mask;
		slots[to] = *s;
	}
	tfe__free(&map->allocator, map->slots);
	count_bytes(map, map->capacity * sizeof *slots, capacity * sizeof *slots);
	map->slots = slots;
	map->capacity = capacity;
	return TFE_OK;
}

static tfe_status enlarge_entries(struct tfe__map *map)
{
	size_t before = map->entry_capacity;
	tfe_status status =
		TFE__GROW(&map->allocator, map->entries, map->entry_capacity, map->count + 1);
	count_bytes(map, before * sizeof *map->entries, map->entry_capacity * sizeof *map->entries);
	return status;
}

tfe_status tfe__map_add(struct tfe__map *map, const char *key, size_t length, size_t value)
{
	tfe_status status = TFE_OK;
	if (length > UINT32_MAX || value > UINT32_MAX || map->count >= UINT32_MAX / 2)
		return TFE_E_NOMEM;
	if (map->count == map->entry_capacity)
		status = enlarge_entries(map);
	if (!status && map->count >= map->capacity - map->capacity / 3)
		status = enlarge_slots(map);
	if (status)
		return status;
	uint64_t hash = hash_of(map, key, length);
	struct tfe__map_slot *slot = find(map, key, length, hash);
	map->entries[map->count++] =
		(struct tfe__map_entry){key, (uint32_t)length, (uint32_t)value};
	*slot = (struct tfe__map_slot){(uint32_t)hash, (uint32_t)map->count};
	return TFE_OK;
}
