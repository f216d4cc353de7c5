/* For unit tests: files of records in memory, intact and damaged. */
#ifndef TESTS_UNIT_READ_FILE_RECORD_FILES_H
#define TESTS_UNIT_READ_FILE_RECORD_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/records.h"

enum { MOST = 50000 };
static uint8_t file[4 * MOST], copy[4 * MOST];

static inline size_t put(uint8_t *to, const void *data, size_t n)
{
	tfe__record_put_header(to, n);
	memmove(to + 12, data, n);
	tfe__record_put_footer(to + 12 + n, data, n);
	return n + 16;
}

/* Writes records of random lengths and content, some of which contain whole records themselves. */
static inline size_t make_file(uint8_t *to, size_t records, size_t most)
{
	static uint8_t data[4096];
	size_t size = 0;
	for (size_t i = 0; i < records; i++) {
		size_t n = rnd((uint32_t)most);
		for (size_t k = 0; k < n; k++)
			data[k] = (uint8_t)rnd(rnd(2) ? 2 : 256);
		if (n > 40 && rnd(8) == 0)
			put(data + rnd((uint32_t)n - 40), "nested", 6);
		size += put(to + size, data, n);
	}
	return size;
}

#endif
