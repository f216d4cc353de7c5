/* tests: a source of bytes in memory for the reader of records: complete or in pieces, with or
 * without failures. */
#ifndef TESTS_MEMORY_SOURCE_H
#define TESTS_MEMORY_SOURCE_H

#include <string.h>

#include "read/file/records.h"

struct memory {
	const uint8_t *data;
	size_t size;     /* may grow between two calls */
	uint32_t pieces; /* not 0: the seed of random short reads */
	/* The number of the read that fails, counted from 1 and from now; 0: none. */
	size_t fail_in;
	uint64_t read; /* the number of bytes read so far */
};

static inline tfe_status memory_read_at(void *context, void *to, size_t n, uint64_t offset,
					size_t *got)
{
	struct memory *m = context;
	if (m->fail_in && --m->fail_in == 0)
		return TFE_E_IO;
	size_t have = offset < m->size ? m->size - (size_t)offset : 0;
	if (n > have)
		n = have;
	if (m->pieces && n > 1) {
		m->pieces = m->pieces * 1664525u + 1013904223u;
		n = 1 + (m->pieces >> 8) % (n < 100 ? n : 100);
	}
	if (n)
		memcpy(to, m->data + offset, n);
	*got = n;
	m->read += n;
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
