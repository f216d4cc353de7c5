/* model: which keys the bindings have: those of the table, or those that the user chose. */
#include "tbtop/model/keymap.h"

#include <stdio.h>
#include <string.h>

#include "tbtop/model/key_names.h"

void keymap_init(struct keymap *map)
{
	*map = (struct keymap){0};
	for (size_t i = 0; i < n_bindings && i < MOST_BINDINGS; i++)
		memcpy(map->keys[i], bindings[i].keys, sizeof map->keys[i]);
}

/* Reads up to BINDING_KEYS keys. Returns NULL, or what is wrong. */
static const char *read_keys(const char *text, int keys[BINDING_KEYS])
{
	int key, n = 0;
	memset(keys, 0, BINDING_KEYS * sizeof *keys);
	if (!strcmp(text, "none"))
		return NULL;
	while ((key = key_parse(&text)) != KEY_NONE) {
		if (key == TK_IGNORED || key == TK_PASTE || key == TK_PASTE_END)
			return "no such key";
		if (key == ('c' & 0x1f) || key == ('z' & 0x1f))
			return "C-c and C-z belong to the terminal";
		if (n == BINDING_KEYS)
			return "more than three keys";
		keys[n++] = key;
	}
	return n ? NULL : "no key; none removes the key";
}

const char *keymap_set(struct keymap *map, const char *name, const char *text)
{
	int keys[BINDING_KEYS];
	bool found = false;
	for (size_t i = 0; i < n_bindings; i++)
		found |= !strcmp(bindings[i].name, name);
	if (!found)
		return "unknown name of a key";
	const char *wrong = read_keys(text, keys);
	for (size_t i = 0; i < n_bindings && !wrong; i++)
		if (!strcmp(bindings[i].name, name)) {
			memcpy(map->keys[i], keys, sizeof keys);
			map->chosen[i] = true;
		}
	return wrong;
}

static bool has_key(const int *keys, int key)
{
	for (int k = 0; k < BINDING_KEYS; k++)
		if (keys[k] == key && key)
			return true;
	return false;
}

bool keymap_conflict(const struct keymap *map, size_t *a, size_t *b, int *key)
{
	for (*a = 0; *a < n_bindings; ++*a)
		for (*b = *a + 1; *b < n_bindings; ++*b) {
			bool meet = map->chosen[*a] && map->chosen[*b] &&
				    bindings[*a].where & bindings[*b].where;
			for (int k = 0; k < BINDING_KEYS && meet; k++) {
				*key = map->keys[*a][k];
				if (has_key(map->keys[*b], *key))
					return true;
			}
		}
	return false;
}

const int *keymap_keys(const struct keymap *map, size_t binding)
{
	return map ? map->keys[binding] : bindings[binding].keys;
}

/* Returns the binding that a key has in a context; n_bindings without one. */
static size_t find(const struct keymap *map, int key, unsigned context)
{
	for (int chosen = map != NULL; chosen >= 0; chosen--)
		for (size_t i = 0; i < n_bindings; i++) {
			bool is_chosen = map && map->chosen[i];
			if (is_chosen == chosen && bindings[i].where & context &&
			    has_key(keymap_keys(map, i), key))
				return i;
		}
	return n_bindings;
}

enum action keymap_find(const struct keymap *map, int key, unsigned context)
{
	size_t i = find(map, key, context);
	return i < n_bindings ? bindings[i].action : DO_NOTHING;
}

bool keymap_works(const struct keymap *map, size_t binding, unsigned contexts)
{
	const int *keys = keymap_keys(map, binding);
	unsigned where = bindings[binding].where & contexts;
	for (unsigned context = where & -where; where; where &= ~context, context = where & -where)
		for (int k = 0; k < BINDING_KEYS && keys[k]; k++)
			if (find(map, keys[k], context) == binding)
				return true;
	return false;
}

void keymap_text(const struct keymap *map, size_t binding, char text[KEYS_TEXT])
{
	const int *keys = keymap_keys(map, binding);
	size_t n = 0;
	text[0] = '\0';
	for (int k = 0; k < BINDING_KEYS && keys[k] && n < KEYS_TEXT; k++) {
		char name[8];
		key_text(keys[k], name);
		n += (size_t)snprintf(text + n, KEYS_TEXT - n, "%s%s", k ? " " : "", name);
	}
}

char keymap_digit(const struct keymap *map, enum view_id view)
{
	for (size_t i = 0; i < n_bindings; i++)
		for (int k = 0; k < BINDING_KEYS && bindings[i].action == DO_VIEW + view; k++) {
			int key = keymap_keys(map, i)[k];
			if (key > ' ' && key < 127)
				return (char)key;
		}
	return 0;
}
