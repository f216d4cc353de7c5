/* cache: lists of keys and values. */
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/cache/text_keys.h"

void text_keys_release(struct text_keys *keys)
{
	for (size_t i = 0; i < keys->n; i++) {
		free(keys->pair[i].key);
		free(keys->pair[i].value);
	}
	free(keys->pair);
	*keys = (struct text_keys){0};
}

bool text_keys_add(struct text_keys *keys, const char *key, const char *value, size_t n)
{
	if (keys->n == KEYS_MOST)
		return false;
	char *copy = need_zeroed(n + 1, 1);
	memcpy(copy, n ? value : "", n);
	keys->pair = need_room(keys->pair, keys->n, &keys->capacity, sizeof *keys->pair);
	keys->pair[keys->n] =
		(struct text_pair){.key = need_copy(key), .value = copy, .order = keys->n};
	keys->n++;
	return true;
}

static int by_key(const void *key, const void *pair)
{
	return strcmp(key, ((const struct text_pair *)pair)->key);
}

const struct text_pair *text_keys_find(const struct text_keys *keys, const char *key)
{
	return keys->n ? bsearch(key, keys->pair, keys->n, sizeof *keys->pair, by_key) : NULL;
}
