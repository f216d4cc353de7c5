/* base: a hash map from byte strings to indexes. */
#ifndef TFE_BASE_MAP_H
#define TFE_BASE_MAP_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

struct tfe__map_slot {
	uint32_t hash; /* the lower 32 bits of the hash of the key */
	uint32_t nth;  /* number of the entry, from 1; 0: the slot is free */
};

struct tfe__map_entry {
	const char *key;
	uint32_t length, value;
};

/* A map uses open addressing and is at most two thirds full. The hash is keyed with random numbers
 * of the system, so that hostile tags cannot be chosen to collide. A log may have a million tags:
 * therefore slots are small, and most are compared without access to their entries. Keys are
 * borrowed and must outlive the map. Entries are never removed. */
struct tfe__map {
	struct tfe__map_slot *slots;
	struct tfe__map_entry *entries; /* in the order in which they were added */
	size_t capacity;                /* of slots: a power of two, or 0 */
	size_t count, entry_capacity;
	uint64_t seed, secret;
	_Atomic(size_t) *meter; /* shared: the sum of the bytes of several maps; NULL: none */
	tfe_allocator allocator;
};

#define TFE__MAP_NONE SIZE_MAX

void tfe__map_init(struct tfe__map *map, const tfe_allocator *allocator);
void tfe__map_release(struct tfe__map *map);

/* Returns the value of a key; TFE__MAP_NONE if the map does not have the key. */
size_t tfe__map_get(const struct tfe__map *map, const char *key, size_t length);

/* Adds a key that the map does not have, with its value. Returns TFE_E_NOMEM, also if the length of
 * the key or the value needs more than 32 bits. */
tfe_status tfe__map_add(struct tfe__map *map, const char *key, size_t length,
			size_t value) TFE_MUST_CHECK;

#endif
