/* common: the hash FNV-1a, with parts of any size up to 64 bits. */
#ifndef TFE_COMMON_HASH_H
#define TFE_COMMON_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The hash of nothing. */
static const uint64_t hash_of_nothing = 14695981039346656037u;

/* Returns the hash of what `hash` is of, followed by a part. */
static inline uint64_t hash_add(uint64_t hash, uint64_t part)
{
	return (hash ^ part) * 1099511628211u;
}

/* Returns the hash of what `hash` is of, followed by n bytes. */
static inline uint64_t hash_add_bytes(uint64_t hash, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = hash_add(hash, (unsigned char)bytes[i]);
	return hash;
}

#endif
