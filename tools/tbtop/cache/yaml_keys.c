/* cache: the keys of a YAML text: mappings and sequences by indentation. */
#include "tbtop/cache/yaml_keys.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH = 32, PATH = 512 };

/* A mapping or a sequence around the current line. */
struct block {
	size_t indent;
	size_t base; /* length of the path of the key that it belongs to */
	bool is_list;
	size_t next; /* index of the next item of a sequence */
};

struct reader {
	struct text_keys *keys;
	struct block block[DEPTH];
	int depth;
	char path[PATH]; /* of the last key */
	bool open;       /* the last key has no value yet: a deeper block may follow */
};

/* Enters the block of a line. Returns NULL if it does not fit into the structure. */
static struct block *enter(struct reader *r, size_t indent, bool is_list)
{
	while (r->depth) {
		const struct block *top = &r->block[r->depth - 1];
		/* A sequence may have the indentation of its key; a key there ends it. */
		if (top->indent < indent || (top->indent == indent && (is_list || !top->is_list)))
			break;
		r->depth--;
	}
	struct block *top = r->depth ? &r->block[r->depth - 1] : NULL;
	if (top && top->indent == indent && top->is_list == is_list)
		return top;
	if ((r->depth && !r->open) || r->depth == DEPTH)
		return NULL;
	r->block[r->depth] = (struct block){indent, strlen(r->path), is_list, 0};
	return &r->block[r->depth++];
}

static bool add(struct reader *r, const char *value, size_t n)
{
	r->open = !n;
	return !n || text_keys_add(r->keys, r->path, value, n);
}

/* Returns the length of the key of "key: value", or 0. */
static size_t key_length(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] == ':' && (i + 1 == n || text[i + 1] == ' '))
			return i;
	return 0;
}

static bool read_key(struct reader *r, size_t indent, const char *text, size_t n)
{
	struct block *block = enter(r, indent, false);
	size_t length = key_length(text, n), skip = length + 1;
	if (!block || !length || block->base + length + 2 > PATH)
		return false;
	snprintf(r->path + block->base, PATH - block->base, "%s%.*s", block->base ? "." : "",
		 (int)length, text);
	while (skip < n && text[skip] == ' ')
		skip++;
	return add(r, text + skip, skip < n ? n - skip : 0);
}

static bool read_line(struct reader *r, size_t indent, const char *text, size_t n)
{
	while (n && text[0] == '-' && (n == 1 || text[1] == ' ')) {
		struct block *block = enter(r, indent, true);
		if (!block || block->base + 24 > PATH)
			return false;
		snprintf(r->path + block->base, PATH - block->base, "[%zu]", block->next++);
		r->open = true;
		size_t skip = 1;
		while (skip < n && text[skip] == ' ')
			skip++;
		indent += skip;
		text += skip;
		n -= skip;
		if (n && text[0] != '-' && !key_length(text, n))
			return add(r, text, n);
	}
	return !n || read_key(r, indent, text, n);
}

bool yaml_keys_read(const char *text, size_t n, struct text_keys *keys)
{
	struct reader r = {.keys = keys};
	while (n) {
		const char *newline = memchr(text, '\n', n);
		size_t line = newline ? (size_t)(newline - text) : n, indent = 0, end = line;
		while (indent < line && text[indent] == ' ')
			indent++;
		while (end > indent && (text[end - 1] == ' ' || text[end - 1] == '\r'))
			end--;
		bool empty = end == indent || text[indent] == '#' ||
			     (end - indent == 3 && !memcmp(text + indent, "---", 3));
		if (!empty && !read_line(&r, indent, text + indent, end - indent))
			return false;
		n -= line + (newline != NULL);
		text += line + (newline != NULL);
	}
	return keys->n > 1;
}
