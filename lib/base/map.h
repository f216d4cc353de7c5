/* base: a hash map from byte strings to indexes. */
#ifndef TFE_BASE_MAP_H
#define TFE_BASE_MAP_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

struct tfe__map_slot {
	uint32_t hash; /* its lower bits */
	uint32_t nth;  /* of the entries, from 1 on; 0: free */
};

struct tfe__map_entry {
	const char *key;
	uint32_t length, value;
};

/* Open addressing, at most two thirds full, keyed with random numbers of the system so that hostile
 * tags cannot be made to collide. Slots are small, for a log may have a million tags: most of them
 * are looked at without touching an entry. Keys are borrowed: they must outlive the map. Nothing is
 * ever removed. */
struct tfe__map {
	struct tfe__map_slot *slots;
	struct tfe__map_entry *entries; /* in the order in which they were added */
	size_t capacity;                /* of slots: a power of two, or 0 */
	size_t count, entry_capacity;
	uint64_t seed, secret;
	_Atomic(size_t)
		*meter; /* shared: has the bytes of slots and entries; NULL: nobody counts */
	tfe_allocator allocator;
};

#define TFE__MAP_NONE SIZE_MAX

void tfe__map_init(struct tfe__map *map, const tfe_allocator *allocator);
void tfe__map_release(struct tfe__map *map);

/* The value of a key, TFE__MAP_NONE where it has none. */
size_t tfe__map_get(const struct tfe__map *map, const char *key, size_t length);

/* Sets the value of a key that is not in the map yet. TFE_E_NOMEM: also where key or value take
 * more than 32 bits. */
tfe_status tfe__map_add(struct tfe__map *map, const char *key, size_t length,
			size_t value) TFE_MUST_CHECK;

#endif
