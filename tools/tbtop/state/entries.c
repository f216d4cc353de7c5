/* state: named values as text: a sorted list, and the bytes of its file. */
#include "tbtop/state/entries.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/crc32.h"
#include "common/memory.h"

static const char head[] = "tbtop state ", tail[] = "end ";
enum { HEAD = sizeof head - 1, TAIL_LINE = sizeof "end 01234567\n" - 1 };

/* --- the list --------------------------------------------------------------------------------- */

void entries_release(struct entries *e)
{
	for (size_t i = 0; i < e->n; i++) {
		free(e->items[i].name);
		free(e->items[i].value);
	}
	free(e->items);
	*e = (struct entries){0};
}

/* Returns the index of the first entry whose name is not before this one. */
static size_t position(const struct entries *e, const char *name)
{
	size_t low = 0, high = e->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(e->items[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct entries *e, size_t i, const char *name)
{
	return i < e->n && !strcmp(e->items[i].name, name);
}

const char *entries_get(const struct entries *e, const char *name)
{
	size_t i = position(e, name);
	return is_at(e, i, name) ? e->items[i].value : NULL;
}

bool entries_put(struct entries *e, const char *name, const char *value)
{
	size_t i = position(e, name);
	if (strlen(name) > MOST_ENTRY_BYTES || strlen(value) > MOST_ENTRY_BYTES || !*name)
		return false;
	if (is_at(e, i, name)) {
		char *old = e->items[i].value;
		e->items[i].value = need_copy(value);
		free(old);
		return true;
	}
	if (e->n == MOST_ENTRIES)
		return false;
	e->items = need_room(e->items, e->n, &e->capacity, sizeof *e->items);
	memmove(e->items + i + 1, e->items + i, (e->n - i) * sizeof *e->items);
	e->items[i] = (struct entry){.name = need_copy(name), .value = need_copy(value)};
	e->n++;
	return true;
}

void entries_remove(struct entries *e, const char *name)
{
	size_t i = position(e, name);
	if (!is_at(e, i, name))
		return;
	free(e->items[i].name);
	free(e->items[i].value);
	memmove(e->items + i, e->items + i + 1, (e->n - i - 1) * sizeof *e->items);
	e->n--;
}

void entries_copy(struct entries *to, const struct entries *from)
{
	*to = (struct entries){need_zeroed(from->n, sizeof *to->items), from->n, from->n};
	for (size_t i = 0; i < from->n; i++)
		to->items[i] = (struct entry){.name = need_copy(from->items[i].name),
					      .value = need_copy(from->items[i].value)};
}

bool entries_equal(const struct entries *a, const struct entries *b)
{
	bool equal = a->n == b->n;
	for (size_t i = 0; equal && i < a->n; i++)
		equal = !strcmp(a->items[i].name, b->items[i].name) &&
			!strcmp(a->items[i].value, b->items[i].value);
	return equal;
}

/* --- reading ---------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* Reads an escaped text of n bytes. Returns NULL if an escape is wrong. Ownership: release with
 * free. */
static char *unescape(const char *text, size_t n)
{
	char *plain = need_zeroed(n + 1, 1);
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		int high = -1, low = -1;
		if (text[i] == '\\' && i + 2 < n) {
			high = hex_digit(text[i + 1]);
			low = hex_digit(text[i + 2]);
		}
		bool wrong = text[i] == '\\' ? high < 0 || low < 0 || !(high | low)
					     : (unsigned char)text[i] < ' ';
		if (wrong) {
			free(plain);
			return NULL;
		}
		plain[used++] = text[i] == '\\' ? (char)(high << 4 | low) : text[i];
		i += text[i] == '\\' ? 2 : 0;
	}
	return plain;
}

/* Adds the entry of a line without its end. Returns false if it is none. */
static bool parse_line(struct entries *e, const char *line, size_t n)
{
	const char *tab = memchr(line, '\t', n);
	if (!tab)
		return false;
	char *name = unescape(line, (size_t)(tab - line));
	char *value = unescape(tab + 1, n - (size_t)(tab - line) - 1);
	bool good = name && value && entries_put(e, name, value);
	free(name);
	free(value);
	return good;
}

/* Returns whether `all` bytes end with a line after the first n bytes, and this line has their
 * checksum. */
static bool has_checksum(const char *bytes, size_t n, size_t all)
{
	char line[TAIL_LINE + 1];
	if (all - n != TAIL_LINE)
		return false;
	snprintf(line, sizeof line, "%s%08x\n", tail, (unsigned)crc32_of(0, bytes, n));
	return !memcmp(bytes + n, line, TAIL_LINE);
}

enum entries_condition entries_parse(struct entries *e, const char *bytes, size_t n)
{
	char first[32];
	const char *end = memchr(bytes, '\n', n);
	size_t at = end ? (size_t)(end - bytes) + 1 : n;
	if (!end || at <= HEAD || at > sizeof first || memcmp(bytes, head, HEAD) != 0)
		return ENTRIES_DAMAGED;
	snprintf(first, sizeof first, "%.*s", (int)(at - 1 - HEAD), bytes + HEAD);
	if (strspn(first, "0123456789") != strlen(first))
		return ENTRIES_DAMAGED;
	if (strtol(first, NULL, 10) != STATE_VERSION)
		return ENTRIES_FOREIGN;
	bool good = true;
	while ((end = memchr(bytes + at, '\n', n - at))) {
		size_t length = (size_t)(end - bytes) - at;
		if (has_checksum(bytes, at, n))
			return good ? ENTRIES_GOOD : ENTRIES_DAMAGED;
		good &= parse_line(e, bytes + at, length);
		at += length + 1;
	}
	return ENTRIES_DAMAGED;
}

/* --- writing ---------------------------------------------------------------------------------- */

struct text {
	char *bytes;
	size_t n, capacity;
};

static void append(struct text *t, const char *bytes, size_t n)
{
	if (t->n + n > t->capacity) {
		t->capacity = (t->n + n) * 2;
		t->bytes = need_resize(t->bytes, t->capacity, 1);
	}
	memcpy(t->bytes + t->n, bytes, n);
	t->n += n;
}

static void append_escaped(struct text *t, const char *plain)
{
	while (*plain) {
		char escape[8];
		size_t safe = 0;
		while ((unsigned char)plain[safe] >= ' ' && plain[safe] != '\\')
			safe++;
		append(t, plain, safe);
		plain += safe;
		if (*plain)
			append(t, escape,
			       (size_t)snprintf(escape, sizeof escape, "\\%02x",
						(unsigned char)*plain++));
	}
}

char *entries_print(const struct entries *e, size_t *n)
{
	char line[32];
	struct text t = {0};
	append(&t, line, (size_t)snprintf(line, sizeof line, "%s%d\n", head, STATE_VERSION));
	for (size_t i = 0; i < e->n; i++) {
		size_t before = t.n;
		append_escaped(&t, e->items[i].name);
		append(&t, "\t", 1);
		append_escaped(&t, e->items[i].value);
		append(&t, "\n", 1);
		if (t.n > MOST_STATE_BYTES - TAIL_LINE) {
			t.n = before;
			break;
		}
	}
	uint32_t crc = crc32_of(0, t.bytes, t.n);
	append(&t, line, (size_t)snprintf(line, sizeof line, "%s%08x\n", tail, (unsigned)crc));
	*n = t.n;
	return t.bytes;
}
