/* cache: texts that are lists of keys and values: JSON, YAML, tables. */
#ifndef TBTOP_CACHE_TEXT_KEYS_H
#define TBTOP_CACHE_TEXT_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/cache/text_source.h"

/* Nested keys are joined: "model.layers[0].units". */
struct text_pair {
	char *key, *value;
	size_t order; /* place in the text */
};

struct text_keys {
	struct text_pair *pair; /* sorted by key after text_keys_read */
	size_t n, capacity;
};

/* More keys are not compared, but the text by word. */
enum { KEYS_MOST = 10000 };

/* Reads the keys of a value whose text is JSON, a table with a key in its first column, or YAML.
 * Returns false if it is none of them. Release the keys with text_keys_release in any case. */
bool text_keys_read(const struct blob *blob, struct text_keys *keys);
void text_keys_release(struct text_keys *keys);

/* Returns whether the text is JSON or YAML, whose lines are to be kept. */
bool text_is_configuration(const char *text, size_t n);

/* Returns the pair of a key, or NULL. */
const struct text_pair *text_keys_find(const struct text_keys *keys, const char *key);

/* --- for readers of a format ------------------------------------------------------------------ */

/* Adds a copy of a key (NUL-terminated) and of a value of n bytes. Returns false beyond
 * KEYS_MOST. */
bool text_keys_add(struct text_keys *keys, const char *key, const char *value, size_t n);

#endif
