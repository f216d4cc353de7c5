/* cache: texts that are lists of keys and values. */
#include "tbtop/cache/text_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "common/memory.h"
#include "tbtop/cache/markdown_table.h"
#include "tbtop/cache/yaml_keys.h"

/* --- JSON ------------------------------------------------------------------------------------- */

/* Values below this depth are compared as a whole, so that the recursion is bounded. */
enum { DEPTH = 16, PATH = 512 };

static bool add_json(struct text_keys *keys, json_t *value, char path[PATH], size_t length,
		     int depth);

static bool add_member(struct text_keys *keys, json_t *value, char path[PATH], size_t length, int n,
		       int depth)
{
	bool fits = n >= 0 && length + (size_t)n < PATH;
	return fits && add_json(keys, value, path, length + (size_t)n, depth + 1);
}

static bool add_leaf(struct text_keys *keys, const json_t *value, const char *path)
{
	if (json_is_string(value))
		return text_keys_add(keys, path, json_string_value(value),
				     json_string_length(value));
	if (json_is_real(value)) {
		char number[32];
		double real = json_real_value(value);
		snprintf(number, sizeof number, "%.15g", real);
		if (strtod(number, NULL) != real)
			snprintf(number, sizeof number, "%.17g", real);
		return text_keys_add(keys, path, number, strlen(number));
	}
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	bool added = text && text_keys_add(keys, path, text, strlen(text));
	free(text);
	return added;
}

static bool add_json(struct text_keys *keys, json_t *value, char path[PATH], size_t length,
		     int depth)
{
	const char *key;
	json_t *member;
	size_t i;
	if (depth < DEPTH && json_is_object(value) && json_object_size(value)) {
		json_object_foreach(value, key, member)
		{
			int n = snprintf(path + length, PATH - length, "%s%s", length ? "." : "",
					 key);
			if (!add_member(keys, member, path, length, n, depth))
				return false;
		}
		return true;
	}
	if (depth < DEPTH && json_is_array(value) && json_array_size(value)) {
		json_array_foreach(value, i, member)
		{
			int n = snprintf(path + length, PATH - length, "[%zu]", i);
			if (!add_member(keys, member, path, length, n, depth))
				return false;
		}
		return true;
	}
	path[length] = '\0';
	return add_leaf(keys, value, path);
}

static bool read_json(struct text_keys *keys, const char *text, size_t n)
{
	char path[PATH] = "";
	json_error_t error;
	json_t *root = json_loadb(text, n, 0, &error);
	bool read = root && add_json(keys, root, path, 0, 0);
	json_decref(root);
	return read;
}

/* --- tables ----------------------------------------------------------------------------------- */

static void cell_key(const struct text_table *t, size_t row, size_t column, char key[PATH])
{
	const struct text_flow *name = &t->cells[row * t->columns], *head = &t->cells[column];
	int n = (int)(name->n < 200 ? name->n : 200), k = (int)(head->n < 200 ? head->n : 200);
	if (t->columns == 2)
		snprintf(key, PATH, "%.*s", n, n ? name->bytes : "");
	else if (t->has_head)
		snprintf(key, PATH, "%.*s: %.*s", n, n ? name->bytes : "", k, k ? head->bytes : "");
	else
		snprintf(key, PATH, "%.*s: %zu", n, n ? name->bytes : "", column);
}

/* Adds the cells of all rows, below the name in their first column. */
static bool add_table(struct text_keys *keys, const struct text_table *t)
{
	char key[PATH];
	if (t->columns < 2)
		return false;
	for (size_t row = t->has_head; row < t->n_cells / t->columns; row++)
		for (size_t column = 1; column < t->columns; column++) {
			const struct text_flow *cell = &t->cells[row * t->columns + column];
			cell_key(t, row, column, key);
			if (!text_keys_add(keys, key, cell->bytes, cell->n))
				return false;
		}
	return keys->n > 0;
}

/* --- any format ------------------------------------------------------------------------------- */

/* Tries one format; what it read is removed if the text has another one. */
static bool tried(struct text_keys *keys, bool read)
{
	if (!read)
		text_keys_release(keys);
	return read;
}

/* Skips the fence of a block of code that is the whole text: ```json ... ```. */
static void unfence(const char **text, size_t *n)
{
	const char *line = *n > 6 && !memcmp(*text, "```", 3) ? memchr(*text, '\n', *n) : NULL;
	if (!line)
		return;
	size_t end = *n, from = (size_t)(line + 1 - *text);
	while (end > from && strchr(" \n\r", (*text)[end - 1]))
		end--;
	if (end < from + 3 || memcmp(*text + end - 3, "```", 3) != 0)
		return;
	*text += from;
	*n = end - 3 - from;
}

static bool read_text(struct text_keys *keys, const char *text, size_t n)
{
	struct text_table table;
	unfence(&text, &n);
	if (!n)
		return false;
	if (tried(keys, read_json(keys, text, n)))
		return true;
	bool read = markdown_table_parse(text, n, &table) && add_table(keys, &table);
	text_table_release(&table);
	return tried(keys, read) || tried(keys, yaml_keys_read(text, n, keys));
}

bool text_is_configuration(const char *text, size_t n)
{
	struct text_keys keys = {0};
	bool is = tried(&keys, read_json(&keys, text, n)) ||
		  tried(&keys, yaml_keys_read(text, n, &keys));
	text_keys_release(&keys);
	return is;
}

static int by_key_and_order(const void *a, const void *b)
{
	const struct text_pair *x = a, *y = b;
	int order = strcmp(x->key, y->key);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

bool text_keys_read(const struct blob *blob, struct text_keys *keys)
{
	struct text_table table;
	struct text_flow flow = {0};
	*keys = (struct text_keys){0};
	bool read = text_source_table(blob, &table) && tried(keys, add_table(keys, &table));
	text_table_release(&table);
	if (!read && !text_source(blob, &flow))
		read = read_text(keys, flow.bytes, flow.n);
	text_flow_release(&flow);
	if (read)
		qsort(keys->pair, keys->n, sizeof *keys->pair, by_key_and_order);
	return read;
}
