/* common: allocation for programs that end when memory runs out. */
#include "common/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*before_end)(void);

void need_end_with(void (*end)(void))
{
	before_end = end;
}

void *need(void *block)
{
	if (!block) {
		if (before_end)
			before_end();
		fputs("out of memory\n", stderr);
		exit(2);
	}
	return block;
}

void *need_zeroed(size_t count, size_t bytes)
{
	return need(calloc(count ? count : 1, bytes ? bytes : 1));
}

void *need_resize(void *block, size_t count, size_t bytes)
{
	if (bytes && count > SIZE_MAX / bytes)
		return need(NULL);
	size_t size = count * bytes;
	return need(realloc(block, size ? size : 1));
}

char *need_copy(const char *text)
{
	size_t n = strlen(text) + 1;
	return memcpy(need_resize(NULL, n, 1), text, n);
}

void *need_room(void *array, size_t count, size_t *capacity, size_t bytes)
{
	if (count < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 16;
	return need_resize(array, *capacity, bytes);
}
