/* A source of bytes in memory, as records are read from. */
#ifndef TESTS_MEMORY_SOURCE_H
#define TESTS_MEMORY_SOURCE_H

#include <string.h>

#include "read/file/records.h"

struct memory {
	const uint8_t *data;
	size_t size; /* may grow between two calls */
};

static inline tfe_status memory_read_at(void *context, void *to, size_t n, uint64_t offset,
					size_t *got)
{
	const struct memory *m = context;
	*got = offset >= m->size ? 0 : n < m->size - offset ? n : m->size - (size_t)offset;
	if (*got)
		memcpy(to, m->data + offset, *got);
	return TFE_OK;
}

static inline tfe_status memory_size(void *context, uint64_t *bytes)
{
	*bytes = ((const struct memory *)context)->size;
	return TFE_OK;
}

static inline struct tfe__source memory_source(struct memory *m)
{
	return (struct tfe__source){m, memory_read_at, memory_size, NULL};
}

#endif
