/* model: which keys the bindings have: those of the table, or those that the user chose. */
#ifndef TBTOP_MODEL_KEYMAP_H
#define TBTOP_MODEL_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/model/bindings.h"

enum { MOST_BINDINGS = 200 };

/* The keys by index of the binding. Wherever it is used, NULL means the keys of the table. */
struct keymap {
	int keys[MOST_BINDINGS][BINDING_KEYS]; /* unused entries are 0 */
	bool chosen[MOST_BINDINGS];            /* by the user; it precedes those that are not */
};

void keymap_init(struct keymap *map);

/* Gives the bindings with a name other keys: up to BINDING_KEYS names of keys as in key_parse,
 * separated by blanks; "none" for no key. Returns NULL, or what is wrong: then nothing changes. The
 * text is constant. */
const char *keymap_set(struct keymap *map, const char *name, const char *keys);

/* Finds a key that the user gave to two bindings which have a meaning in the same place. Returns
 * false if there is none. */
bool keymap_conflict(const struct keymap *map, size_t *a, size_t *b, int *key);

/* Returns the action of a key in a context, or DO_NOTHING. */
enum action keymap_find(const struct keymap *map, int key, unsigned context);

/* Returns the keys of a binding. */
const int *keymap_keys(const struct keymap *map, size_t binding);

/* Returns whether a key of the binding has its meaning in one of these contexts: another binding
 * may have the key there. */
bool keymap_works(const struct keymap *map, size_t binding, unsigned contexts);

/* Returns the character that shows a view, or 0 if none of its keys is one. */
char keymap_digit(const struct keymap *map, enum view_id view);

/* Writes the names of the keys of a binding, such as "h Left"; of no keys, "". */
enum { KEYS_TEXT = 32 };
void keymap_text(const struct keymap *map, size_t binding, char text[KEYS_TEXT]);

#endif
