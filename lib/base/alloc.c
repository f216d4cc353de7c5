/* base: allocation of all memory of the library, through the allocator of the caller. */
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "base/checked.h"

static void *malloc_resize(void *context, void *block, size_t bytes)
{
	(void)context;
	if (bytes)
		return realloc(block, bytes);
	free(block);
	return NULL;
}

const tfe_allocator tfe__malloc_allocator = {malloc_resize, NULL};

tfe_allocator tfe__allocator_or_default(const tfe_allocator *given)
{
	return given && given->resize ? *given : tfe__malloc_allocator;
}

void *tfe__alloc(const tfe_allocator *a, size_t bytes)
{
	return a->resize(a->context, NULL, bytes ? bytes : 1);
}

void *tfe__alloc_zeroed(const tfe_allocator *a, size_t n, size_t bytes)
{
	size_t total;
	if (tfe__mul_overflows(n, bytes, &total))
		return NULL;
	void *p = tfe__alloc(a, total);
	if (p)
		memset(p, 0, total);
	return p;
}

void *tfe__realloc_array(const tfe_allocator *a, void *block, size_t n, size_t bytes)
{
	size_t total;
	if (tfe__mul_overflows(n, bytes, &total))
		return NULL;
	return a->resize(a->context, block, total ? total : 1);
}

void tfe__free(const tfe_allocator *a, void *block)
{
	if (block)
		a->resize(a->context, block, 0);
}

char *tfe__strndup(const tfe_allocator *a, const char *s, size_t length)
{
	size_t total;
	if (tfe__add_overflows(length, 1, &total))
		return NULL;
	char *copy = tfe__alloc(a, total);
	if (copy) {
		memcpy(copy, s, length);
		copy[length] = '\0';
	}
	return copy;
}

char *tfe__strdup(const tfe_allocator *a, const char *s)
{
	return tfe__strndup(a, s, strlen(s));
}

void *tfe__grow_array(const tfe_allocator *a, void *block, size_t *capacity, size_t need,
		      size_t element_bytes)
{
	size_t want;
	if (need <= *capacity || tfe__add_overflows(*capacity, *capacity / 2, &want))
		return block;
	want = want > need ? want : need;
	if (want < 8)
		want = 8;
	void *p = tfe__realloc_array(a, block, want, element_bytes);
	if (!p)
		return block;
	*capacity = want;
	return p;
}
